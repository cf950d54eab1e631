"""What is exported is what there was: numbers as numbers, texts as texts, whole files or none."""

from __future__ import annotations

import csv
import errno
import io
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rexus.base.errors import ArchivoError, CanceladoError, DiscoLlenoError, SoloLecturaError
from rexus.base.progress import Avance
from rexus.intercambio import escritor_xlsx
from rexus.intercambio.escritor import Columnas, escribir, escribir_csv, escribir_xlsx
from rexus.intercambio.lector import abrir

COLUMNAS: Columnas = (
    ("Código", "texto"),
    ("Longitud", "entero"),
    ("Stock", "cantidad"),
    ("Importe", "dinero"),
    ("Activo", "logico"),
    ("Alta", "fecha"),
    ("Visto", "fecha_hora"),
)
MOMENTO = datetime(2025, 3, 5, 1, 30, tzinfo=UTC)
FILAS: list[tuple[Any, ...]] = [
    ("00123", 5800, Decimal("1.500"), Decimal("48213.50"), True, date(2025, 3, 4), MOMENTO),
    ("564002.130", -3, Decimal("1.234"), Decimal(0), False, None, None),
    (None, None, None, None, None, None, None),
]
BUENOS_AIRES = ZoneInfo("America/Argentina/Buenos_Aires")
PELIGROSOS = [
    "=1+1",
    "+54 11",
    "-5",
    "@SUM(A1)",
    "\tx",
    "\rx",
    '=HYPERLINK("http://x")',
    "http://x",
    "{=A1}",
    "'=1",
    "'",
]


def _xml(ruta: Path) -> str:
    with zipfile.ZipFile(ruta) as archivo:
        return archivo.read("xl/worksheets/sheet1.xml").decode()


def test_csv_como_lo_abre_excel_en_espanol(tmp_path: Path) -> None:
    ruta = tmp_path / "a.csv"
    assert escribir_csv(ruta, COLUMNAS, FILAS, zona=BUENOS_AIRES) == 3
    assert (
        ruta.read_bytes()
        == (
            "\ufeffCódigo;Longitud;Stock;Importe;Activo;Alta;Visto\r\n"
            "00123;5800;1,5;48213,50;sí;04/03/2025;04/03/2025 22:30\r\n"
            "564002.130;-3;1,2340;0,00;no;;\r\n"
            ";;;;;;\r\n"
        ).encode()
    )


def test_xlsx_con_sus_tipos(tmp_path: Path) -> None:
    ruta = tmp_path / "a.xlsx"
    assert escribir_xlsx(ruta, COLUMNAS, FILAS, zona=BUENOS_AIRES) == 3
    with abrir(ruta) as tabla:
        filas = [fila for _, fila in tabla.filas()]
    assert filas[0] == [titulo for titulo, _ in COLUMNAS]
    local = datetime(2025, 3, 4, 22, 30)  # noqa: DTZ001 - a cell has no zone
    assert filas[1] == ["00123", 5800.0, 1.5, 48213.5, "sí", date(2025, 3, 4), local]
    assert filas[2] == ["564002.130", -3.0, 1.234, 0.0, "no", "", ""]
    xml = _xml(ruta)
    assert "<pane " in xml and "<autoFilter " in xml and "<cols>" in xml
    with zipfile.ZipFile(ruta) as archivo:
        assert b"<b/>" in archivo.read("xl/styles.xml")


def test_ningun_texto_es_una_formula_ni_un_enlace(tmp_path: Path) -> None:
    ruta = tmp_path / "a.xlsx"
    escribir_xlsx(ruta, [("=1+1", "texto")], [(texto,) for texto in PELIGROSOS])
    xml = _xml(ruta)
    assert "<f>" not in xml and "hyperlink" not in xml and xml.count('t="inlineStr"') == len(PELIGROSOS) + 1
    with abrir(ruta) as tabla:
        assert [fila[0] for _, fila in tabla.filas()] == ["=1+1", *PELIGROSOS]


