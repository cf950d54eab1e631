"""Delivery notes and purchase orders: what the reader of the file finds in it."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from rexus.base.errors import SoloLecturaError
from rexus.documentos import pedido, pedido_xlsx, remito
from rexus.documentos.letra import escribible
from rexus.documentos.membrete import Membrete
from rexus.documentos.unidades import unidades
from rexus.stock import HojaPedido, LineaHoja
from rexus.stock.proveedores import FichaProveedor

ZONA = ZoneInfo("America/Argentina/Buenos_Aires")
# Past midnight in UTC, the day before in the workshop.
TARDE = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
TALLER = Membrete(
    nombre="Aberturas Ñandú", cuit="30-71234567-8", telefono="455-1234", moneda="ARS", pie="Hasta las 16 h."
)


def linea(n: int, precio: str = "1234.50") -> LineaHoja:
    valor = Decimal(precio)
    return LineaHoja(
        f"00{n}", f"RH-{n}", f"Travesaño 6.000 mm <b> & 3 € n.º {n}", Decimal(6), "barra", valor, valor * 6
    )


def hoja(lineas: int = 2, **otros: object) -> HojaPedido:
    suyas = tuple(linea(n) for n in range(1, lineas + 1))
    quien = FichaProveedor(1, "Técnica Perú", "", "", "ventas@ejemplo.com", "", 0, "", True, 1)
    total = sum((x.total for x in suyas), Decimal(0))
    base = HojaPedido("PC-000123", "enviada", TARDE, date(2026, 3, 20), "Avisar antes", "ana", quien, suyas, total)
    return dataclasses.replace(base, **otros)  # type: ignore[arg-type]


def texto(archivo: Path) -> str:
    return "\n".join(h.extract_text() for h in PdfReader(archivo).pages)


def test_order_says_everything_in_spanish_letters_that_are_in_the_file(tmp_path: Path) -> None:
    archivo = tmp_path / "pedido.pdf"
    pedido.escribir(archivo, hoja(obras=("OB-1", "OB-2")), TALLER, ZONA)
    dice = texto(archivo)
    suyo = PdfReader(archivo).metadata
    assert suyo is not None
    assert (suyo.subject, suyo.creation_date, suyo.modification_date) == ("Pedido de compra", TARDE, TARDE)
    for parte in (
        "Aberturas Ñandú", "CUIT 30-71234567-8", "Pedido de compra", "PC-000123", "Técnica Perú", "ventas@ejemplo.com",
        "04/03/2026", "20/03/2026", "RH-2", "002", "Travesaño 6.000 mm <b> & 3 €", "1.234,50", "7.407,00",
        "ARS 14.814,00", "Avisar antes", "Hasta las 16 h.", "Hoja 1 de 1", "Para obra OB-1, OB-2", "6 barras",
    ):  # fmt: skip
        assert parte in " ".join(dice.split()), parte
    # What is empty is left out, its label too.
    assert "Contacto" not in dice
    letras = {f.get_object()["/FontDescriptor"]["/FontName"] for f in _letras(archivo)}
    assert len(letras) == 2 and all("/FontFile2" in f.get_object()["/FontDescriptor"] for f in _letras(archivo))
    assert [p.name for p in tmp_path.iterdir()] == ["pedido.pdf"]


def _letras(archivo: Path) -> list:  # type: ignore[type-arg]
    return list(PdfReader(archivo).pages[0]["/Resources"]["/Font"].values())


def test_long_order_repeats_its_headings_and_counts_its_sheets(tmp_path: Path) -> None:
    archivo = tmp_path / "pedido.pdf"
    pedido.escribir(archivo, hoja(120), TALLER, ZONA)
    hojas = [h.extract_text() for h in PdfReader(archivo).pages]
    assert len(hojas) > 2
    for n, dice in enumerate(hojas, start=1):
        assert ("Su código" in dice) == ("RH-" in dice) and f"PC-000123 · Hoja {n} de {len(hojas)}" in dice
    assert [n for n in range(1, 121) if f"RH-{n}\n" in "\n".join(hojas) + "\n"] == list(range(1, 121))


def test_same_order_is_the_same_file_and_replaces_the_old_one(tmp_path: Path) -> None:
    uno, otro = tmp_path / "uno.pdf", tmp_path / "otro.pdf"
    otro.write_text("viejo")
    for archivo in (uno, otro):
        pedido.escribir(archivo, hoja(), TALLER, ZONA)
    assert uno.read_bytes() == otro.read_bytes()


@pytest.mark.parametrize(("estado", "dice"), [("borrador", "(borrador)"), ("anulada", "ANULADO")])
def test_what_is_no_order_says_so(tmp_path: Path, estado: str, dice: str) -> None:
    archivo = tmp_path / "pedido.pdf"
    pedido.escribir(archivo, hoja(estado=estado), TALLER, ZONA)
    assert dice in texto(archivo)


def test_order_without_prices_has_no_column_of_zeros(tmp_path: Path) -> None:
    archivo = tmp_path / "pedido.pdf"
    sin = dataclasses.replace(hoja(), lineas=(linea(1, "0"),), total=Decimal("0.00"))
    pedido.escribir(archivo, sin, TALLER, ZONA)
    assert "Precio" not in texto(archivo) and "Total" not in texto(archivo)
    assert "Sin precio" in texto(archivo)
    pedido_xlsx.escribir(tmp_path / "pedido.xlsx", sin, TALLER, ZONA)
    hojas = CalamineWorkbook.from_path(tmp_path / "pedido.xlsx")
    assert hojas.get_sheet_by_index(0).to_python()[-1] == ["", "", "Sin precio", "", "", "", ""]
    # Beside a known price, an unknown one is not promised as nothing.
    con = dataclasses.replace(sin, lineas=(linea(1, "0"), linea(2)), total=linea(2).total)
    pedido.escribir(archivo, con, TALLER, ZONA)
    assert "—" in texto(archivo) and "Total de lo que tiene precio" in texto(archivo)
    assert not [cifra for cifra in texto(archivo).split() if cifra == "0,00"]


def test_order_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "ocupado.pdf").mkdir()
    with pytest.raises(Exception, match="No se pudo escribir") as error:
        pedido.escribir(tmp_path / "ocupado.pdf", hoja(), TALLER, ZONA)
    assert not isinstance(error.value, SoloLecturaError)
    assert [p.name for p in tmp_path.iterdir()] == ["ocupado.pdf"]


def test_spreadsheet_holds_facts_above_and_numbers_as_numbers(tmp_path: Path) -> None:
    archivo = tmp_path / "pedido.xlsx"
    larga = dataclasses.replace(linea(2), descripcion="Marco " * 16)
    pedido_xlsx.escribir(archivo, dataclasses.replace(hoja(), obras=("OB-1",), lineas=(linea(1), larga)), TALLER, ZONA)
    filas = CalamineWorkbook.from_path(archivo).get_sheet_by_index(0).to_python()
    assert filas[0][:2] == ["Pedido de compra", "PC-000123"]
    assert ["De", "Aberturas Ñandú"] in [fila[:2] for fila in filas]
    titulos = next(i for i, fila in enumerate(filas) if fila[0] == "Su código")
    assert filas[titulos + 1] == ["RH-1", "001", "Travesaño 6.000 mm <b> & 3 € n.º 1", 6.0, "barra", 1234.5, 7407.0]
    assert filas[-1][2] == "Total" and filas[-1][-1] == 14814.0
    assert ["Para obra", "OB-1"] in [fila[:2] for fila in filas]
    # It is read as it opens: the column of texts is as wide as the longest.
    with zipfile.ZipFile(archivo) as libro:
        anchos = re.findall(r'<col min="3" max="3" width="([0-9.]+)"', libro.read("xl/worksheets/sheet1.xml").decode())
    assert [float(ancho) >= 96 for ancho in anchos] == [True]


@pytest.mark.parametrize(
    ("cuantas", "unidad", "dice"),
    [("1", "barra", "barra"), ("8", "barra", "barras"), ("2.5", "Unidad", "Unidades"), ("2", "par", "pares"),
     ("2", "m", "m"), ("2", "kg", "kg"), ("3", "juegos", "juegos"), ("3", "u.", "u."), ("3", "", "")],
)  # fmt: skip
def test_unit_for_so_many(cuantas: str, unidad: str, dice: str) -> None:
    assert unidades(Decimal(cuantas), unidad) == dice


def test_delivery_note_and_return(tmp_path: Path) -> None:
    archivo = tmp_path / "remito.pdf"
    cortadas = remito.LineaRemito("245536", "Refuerzo", Decimal("2.5"), "barra")
    uno = remito.Remito(
        "R-7", TARDE, ZONA, "OB-0001", "Casa Núñez", [cortadas],
        cliente="Núñez", usuario="ana", observaciones="Por la escalera",
    )  # fmt: skip
    remito.escribir(archivo, uno, TALLER)
    dice = texto(archivo)
    for parte in ("OB-0001 · Casa Núñez", "04/03/2026 22:30", "2,5", "Por la escalera", "Recibió conforme", "1 línea"):
        assert parte in dice, parte
    assert "Lugar" not in dice and "Acabado" not in dice
    linea = dataclasses.replace(cortadas, ubicacion="C16", acabado="Nogal/Blanco")
    con_lugar = dataclasses.replace(uno, devolucion=True, lineas=[linea])
    remito.escribir(archivo, con_lugar, Membrete(hoja="carta"))
    dice = texto(archivo)
    assert "Remito de devolución" in dice and "C16" in dice and "Nogal/Blanco" in dice
    assert [round(float(x)) for x in PdfReader(archivo).pages[0].mediabox[2:]] == [612, 792]


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_whatever_text_is_written_as_letters_that_the_font_has(dicho: str) -> None:
    escrito = escribible(dicho)
    assert escribible(escrito) == escrito
    if dicho.isascii() and dicho.isprintable():
        assert escrito == dicho


def test_letters_that_the_font_lacks() -> None:
    assert escribible("Ñandú, țară") == "Ñandú, tara"
    assert escribible("门 3 mm") == "? 3 mm"
