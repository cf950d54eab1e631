"""A file that LibreOffice wrote is read equal; what we wrote opens there with numbers as numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from rexus.intercambio.analisis import analizar
from rexus.intercambio.campos import Campo
from rexus.intercambio.escritor import escribir
from rexus.intercambio.lector import abrir
from tests.integration.intercambio_archivos.catalogo import CAMPOS, escribir_csv

FORMATOS = ("xlsx", "ods", "xls")
RESUMEN = """Tipo;Código;Descripción;Acabado;Numero;Vs.;Proveedor;Longitud;Ancho;Alto;Necesarias;Stock;Faltan;Ped. Min.
PERFILES;227848;Remate inferior puerta calle;Material Sin Tratar;0;0;INDUSTRIAS REHAU;6000;0;0;1;0;1;1
PERFILES;245536;Refuerzo 35x20/1,5 mm para marco 64 Pres. 5,8 m.;Material Sin Tratar;0;0;INDUSTRIAS REHAU;5800;0;0;4;0;;
PERFILES;555320;Cuarto caña 17 mm Foliado;Mon/Mon;0;0;INDUSTRIAS REHAU;5800;0;0;7;0,5;;
"""


def _leer(ruta: Path, campos: tuple[Campo, ...] = CAMPOS) -> tuple[Any, list[Any]]:
    with abrir(ruta) as tabla, analizar(tabla, campos) as analisis:
        return analisis, [valores for lote in analisis.lotes() for _, valores in lote]


@pytest.mark.parametrize("formato", FORMATOS)
def test_un_catalogo_que_paso_por_libreoffice(tmp_path: Path, convertir: Callable[..., Path], formato: str) -> None:
    """Codes kept as text, as an office must keep codes with zeros at the end."""
    ruta = escribir_csv(tmp_path / "catalogo.csv", 3_000)
    esperado, filas = _leer(ruta)
    analisis, leidas = _leer(convertir(ruta, formato, formatos="1/2"))
    assert (len(filas), esperado.errores, analisis.errores, analisis.avisos) == (3_000, [], [], [])
    assert analisis.mapeo == esperado.mapeo
    assert leidas == filas


@pytest.mark.parametrize("formato", FORMATOS)
def test_un_resumen_de_obra(tmp_path: Path, convertir: Callable[..., Path], formato: str) -> None:
    """Codes of digits alone, which LibreOffice makes numbers of, are read as the same codes."""
    ruta = tmp_path / "obra.csv"
    ruta.write_text(RESUMEN, encoding="utf-8")
    _, filas = _leer(ruta)
    analisis, leidas = _leer(convertir(ruta, formato, formatos=""))
    assert leidas == filas and len(filas) == 3
    assert analisis.ignoradas == ("Numero", "Vs.", "Necesarias", "Faltan")


HOJA = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>
<table:table table:name="Portada"><table:table-row>{tapa}</table:table-row></table:table>
<table:table table:name="Lista">
<table:table-row>{titulos}</table:table-row>
<table:table-row>{a1}<table:table-cell table:formula="of:=1/0"/>{p}</table:table-row>
<table:table-row>{a2}<table:table-cell table:formula="of:=1+0.5"/>{p}</table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="3"/></table:table-row>
<table:table-row>{a3}<table:table-cell table:formula="of:=NA()"/>{p2}</table:table-row>
<table:table-row>{a4}<table:table-cell office:value-type="float" office:value="2"/>
<table:covered-table-cell/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document>"""


