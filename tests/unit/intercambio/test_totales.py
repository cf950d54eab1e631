"""Sums below a list are no articles: they are left out and told, unless somebody wants them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rexus.intercambio.analisis import analizar
from rexus.intercambio.encabezado import proponer
from rexus.intercambio.filas_sueltas import ArchivoConErroresError
from rexus.intercambio.lector import abrir
from rexus.intercambio.resumen import leer_resumen
from rexus.modulos.herrajes.campos import CAMPOS as HERRAJES
from rexus.modulos.inventario.campos import CAMPOS

_TITULOS = "Código;Descripción;Stock"


def leer(carpeta: Path, *filas: str, **mas: bool) -> tuple[list[str], list[str], list[int], list[str]]:
    """The codes that are left, the reasons of the errors, the rows left out, the remarks."""
    archivo = carpeta / "lista.csv"
    archivo.write_text("\n".join((_TITULOS, *filas)) + "\n", encoding="utf-8")
    with abrir(archivo) as tabla, analizar(tabla, CAMPOS, **mas) as analisis:  # type: ignore[arg-type]
        n = [campo.nombre for campo in analisis.campos].index("codigo")
        codigos = [valores[n] for lote in analisis.lotes() for _fila, valores in lote]
        fuera = [o.fila for o in analisis.omitidas]
        return codigos, [e.motivo for e in analisis.errores], fuera, analisis.avisos


@pytest.mark.parametrize(
    "suma",
    [
        "TOTAL;;12", "Totales:;;12", "sub-total;;12", "Suma;;12", "Total general;;", ";TOTAL;12", ";;12", ";;1.234,50",
        "SUBTOTAL PERFILES;;3", "gran total;;3",
        " TOTAL;;12", "  Subtotal;;12", "\u00a0Total;;12", "*TOTAL*;;12", "** Total general **;;12", "=== SUMA ===;;12",
        "\u200bTotal;;12", ";*TOTAL*;12",
    ],
)  # fmt: skip
def test_a_sum_is_left_out_and_told(tmp_path: Path, suma: str) -> None:
    codigos, errores, fuera, avisos = leer(tmp_path, "A1;Marco;5", "B2;Hoja;7", suma)
    assert (codigos, errores, fuera) == (["A1", "B2"], [], [4])
    assert len(avisos) == 1 and avisos[0].startswith("Una fila parece un total y queda afuera: fila 4 («")


@pytest.mark.parametrize(
    "fila", ["TOTAL-100;Marco;5", "*100;Marco;5", "-T1;Marco;5", "SUMA2;;5", "Totem;Marco;", "T;Total;5"]
)
def test_an_article_that_only_reads_like_one_stays(tmp_path: Path, fila: str) -> None:
    codigos, errores, fuera, avisos = leer(tmp_path, "A1;Marco;5", fila)
    assert (codigos, errores, fuera, avisos) == (["A1", fila.split(";")[0]], [], [], [])


def test_an_article_without_its_code_is_an_error_as_ever(tmp_path: Path) -> None:
    assert leer(tmp_path, "A1;Marco;5", ";Hoja;7")[:3] == (["A1"], ["falta y es obligatorio"], [])


def test_they_are_read_for_who_wants_them(tmp_path: Path) -> None:
    assert leer(tmp_path, "A1;Marco;5", "TOTAL;;5", con_totales=True) == (["A1", "TOTAL"], [], [], [])


def test_several_are_counted(tmp_path: Path) -> None:
    *_, fuera, avisos = leer(tmp_path, "A1;Marco;5", *(f";;{n}" for n in range(1, 8)))
    assert fuera == list(range(3, 10))
    assert avisos == [
        "7 filas parecen totales y quedan afuera: fila 3 («1»), fila 4 («2»), fila 5 («3»), fila 6 («4»), "
        "fila 7 («5») y 2 más."
    ]


def test_what_is_headed_article_beside_a_code_is_its_name() -> None:
    assert proponer(["CODIGO", "ARTICULO", "STOCK"], HERRAJES) == {0: "codigo", 1: "nombre", 2: "stock_actual"}
    assert proponer(["CODIGO", "ARTICULO", "STOCK"], CAMPOS) == {0: "codigo", 1: "descripcion", 2: "stock_actual"}
    assert proponer(["ARTICULO", "DETALLE", "STOCK"], HERRAJES) == {0: "codigo", 1: "descripcion", 2: "stock_actual"}


def resumen(carpeta: Path, *filas: str, **mas: bool) -> tuple[list[str], int]:
    """The codes of a summary that are left, and how many rows were left out."""
    archivo = carpeta / "resumen.csv"
    archivo.write_text("\n".join(("Código;Descripción;Necesarias;Stock", *filas)) + "\n", encoding="utf-8")
    leidas, todo = leer_resumen(archivo, **mas)  # type: ignore[arg-type]
    return [fila.codigo for fila in leidas], todo.totales


def test_in_a_summary_figures_alone_are_a_sum_only_if_they_add_up(tmp_path: Path) -> None:
    lineas = ("A1;Marco;5,5;1", "B2;Hoja;7;0")
    for suma in (";;12,5;1", ";;12,50;", "TOTAL;;99;", "Total Blanco;;4;"):
        assert resumen(tmp_path, *lineas, suma) == (["A1", "B2"], 1)
    # A sum of each part, and one of all.
    partes = (*lineas, ";;12,5;", "C3;Zócalo;1;", "D4;Zócalo;2;", ";;3;", ";;15,5;")
    assert resumen(tmp_path, *partes) == (["A1", "B2", "C3", "D4"], 3)


@pytest.mark.parametrize("fila", [";;5;", ";;12;1", ";;0;12,5"])
def test_in_a_summary_a_line_without_its_code_is_an_error(tmp_path: Path, fila: str) -> None:
    with pytest.raises(ArchivoConErroresError, match="fila 4, columna Código: falta"):
        resumen(tmp_path, "A1;Marco;5,5;1", "B2;Hoja;7;0", fila)
    # One line above proves nothing.
    with pytest.raises(ArchivoConErroresError, match="fila 3, columna Código: falta"):
        resumen(tmp_path, "A1;Marco;5;", ";;5;")


def test_a_summary_is_read_with_its_totals_for_who_wants_them(tmp_path: Path) -> None:
    assert resumen(tmp_path, "A1;Marco;5;", "Total Blanco;;4;", con_totales=True) == (["A1", "Total Blanco"], 0)