def test_en_csv_llevan_un_apostrofo(tmp_path: Path) -> None:
    ruta = tmp_path / "a.csv"
    escribir_csv(ruta, [("=título", "texto"), ("n", "cantidad")], [(texto, Decimal(-5)) for texto in PELIGROSOS])
    filas = list(csv.reader(io.StringIO(ruta.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))
    assert filas[0] == ["'=título", "n"]
    escritos = [fila[0] for fila in filas[1:]]
    assert escritos == [f"'{t}" if t[0] in "=+-@\t\r" or t == "'=1" else t for t in PELIGROSOS]
    assert {fila[1] for fila in filas[1:]} == {"-5"}


def test_numeros_que_no_caben_en_quince_cifras(tmp_path: Path) -> None:
    """Money of 18 digits is written whole, as text, rather than rounded."""
    ruta = tmp_path / "a.xlsx"
    escribir_xlsx(ruta, [("Importe", "dinero")], [(Decimal("9999999999999999.99"),), (Decimal("9999999999999.99"),)])
    with abrir(ruta) as tabla:
        assert [fila[0] for _, fila in tabla.filas()][1:] == ["9999999999999999,99", 9999999999999.99]


def test_texto_que_no_cabe_en_una_celda(tmp_path: Path) -> None:
    ruta = tmp_path / "a.xlsx"
    justo = "x" * escritor_xlsx.TEXTO_MAXIMO
    escribir_xlsx(ruta, [("Nota", "texto")], [(justo,)])
    with pytest.raises(ArchivoError, match="fila 3") as error:
        escribir_xlsx(ruta, [("Nota", "texto")], [("a",), (justo + "x",)])
    assert ".csv" in error.value.que_hacer
    with abrir(ruta) as tabla:
        assert tabla.muestra()[1] == (2, [justo])
    assert escribir_csv(tmp_path / "a.csv", [("Nota", "texto")], [("x" * 1_000_000,)]) == 1


def test_limite_de_filas_de_excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tocadas: list[int] = []

    def filas(cuantas: int) -> Iterator[tuple[int]]:
        for i in range(cuantas):
            tocadas.append(i)
            yield (i,)

    with pytest.raises(ArchivoError, match="1048576 filas"):
        escribir_xlsx(tmp_path / "a.xlsx", [("n", "entero")], filas(3), total=1_048_576)
    assert tocadas == []
    # Not known beforehand: refused when it happens.
    monkeypatch.setattr(escritor_xlsx, "FILAS_MAXIMAS", 1_000)
    assert escribir_xlsx(tmp_path / "b.xlsx", [("n", "entero")], filas(999)) == 999
    with pytest.raises(ArchivoError, match="1000 filas"):
        escribir_xlsx(tmp_path / "a.xlsx", [("n", "entero")], filas(1_000))
    assert not (tmp_path / "a.xlsx").exists()


def test_el_nombre_decide_el_formato(tmp_path: Path) -> None:
    assert escribir(tmp_path / "a.CSV", [("n", "entero")], [(1,)]) == 1
    assert escribir(tmp_path / "a.xlsx", [("n", "entero")], []) == 0
    assert (tmp_path / "a.CSV").read_bytes().startswith(b"\xef\xbb\xbf")
    assert zipfile.is_zipfile(tmp_path / "a.xlsx")
    with pytest.raises(ArchivoError, match="No se puede exportar"):
        escribir(tmp_path / "a.pdf", [("n", "entero")], [(1,)])


@pytest.mark.parametrize("formato", [".csv", ".xlsx"])
def test_si_algo_falla_queda_el_anterior(tmp_path: Path, formato: str) -> None:
    ruta = tmp_path / f"a{formato}"
    ruta.write_bytes(b"el anterior")

    def roto() -> Iterator[tuple[int]]:
        yield (1,)
        raise RuntimeError("la base se cortó")

    with pytest.raises(RuntimeError, match="la base se cortó"):
        escribir(ruta, [("n", "entero")], roto())
    avance = Avance()
    avance.cancelar()
    with pytest.raises(CanceladoError):
        escribir(ruta, [("n", "entero")], [(1,)], avance)
    with pytest.raises(ValueError):
        escribir(ruta, [("n", "entero")], [(1, 2)])
    assert ruta.read_bytes() == b"el anterior"
    assert os.listdir(tmp_path) == [ruta.name]  # noqa: PTH208 - names, hidden ones too


def test_avance(tmp_path: Path) -> None:
    pasos: list[tuple[int, int]] = []
    avance = Avance(lambda hecho, total: pasos.append((hecho, total)))
    escribir_csv(tmp_path / "a.csv", [("n", "entero")], ((i,) for i in range(2_500)), avance, total=2_500)
    assert pasos == [(0, 2_500), (1_000, 2_500), (2_000, 2_500), (2_500, 2_500)]


def test_carpeta_que_no_existe(tmp_path: Path) -> None:
    with pytest.raises(ArchivoError, match="no existe"):
        escribir_csv(tmp_path / "nada" / "a.csv", [("n", "entero")], [(1,)])


def test_el_nombre_es_de_una_carpeta(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(ArchivoError, match="No se pudo escribir"):
        escribir_csv(tmp_path / "a.csv", [("n", "entero")], [(1,)])
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="folder modes are POSIX")
@pytest.mark.parametrize("formato", [".csv", ".xlsx"])
def test_carpeta_de_solo_lectura(tmp_path: Path, formato: str) -> None:
    """As another user than root, whom no mode stops."""
    carpeta = tmp_path / "cerrada"
    carpeta.mkdir()
    programa = (
        "import os, sys\n"
        "from rexus.base.errors import SoloLecturaError\n"
        "from rexus.intercambio import escritor, escritor_xlsx\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "try: escritor.escribir(sys.argv[1], [('n', 'entero')], [(1,)])\n"
        "except SoloLecturaError as error: print(error.frase); sys.exit(7)\n"
    )
    carpeta.chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IXOTH | stat.S_IROTH)
    for padre in [*tmp_path.parents][:3]:
        padre.chmod(padre.stat().st_mode | stat.S_IXOTH)
    tmp_path.chmod(0o755)
    hecho = subprocess.run(
        [sys.executable, "-c", programa, str(carpeta / f"a{formato}")], capture_output=True, text=True, check=False
    )
    carpeta.chmod(0o755)
    assert (hecho.returncode, list(carpeta.iterdir())) == (7, []), hecho.stderr
    assert str(carpeta) in hecho.stdout
    assert issubclass(SoloLecturaError, Exception)