def _celda(texto: str, mas: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {mas}><text:p>{texto}</text:p></table:table-cell>'


@pytest.mark.parametrize("formato", FORMATOS)
def test_formulas_errores_y_combinadas(tmp_path: Path, convertir: Callable[..., Path], formato: str) -> None:
    """The same rows are told of in the three formats, also where the reader gives an empty cell."""
    ruta = tmp_path / "libro.fods"
    celdas = {f"a{i}": _celda(f"A{i}") for i in range(1, 5)}
    titulos = _celda("Código") + _celda("Stock") + _celda("Proveedor")
    doble = _celda("REHAU", 'table:number-rows-spanned="2"')
    hoja = HOJA.format(tapa=_celda("nada"), titulos=titulos, p=_celda("VEKA"), p2=doble, **celdas)
    ruta.write_text(hoja, encoding="utf-8")
    with abrir(convertir(ruta, formato), hoja="Lista") as tabla, analizar(tabla, CAMPOS) as analisis:
        assert tabla.hojas == ("Portada", "Lista")
        assert [fila for lote in analisis.lotes() for fila in lote] == [(3, ("A2", Decimal("1.5"), "VEKA"))]
        errores = [(e.fila, e.columna, e.valor) for e in analisis.errores]
    assert errores == [(2, "Stock", "#DIV/0!"), (7, "Stock", "#N/A"), (7, "Proveedor", ""), (8, "Proveedor", "")]


_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def _celdas(ruta: Path) -> list[list[tuple[str | None, str]]]:
    """Type and value of each cell of a flat .fods, as LibreOffice understood it."""
    filas = []
    for fila in ElementTree.parse(ruta).iter(f"{_T}table-row"):
        celdas = []
        for celda in fila.iter(f"{_T}table-cell"):
            assert celda.get(f"{_T}formula") is None
            tipo = celda.get(f"{_O}value-type")
            valor = celda.get(f"{_O}value") or celda.get(f"{_O}date-value")
            veces = int(celda.get(f"{_T}number-columns-repeated", "1"))
            celdas += [(tipo, valor if valor is not None else "".join(celda.itertext()).strip())] * min(veces, 20)
        filas.append(celdas)
    return filas


def test_libreoffice_abre_lo_exportado(tmp_path: Path, convertir: Callable[..., Path]) -> None:
    ruta = tmp_path / "export.xlsx"
    columnas: list[Any] = [
        *(("Código", "texto"), ("Longitud", "entero"), ("Stock", "cantidad"), ("Importe", "dinero")),
        *(("Activo", "logico"), ("Alta", "fecha")),
    ]
    escribir(
        ruta,
        columnas,
        [
            ("00123", 5800, Decimal("1.234"), Decimal("48213.55"), True, date(2025, 3, 4)),
            ("=1+1", 0, Decimal("-0.5"), Decimal(0), False, None),
            ("564002.130", None, Decimal("999999999.999"), Decimal("9999999999999.99"), None, None),
        ],
    )
    titulos, primera, segunda, tercera = _celdas(convertir(ruta, "fods"))[:4]
    assert [c[0] for c in titulos[:6]] == ["string"] * 6
    assert primera[:6] == [
        *(("string", "00123"), ("float", "5800"), ("float", "1.234"), ("float", "48213.55")),
        *(("string", "sí"), ("date", "2025-03-04")),
    ]
    assert segunda[:5] == [("string", "=1+1"), ("float", "0"), ("float", "-0.5"), ("float", "0"), ("string", "no")]
    assert tercera[0] == ("string", "564002.130")
    assert tercera[2:4] == [("float", "999999999.999"), ("float", "9999999999999.99")]


def test_libreoffice_abre_el_csv_exportado(tmp_path: Path, convertir: Callable[..., Path]) -> None:
    """In Spanish of Argentina: decimal commas are numbers, and no text is a formula."""
    ruta = tmp_path / "export.csv"
    peligros = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"]
    filas = [(texto, Decimal("1.234"), Decimal("48213.5")) for texto in peligros]
    escribir(ruta, [("Código", "texto"), ("Stock", "cantidad"), ("Importe", "dinero")], filas)
    celdas = _celdas(convertir(ruta, "fods", formatos=""))[1:]
    assert [c[0][0] for c in celdas[: len(peligros)]] == ["string"] * len(peligros)
    assert {tuple(c[1:3]) for c in celdas[: len(peligros)]} == {(("float", "1.234"), ("float", "48213.5"))}


def test_ida_y_vuelta_por_libreoffice(tmp_path: Path, convertir: Callable[..., Path]) -> None:
    """Exported, saved again by LibreOffice in each format, imported: nothing changed."""
    _, filas = _leer(escribir_csv(tmp_path / "catalogo.csv", 200))
    ruta = tmp_path / "export.xlsx"
    escribir(ruta, [(c.etiqueta, c.tipo) for c in CAMPOS], filas)
    for formato in FORMATOS:
        analisis, leidas = _leer(convertir(ruta, formato))
        assert (analisis.errores, leidas == filas) == ([], True), formato
    # Its CSV is written as the system's language says; ours to find out.
    analisis, leidas = _leer(convertir(ruta, "csv"))
    assert (analisis.errores, leidas == filas) == ([], True)
