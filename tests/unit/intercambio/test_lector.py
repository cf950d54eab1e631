"""A file is opened for what it is, or refused with what to do."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from rexus.base.errors import ArchivoError, CanceladoError
from rexus.base.progress import Avance
from rexus.intercambio.lector import abrir


@pytest.fixture
def libro(tmp_path: Path) -> Callable[..., Path]:
    """`libro({'Hoja': [[…]]})` makes an .xlsx."""

    def libro(hojas: dict[str, list[list[object]]], nombre: str = "libro.xlsx") -> Path:
        ruta = tmp_path / nombre
        with xlsxwriter.Workbook(ruta) as salida:
            for titulo, filas in hojas.items():
                hoja = salida.add_worksheet(titulo)
                for i, fila in enumerate(filas):
                    hoja.write_row(i, 0, fila)
        return ruta

    return libro


def test_csv_se_lee_las_veces_que_haga_falta(archivo: Callable[..., Path]) -> None:
    with abrir(archivo("Código;Stock\r\n\r\nA;1\r\n")) as tabla:
        filas = [(1, ["Código", "Stock"]), (2, []), (3, ["A", "1"])]
        assert (tabla.formato, tabla.codificacion, tabla.delimitador, tabla.hojas) == ("csv", "utf-8", ";", ())
        assert list(tabla.filas()) == list(tabla.filas()) == filas
        assert tabla.muestra(2) == filas[:2]


def test_un_salto_de_linea_entre_comillas_no_es_una_fila(archivo: Callable[..., Path]) -> None:
    with abrir(archivo('Código;Nota\nA;"uno\ndos"\nB;x\n')) as tabla:
        assert list(tabla.filas())[1:] == [(2, ["A", "uno\ndos"]), (3, ["B", "x"])]


def test_linea_sep_no_cuenta(archivo: Callable[..., Path]) -> None:
    with abrir(archivo("sep=,\r\nCódigo,Stock\r\nA,1\r\n")) as tabla:
        assert list(tabla.filas()) == [(1, ["Código", "Stock"]), (2, ["A", "1"])]


def test_lo_elegido_gana(archivo: Callable[..., Path]) -> None:
    with abrir(archivo("a|b;c\n1|2;3\n", codec="cp1252"), delimitador="|", codificacion="latin-1") as tabla:
        assert (tabla.codificacion, tabla.muestra(1)) == ("latin-1", [(1, ["a", "b;c"])])
    with pytest.raises(ArchivoError, match="no puede separar"):
        abrir(archivo("a;b\n"), delimitador='"')


def test_un_megabyte_en_una_celda(archivo: Callable[..., Path]) -> None:
    grande = "ñ" * 1_000_000
    with abrir(archivo(f"Código;Nota\nA;{grande}\n")) as tabla:
        assert list(tabla.filas())[1] == (2, ["A", grande])


def test_comillas_sin_cerrar_dicen_la_fila(archivo: Callable[..., Path]) -> None:
    with abrir(archivo('Código;Nota\nA;x\nB;"y\nC;z\n')) as tabla, pytest.raises(ArchivoError, match="La fila 3"):
        list(tabla.filas())


def test_el_archivo_cambia_mientras_se_lee(archivo: Callable[..., Path]) -> None:
    ruta = archivo("Código;Stock\nA;1\n")
    with abrir(ruta) as tabla:
        filas = tabla.filas()
        next(filas)
        ruta.write_text("Código;Stock\nA;1\nB;2\n", encoding="utf-8")
        with pytest.raises(ArchivoError, match="cambió mientras"):
            list(filas)


def test_xlsx(libro: Callable[..., Path]) -> None:
    with abrir(libro({"Datos": [["Código", "Stock"], [], ["A", 1.5, True]]})) as tabla:
        assert (tabla.formato, tabla.hojas, tabla.hoja) == ("xlsx", ("Datos",), "Datos")
        assert [n for n, _ in tabla.filas()] == [1, 2, 3]
        assert list(tabla.filas())[2] == (3, ["A", 1.5, True])


def test_datos_que_no_empiezan_en_a1(libro: Callable[..., Path]) -> None:
    with abrir(libro({"H": [[], [], [None, None, "Código", "Stock"], [None, None, "A", 1]]})) as tabla:
        assert list(tabla.filas())[3] == (4, [None, None, "A", 1.0])


def test_el_contenido_manda_sobre_el_nombre(libro: Callable[..., Path], archivo: Callable[..., Path]) -> None:
    with abrir(libro({"H": [["Código"], ["A"]]}, "lista.csv")) as tabla:
        assert (tabla.formato, len(list(tabla.filas()))) == ("xlsx", 2)
    with abrir(libro({"H": [["Código"], ["A"]]}, "lista.xls")) as tabla:
        assert (tabla.formato, len(list(tabla.filas()))) == ("xlsx", 2)
    with abrir(archivo("Código;Stock\nA;1\n", "lista.xlsx")) as tabla:
        assert (tabla.formato, len(list(tabla.filas()))) == ("csv", 2)


def test_hojas(libro: Callable[..., Path], tmp_path: Path) -> None:
    ruta = libro({"Uno": [["Código"]], "Dos": [["Clave"]]})
    with abrir(ruta, hoja="Dos") as tabla:
        assert tabla.muestra() == [(1, ["Clave"])]
    with pytest.raises(ArchivoError, match="no tiene una hoja «Tres»") as error:
        abrir(ruta, hoja="Tres")
    assert "Uno, Dos" in error.value.que_hacer


def test_la_primera_hoja_visible(tmp_path: Path) -> None:
    ruta = tmp_path / "oculta.xlsx"
    with xlsxwriter.Workbook(ruta) as salida:
        salida.add_worksheet("Oculta").hide()
        visible = salida.add_worksheet("Vista")
        visible.write(0, 0, "Código")
        visible.activate()
        visible.set_first_sheet()
    with abrir(ruta) as tabla:
        assert tabla.hoja == "Vista"


@pytest.mark.parametrize(
    ("nombre", "contenido", "dice"),
    [
        ("a.csv", b"", "está vacío"),
        ("a.csv", b"%PDF-1.7\n...", "es un archivo PDF"),
        ("a.xls", gzip.compress(b"Codigo"), "es un archivo gzip"),
        ("a.xls", b"\xef\xbb\xbf<html><table><tr><td>Codigo", "página web"),
        ("a.xls", b"<?xml version='1.0'?><Workbook/>", "página web o un XML"),
        ("a.csv", bytes(range(1, 256)) * 40, "ni un archivo de texto"),
        ("a.xlsx", b"PK\x03\x04" + b"basura" * 100, "dañado"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000, "dañado"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "dañado"),
    ],
)
def test_lo_que_no_es_una_planilla(archivo: Callable[..., Path], nombre: str, contenido: bytes, dice: str) -> None:
    with pytest.raises(ArchivoError, match=dice) as error:
        abrir(archivo(contenido, nombre))
    assert error.value.que_hacer


def test_otro_zip(tmp_path: Path) -> None:
    ruta = tmp_path / "carta.xlsx"
    with zipfile.ZipFile(ruta, "w") as archivo:
        archivo.writestr("word/document.xml", "<x/>")
    with pytest.raises(ArchivoError, match=r"no es una planilla \.xlsx ni \.ods"):
        abrir(ruta)


def test_no_existe_o_es_una_carpeta(tmp_path: Path) -> None:
    with pytest.raises(ArchivoError, match="No se puede abrir"):
        abrir(tmp_path / "nada.csv")
    with pytest.raises(ArchivoError, match="no es un archivo"):
        abrir(tmp_path)


@pytest.mark.parametrize("corte", [0.1, 0.5, 0.9, 0.999])
def test_un_xlsx_truncado(libro: Callable[..., Path], corte: float) -> None:
    ruta = libro({"H": [["Código", "Stock"], *([f"A{i}", i] for i in range(300))]})
    datos = ruta.read_bytes()
    ruta.write_bytes(datos[: int(len(datos) * corte)])
    with pytest.raises(ArchivoError, match="dañado"):
        abrir(ruta)


def test_se_puede_parar_mientras_se_abre(libro: Callable[..., Path]) -> None:
    ruta = libro({"H": [["Código"], ["A"]]})
    avance = Avance()
    with abrir(ruta, avance=avance) as tabla:
        avance.cancelar()
        with pytest.raises(CanceladoError):
            list(tabla.filas())
        with pytest.raises(CanceladoError):
            abrir(ruta, avance=avance)


def test_un_byte_cambiado_no_pasa(libro: Callable[..., Path]) -> None:
    """The checksum of each part is looked at: a damaged sheet does not become a sheet with other numbers."""
    ruta = libro({"H": [["Código", "Stock"], *([f"A{i}", i] for i in range(300))]})
    datos = bytearray(ruta.read_bytes())
    with zipfile.ZipFile(ruta) as archivo:
        parte = archivo.getinfo("xl/worksheets/sheet1.xml")
    datos[parte.header_offset + 30 + len(parte.filename) + parte.compress_size // 2] ^= 0xFF
    ruta.write_bytes(datos)
    with pytest.raises(ArchivoError, match="dañado"):
        abrir(ruta)
