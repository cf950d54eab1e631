"""What sheets have and CSV has not: formulas, errors in cells, merged cells, dates, truth values."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from rexus.intercambio.campos import Campo
from rexus.intercambio.lector import abrir

Hacer = Callable[[Callable[[Any, Any], None]], Path]


@pytest.fixture
def hacer(tmp_path: Path) -> Hacer:
    """`hacer(f)`: `f(libro, hoja)` fills a sheet that has the headings Código and Stock."""

    def hacer(llenar: Callable[[Any, Any], None]) -> Path:
        ruta = tmp_path / "libro.xlsx"
        with xlsxwriter.Workbook(ruta) as libro:
            hoja = libro.add_worksheet("Lista")
            hoja.write_row(0, 0, ["Código", "Stock"])
            llenar(libro, hoja)
        return ruta

    return hacer


def test_formulas_valen_su_resultado(hacer: Hacer, leer: Callable[..., Any]) -> None:
    def llenar(libro: Any, hoja: Any) -> None:
        hoja.write(1, 0, "A")
        hoja.write_formula(1, 1, "=1+1", None, 2)
        hoja.write_formula(2, 0, '="B"&1', None, "B1")
        hoja.write(2, 1, 0.1 + 0.2)
        hoja.write(3, 0, "C")
        hoja.write_formula(3, 1, '=""', None, "")

    leido = leer(hacer(llenar))
    # An empty result saved without the mark of a text cannot be told from one never computed: it is asked for.
    assert leido.filas == [
        {"codigo": "A", "stock_actual": Decimal(2)},
        {"codigo": "B1", "stock_actual": Decimal("0.3")},
    ]
    assert [(e[0], e[3].split(";")[0]) for e in leido.errores] == [(4, "la fórmula no tiene resultado guardado")]


def test_un_error_de_formula_no_es_una_celda_vacia(hacer: Hacer, leer: Callable[..., Any]) -> None:
    def llenar(libro: Any, hoja: Any) -> None:
        for i, error in enumerate(["#DIV/0!", "#N/A", "#REF!"], start=1):
            hoja.write(i, 0, f"A{i}")
            hoja.write_formula(i, 1, "=1/0", None, error)

    leido = leer(hacer(llenar))
    assert leido.filas == []
    assert [e[:3] for e in leido.errores] == [(2, "Stock", "#DIV/0!"), (3, "Stock", "#N/A"), (4, "Stock", "#REF!")]


def test_una_formula_nunca_calculada_no_es_una_celda_vacia(hacer: Hacer, leer: Callable[..., Any]) -> None:
    """As programs write them that do not calculate: the formula, and no value."""
    ruta = hacer(lambda libro, hoja: (hoja.write(1, 0, "A"), hoja.write_formula(1, 1, "=1+1", None, 7)))
    for hecho in ("<v></v>", "<v/>", ""):
        with zipfile.ZipFile(ruta) as viejo:
            partes = {p.filename: viejo.read(p) for p in viejo.infolist()}
        nueva = ruta.with_name("sin.xlsx")
        with zipfile.ZipFile(nueva, "w") as archivo:
            for nombre, datos in partes.items():
                archivo.writestr(nombre, datos.replace(b"<v>7</v>", hecho.encode()))
        leido = leer(nueva)
        assert leido.filas == []
        assert "sin" in str(nueva) and "guardarlo de nuevo" in leido.errores[0][3]


def test_errores_de_otra_hoja_no_molestan(hacer: Hacer, leer: Callable[..., Any]) -> None:
    def llenar(libro: Any, hoja: Any) -> None:
        hoja.write_row(1, 0, ["A", 1])
        libro.add_worksheet("Otra").write_formula(1, 1, "=1/0", None, "#DIV/0!")

    leido = leer(hacer(llenar))
    assert (leido.filas, leido.errores) == ([{"codigo": "A", "stock_actual": Decimal(1)}], [])
    assert leido.analisis.avisos == ["Se leyó la hoja «Lista»; no se leyó «Otra»."]


def test_celdas_combinadas(hacer: Hacer, leer: Callable[..., Any]) -> None:
    def llenar(libro: Any, hoja: Any) -> None:
        hoja.write(0, 2, "Proveedor")
        hoja.merge_range(1, 2, 3, 2, "REHAU")
        for i in range(1, 6):
            hoja.write_row(i, 0, [f"A{i}", i])

    leido = leer(hacer(llenar))
    assert leido.columna("codigo") == ["A4", "A5"]
    assert [(e[0], e[1]) for e in leido.errores] == [(2, "Proveedor"), (3, "Proveedor"), (4, "Proveedor")]
    assert "C2:C4" in leido.errores[0][3]


def test_combinadas_sin_dano(hacer: Hacer, leer: Callable[..., Any]) -> None:
    """Above the headings, or a used column merged with unused ones, nothing is hidden."""

    def llenar(libro: Any, hoja: Any) -> None:
        hoja.merge_range(0, 0, 0, 3, "Listado de marzo")
        hoja.write_row(2, 0, ["Código", "Stock", "Nada"])
        hoja.merge_range(3, 1, 3, 2, 5)
        hoja.write(3, 0, "A")

    leido = leer(hacer(llenar))
    assert (leido.filas, leido.errores) == ([{"codigo": "A", "stock_actual": Decimal(5)}], [])


def test_codigos_guardados_como_numero(hacer: Hacer, leer: Callable[..., Any]) -> None:
    ruta = hacer(
        lambda libro, hoja: [hoja.write_row(i, 0, [c, 1]) for i, c in enumerate([564002, 564002.131, 1e15], 1)]
    )
    leido = leer(ruta)
    assert leido.columna("codigo") == ["564002", "564002.131"]
    assert [(e[0], e[1]) for e in leido.errores] == [(4, "Código")]
    assert "1 códigos están guardados como número" in leido.analisis.avisos[0]


def test_codigos_de_texto_quedan_como_estan(hacer: Hacer, leer: Callable[..., Any]) -> None:
    def llenar(libro: Any, hoja: Any) -> None:
        for i, codigo in enumerate(["00123", "564002.130", "1E5", "=1+1"], start=1):
            hoja.write_string(i, 0, codigo)

    leido = leer(hacer(llenar))
    assert leido.columna("codigo") == ["00123", "564002.130", "1E5", "=1+1"]
    assert leido.analisis.avisos == []


def test_fechas_y_logicos_donde_no_van(hacer: Hacer, leer: Callable[..., Any]) -> None:
    def llenar(libro: Any, hoja: Any) -> None:
        fecha = libro.add_format({"num_format": "dd/mm/yyyy"})
        hoja.write_datetime(1, 0, datetime(2025, 3, 4), fecha)  # noqa: DTZ001 - a cell has no zone
        hoja.write(2, 0, "A")
        hoja.write_datetime(2, 1, datetime(2025, 3, 4), fecha)  # noqa: DTZ001
        hoja.write(3, 0, "B")
        hoja.write_boolean(3, 1, True)
        # Equal to True and False as keys: what was remembered of one must not answer for the other.
        hoja.write_row(4, 0, ["C", 1])
        hoja.write(5, 0, "D")
        hoja.write_boolean(5, 1, False)
        hoja.write_row(6, 0, ["E", 0])

    leido = leer(hacer(llenar))
    assert leido.columna("codigo") == ["C", "E"]
    assert [e[0] for e in leido.errores] == [2, 3, 4, 6]
    assert "fecha" in leido.errores[0][3] and "fecha" in leido.errores[1][3]


def test_logicos(tmp_path: Path, leer: Callable[..., Any]) -> None:
    campos = (Campo("codigo", "Código"), Campo("activo", "Activo", "logico"), Campo("descripcion", "Descripción"))
    ruta = tmp_path / "logicos.xlsx"
    valores: list[Any] = [True, False, 1, 0, "Sí", "NO", "x", " ", "quizás", 2]
    with xlsxwriter.Workbook(ruta) as libro:
        hoja = libro.add_worksheet()
        hoja.write_row(0, 0, ["Código", "Activo", "Descripción"])
        for i, valor in enumerate(valores, start=1):
            hoja.write_row(i, 0, [f"A{i}", valor, valor])
    leido = leer(ruta, campos)
    assert leido.columna("activo") == [True, False, True, False, True, False, True, None]
    assert leido.columna("descripcion") == ["sí", "no", "1", "0", "Sí", "NO", "x", None]
    assert [e[:3] for e in leido.errores] == [(10, "Activo", "quizás"), (11, "Activo", "2")]


def test_hoja_vacia(tmp_path: Path) -> None:
    ruta = tmp_path / "vacia.xlsx"
    with xlsxwriter.Workbook(ruta) as libro:
        libro.add_worksheet()
    with abrir(ruta) as tabla:
        assert list(tabla.filas()) == []
