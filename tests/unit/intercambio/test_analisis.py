"""A whole file: typed values for the good rows, every error for the others, nothing guessed, nothing left behind."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rexus.base.errors import ArchivoError, CanceladoError, DiscoLlenoError
from rexus.base.progress import Avance
from rexus.intercambio.analisis import analizar
from rexus.intercambio.campos import Campo
from rexus.intercambio.lector import abrir

Archivo = Callable[..., Path]
Leer = Callable[..., Any]


def test_valores_de_cada_tipo(archivo: Archivo, leer: Leer) -> None:
    leido = leer(
        archivo("Código;Descripción;Longitud;Stock;Importe\r\n 00123 ; Marco  64 ;5800;1,5;48.213,55\r\nB;;;;\r\n")
    )
    assert leido.filas == [
        {
            "codigo": "00123",
            "descripcion": "Marco  64",
            "longitud": 5800,
            "stock_actual": Decimal("1.5"),
            "importe": Decimal("48213.55"),
        },
        {"codigo": "B", "descripcion": None, "longitud": None, "stock_actual": None, "importe": None},
    ]
    assert (leido.numeros, leido.analisis.total, leido.analisis.convencion) == ([2, 3], 2, "coma")
    fila = leido.filas[0]
    assert [type(v) for v in fila.values()] == [str, str, int, Decimal, Decimal]


def test_todos_los_errores_de_una_vez(archivo: Archivo, leer: Leer) -> None:
    texto = (
        "Código;Descripción;Longitud;Stock;Importe\n"
        "A;bien;5800;1;2,50\n"
        ";sin código;5800;1;1\n"
        "A;repetido;5800;1;1\n"
        f"C;{'x' * 256};1000001;-1;1,234\n"
        "D;dos;5,5;1,2345;-0,01\n"
        "A;otra vez;x;NaN;1e308\n"
    )
    leido = leer(archivo(texto))
    assert leido.columna("codigo") == ["A"]
    assert leido.errores == [
        (3, "Código", "", "falta y es obligatorio"),
        (4, "Código", "A", "está repetido: ya aparece en la fila 2"),
        (5, "Descripción", "x" * 120 + "…", "tiene 256 caracteres y el máximo es 255"),
        (5, "Longitud", "1000001", "no puede ser mayor que 1.000.000"),
        (5, "Stock", "-1", "no puede ser menor que 0"),
        (5, "Importe", "1,234", "tiene más de 2 decimales"),
        (6, "Longitud", "5,5", "tiene que ser un número entero"),
        (6, "Stock", "1,2345", "tiene más de 3 decimales"),
        (6, "Importe", "-0,01", "no puede ser menor que 0"),
        (7, "Código", "A", "está repetido: ya aparece en la fila 2"),
        (7, "Longitud", "x", "no es un número"),
        (7, "Stock", "NaN", "no es un número"),
        (
            7,
            "Importe",
            "1e308",
            "está en notación científica, que puede haber perdido cifras; escribir el número completo",
        ),
    ]
    assert (leido.analisis.total, leido.analisis.filas_validas, leido.analisis.total_errores) == (6, 1, 13)
    assert not leido.analisis.correcto


@pytest.mark.parametrize(
    ("stock", "motivo"),
    [
        ("-1", "menor que 0"), ("NaN", "no es un número"), ("1e308", "científica"), ("9" * 400, "demasiado grande"),
        (str(2**63), "mayor que 999.999.999,999"), ("1000000000", "mayor que"), ("0,0001", "3 decimales"),
        ("inf", "no es un número"), ("=1+1", "no es un número"), ("1\0", "no es un número"),
        ("\u202e1", "no es un número"),
    ],
)  # fmt: skip
def test_cantidades_imposibles(archivo: Archivo, leer: Leer, stock: str, motivo: str) -> None:
    leido = leer(archivo(f"Código;Stock\nA;0\nB;{stock}\nC;999999999,999\n"))
    assert leido.columna("stock_actual") == [0, Decimal("999999999.999")]
    assert [(e[0], e[1]) for e in leido.errores] == [(3, "Stock")]
    assert motivo in leido.errores[0][3]


def test_la_convencion_sale_de_todo_el_archivo(archivo: Archivo, leer: Leer) -> None:
    dudosas = "".join(f"A{i};6.000;1,250\n" for i in range(5_000))
    coma = leer(archivo(f"Código;Longitud;Stock\n{dudosas}Z;5800;1,5\n"))
    assert coma.analisis.convencion == "coma" and coma.errores == []
    assert coma.filas[0] == {"codigo": "A0", "longitud": 6000, "stock_actual": Decimal("1.25")}
    punto = leer(archivo("Código;Longitud;Stock;Importe\nA;6,000;1.250;1\nB;5800;1;2.50\n"))
    assert punto.analisis.convencion == "punto" and punto.errores == []
    assert punto.filas[0] == {"codigo": "A", "longitud": 6000, "stock_actual": Decimal("1.25"), "importe": Decimal(1)}


def test_sin_evidencia_lo_ambiguo_es_un_error(archivo: Archivo, leer: Leer) -> None:
    ruta = archivo("Código;Longitud;Stock\nA;6.000;1\nB;5800;2\n")
    leido = leer(ruta)
    assert leido.analisis.convencion is None
    assert [e[:3] for e in leido.errores] == [(2, "Longitud", "6.000")]
    assert "ambiguo" in leido.errores[0][3] and "6000" in leido.errores[0][3]
    assert leer(ruta, decimal="coma").columna("longitud") == [6000, 5800]
    assert leer(ruta, decimal="punto").columna("longitud") == [6, 5800]


def test_evidencia_contradictoria(archivo: Archivo, leer: Leer) -> None:
    """What proves its own mark is read by it; what does not is an error; and the user is told."""
    leido = leer(archivo("Código;Stock\nA;1,5\nB;2.5\nC;1.234,5\nD;1.234\nE;7\n"))
    assert leido.columna("stock_actual") == [Decimal("1.5"), Decimal("2.5"), Decimal("1234.5"), Decimal(7)]
    assert [e[:3] for e in leido.errores] == [(5, "Stock", "1.234")]
    assert leido.analisis.convencion is None
    assert any("coma decimal y otras punto" in aviso for aviso in leido.analisis.avisos)


def test_los_textos_no_son_evidencia(archivo: Archivo, leer: Leer) -> None:
    leido = leer(archivo("Código;Descripción;Stock\n564002.13;35x20/1,5;1.234\n"))
    assert leido.analisis.convencion is None and len(leido.errores) == 1


def test_falta_una_columna(archivo: Archivo, leer: Leer) -> None:
    leido = leer(archivo("Descripción;Stock;UDS\nMarco;x;1\nHoja;2;1\n"))
    assert leido.filas == []
    motivo = "falta la columna obligatoria «Código»; las columnas encontradas son «Descripción», «Stock», «UDS»"
    assert leido.errores == [(1, "Código", "", motivo), (2, "Stock", "x", "no es un número")]
    assert leer(archivo("Clave;Cosa\nA;1\n")).errores[0][0] == 1


def test_sin_datos(archivo: Archivo, leer: Leer) -> None:
    leido = leer(archivo("Código;Stock\n;\n  ; \n"))
    assert (leido.filas, leido.errores, leido.analisis.total) == ([], [], 0)
    assert leido.analisis.avisos == ["Debajo de los títulos no hay ninguna fila."]
    with pytest.raises(ArchivoError, match="no tiene datos"):
        leer(archivo("\n;;\n"))


def test_filas_vacias_no_cuentan_y_los_numeros_son_los_de_la_planilla(archivo: Archivo, leer: Leer) -> None:
    leido = leer(archivo("Listado\n\nCódigo;Stock\n\nA;1\n; ;\n\nB;2\n\x1a"))
    assert (leido.numeros, leido.columna("codigo"), leido.errores) == ([5, 8], ["A", "B"], [])


def test_un_cero_solo_no_es_una_fila_vacia(archivo: Archivo, leer: Leer) -> None:
    assert leer(archivo("Código;Stock\n;0\n")).errores == [(2, "Código", "", "falta y es obligatorio")]


def test_celdas_de_mas(archivo: Archivo, leer: Leer) -> None:
    """An unquoted delimiter in a text moves the rest of its row; trailing delimiters do not."""
    leido = leer(archivo("Código;Descripción;Stock\nA;Marco; blanco;3\nB;Hoja;2;;\nC\n"))
    assert leido.columna("codigo") == ["B", "C"]
    assert [(e[0], e[1], e[2]) for e in leido.errores] == [(2, "D", "3"), (2, "Stock", " blanco")][::-1]
    assert "4 celdas y los títulos son 3" in leido.errores[1][3]


def test_caracteres_de_control(archivo: Archivo, leer: Leer) -> None:
    leido = leer(archivo("Código;Descripción\nA;uno\x07 dos\x1f\nB;ma\0lo\nC\0;x\n\x01D;y\nE\u200b;z\nF\u202e;z\n"))
    assert leido.filas == [{"codigo": "A", "descripcion": "uno dos"}, {"codigo": "D", "descripcion": "y"}]
    assert [(e[0], e[1]) for e in leido.errores] == [(3, "Descripción"), (4, "Código"), (6, "Código"), (7, "Código")]
    assert "NUL" in leido.errores[0][3] and "U+200B" in leido.errores[2][3]
    assert all(e[2].isprintable() for e in leido.errores)


def test_nfc_y_nfd_son_el_mismo_codigo(archivo: Archivo, leer: Leer) -> None:
    leido = leer(archivo("Código;Descripción\nCAÑA;uno\nCAN\u0303A;dos\n"))
    assert leido.columna("codigo") == ["CAÑA"]
    assert leido.errores[0][3] == "está repetido: ya aparece en la fila 2"


def test_derecha_a_izquierda(archivo: Archivo, leer: Leer) -> None:
    leido = leer(archivo("Código;Descripción\nאבג;פרופיל לבן\nعربي;نافذة\n"))
    assert leido.columna("codigo") == ["אבג", "عربي"] and leido.errores == []


def test_un_megabyte_de_texto(archivo: Archivo, leer: Leer) -> None:
    grande = "ñ" * 1_000_000
    leido = leer(archivo(f"Código;Descripción;Observaciones\nA;{grande};x\nB;y;{grande}\n{grande};;\n"))
    assert leido.filas == [{"codigo": "B", "descripcion": "y", "observaciones": grande}]
    assert [e[:2] for e in leido.errores] == [(2, "Descripción"), (4, "Código")]
    assert all(len(e[2]) < 200 for e in leido.errores)


def test_mapeo_a_mano(archivo: Archivo, leer: Leer) -> None:
    leido = leer(archivo("K1;K2;K3\nA;uno;3\n"), mapeo={0: "codigo", 2: "stock_actual"})
    assert leido.filas == [{"codigo": "A", "stock_actual": Decimal(3)}]
    assert leido.analisis.ignoradas == ("K2",)
    assert leer(archivo("K1;K2\nA;uno\n"), mapeo={1: "descripcion"}).errores[0][1] == "Código"
    with pytest.raises(ValueError):
        leer(archivo("K1;K2\nA;uno\n"), mapeo={0: "codigo", 1: "codigo"})


def test_fila_de_titulos_a_mano(archivo: Archivo, leer: Leer) -> None:
    ruta = archivo("Informe;marzo\nK1;K2\nA;3\n")
    mapeo = {0: "codigo", 1: "stock_actual"}
    assert leer(ruta, mapeo=mapeo).numeros == [3]
    leido = leer(ruta, mapeo=mapeo, fila_titulos=2)
    assert (leido.numeros, leido.columna("stock_actual"), leido.errores) == ([3], [Decimal(3)], [])
    with pytest.raises(ArchivoError):
        leer(ruta, mapeo=mapeo, fila_titulos=9)


def test_avisa_de_columnas_que_no_usa(archivo: Archivo, leer: Leer) -> None:
    leido = leer(archivo("Código;Precio;Importe;UDS\nA;1;2;3\n"))
    assert leido.columna("importe") == [Decimal(2)]
    assert leido.analisis.avisos == ["La columna «Precio» no se usa: «Importe» ya sale de otra."]
    assert leido.analisis.ignoradas == ("UDS",)


def test_lotes_se_repiten_y_se_mezclan(archivo: Archivo, campos: tuple[Campo, ...]) -> None:
    texto = "Código;Stock\n" + "".join(f"A{i};{i}\n" for i in range(4_321))
    with abrir(archivo(texto)) as tabla, analizar(tabla, campos) as analisis:
        lotes = list(analisis.lotes(1_000))
        assert [len(lote) for lote in lotes] == [1_000] * 4 + [321]
        assert lotes[0][0] == (2, ("A0", Decimal(0))) and lotes[-1][-1] == (4_322, ("A4320", Decimal(4_320)))
        uno, otro = analisis.lotes(10), analisis.lotes(3)
        assert [next(uno)[0][0], next(otro)[0][0], next(uno)[0][0], next(otro)[0][0]] == [2, 2, 12, 5]


class _CancelaEn(Avance):
    """Wishes to stop at the n-th step, as a user does while it is told."""

    def __init__(self, cuando: int) -> None:
        super().__init__(self._contar)
        self.pasos = 0
        self._cuando = cuando

    def _contar(self, _hecho: int, _total: int) -> None:
        self.pasos += 1
        if self.pasos == self._cuando:
            self.cancelar()


def _abiertos() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted in /proc, which is Linux")
def test_cancelar_no_deja_nada(archivo: Archivo, campos: tuple[Campo, ...], tmp_path: Path) -> None:
    largo = "x" * 200
    ruta = archivo("Código;Descripción;Stock\n" + "".join(f"A{i};{largo}{i};1\n" for i in range(40_000)))
    antes = _abiertos()
    for cuando in (1, 5, 25, 35):
        avance = _CancelaEn(cuando)
        with abrir(ruta) as tabla, pytest.raises(CanceladoError):
            analizar(tabla, campos, avance=avance)
        assert avance.pasos == cuando
    assert _abiertos() == antes


def test_el_avance_llega_al_final(archivo: Archivo, leer: Leer) -> None:
    pasos: list[tuple[int, int]] = []
    leer(archivo("Código;Stock\n" + "A;1\n" * 5_000), avance=Avance(lambda hecho, total: pasos.append((hecho, total))))
    assert pasos[-1] == (5_000, 5_000)
    segunda = [hecho for hecho, total in pasos if total]
    assert segunda == sorted(segunda)


def test_disco_lleno_al_guardar_lo_leido(
    archivo: Archivo, campos: tuple[Campo, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The temporary folder is where the kernel says «no room» to every write."""
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")

    def lleno(*_args: Any, **_mas: Any) -> Any:
        return os.fdopen(os.open("/dev/full", os.O_RDWR), "w+b")

    monkeypatch.setattr(tempfile, "TemporaryFile", lleno)
    texto = "Código;Descripción\n" + "".join(f"A{i};{i * 1000:0200}\n" for i in range(40_000))
    with abrir(archivo(texto)) as tabla, pytest.raises(DiscoLlenoError) as error:
        analizar(tabla, campos)
    assert isinstance(error.value.__cause__, OSError) and error.value.__cause__.errno == errno.ENOSPC