@pytest.fixture
def disco_chico(tmp_path: Path) -> Iterator[Path]:
    """A real file system with 256 KB of room."""
    carpeta = tmp_path / "chico"
    carpeta.mkdir()
    montado = shutil.which("mount") is not None and os.name == "posix" and (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "rexus-prueba", str(carpeta)], capture_output=True, check=False
        ).returncode
        == 0
    )  # fmt: skip
    if not montado:
        pytest.skip("mounting a small tmpfs is not allowed here")
    yield carpeta
    subprocess.run(["umount", str(carpeta)], check=True)


@pytest.mark.parametrize("formato", [".csv", ".xlsx"])
def test_disco_lleno(disco_chico: Path, formato: str) -> None:
    ruta = disco_chico / f"a{formato}"
    ruta.write_bytes(b"el anterior")
    # Digits that do not compress.
    filas = ((f"{i * i * 7919:x}{i * 104729:x}",) for i in range(60_000))
    with pytest.raises(DiscoLlenoError) as error:
        escribir(ruta, [("n", "texto")], filas)
    assert isinstance(error.value.__cause__, OSError) and error.value.__cause__.errno == errno.ENOSPC
    assert str(disco_chico) in error.value.frase
    assert ruta.read_bytes() == b"el anterior"
    assert [p.name for p in disco_chico.iterdir()] == [ruta.name]


def test_el_temporal_de_excel_tambien_se_va(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporales = tmp_path / "tmp"
    temporales.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporales))

    def roto() -> Iterator[tuple[str]]:
        yield from (("x" * 1000,) for _ in range(5_000))
        assert list(temporales.iterdir())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        escribir_xlsx(tmp_path / "a.xlsx", [("n", "texto")], roto())
    assert list(temporales.iterdir()) == []
