"""Bombs are refused before they unfold: by what a zip announces, by what really comes out, by how far cells reach."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from rexus.base.errors import ArchivoError
from rexus.intercambio import limites
from rexus.intercambio.lector import abrir

CABEZA = b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


@pytest.fixture
def con_hoja(tmp_path: Path) -> Callable[..., Path]:
    """An .xlsx whose first sheet's XML is the one given."""

    def con_hoja(xml: bytes, nombre: str = "bomba.xlsx") -> Path:
        modelo = tmp_path / "modelo.xlsx"
        with xlsxwriter.Workbook(modelo) as libro:
            libro.add_worksheet().write(0, 0, 1)
        ruta = tmp_path / nombre
        with zipfile.ZipFile(modelo) as viejo, zipfile.ZipFile(ruta, "w", zipfile.ZIP_DEFLATED) as nuevo:
            for parte in viejo.infolist():
                es_hoja = parte.filename == "xl/worksheets/sheet1.xml"
                nuevo.writestr(parte.filename, xml if es_hoja else viejo.read(parte.filename))
        return ruta

    return con_hoja


def _hoja(celdas: bytes) -> bytes:
    return CABEZA + b"<sheetData>" + celdas + b"</sheetData></worksheet>"


def test_proporcion_de_bomba(con_hoja: Callable[..., Path]) -> None:
    ruta = con_hoja(_hoja(b" " * 100 * limites.MB))
    assert ruta.stat().st_size < limites.MB
    with pytest.raises(ArchivoError, match="se expande"):
        abrir(ruta)


def test_demasiado_al_abrirlo(con_hoja: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limites, "DESCOMPRIMIDO_MAXIMO", 100_000)
    with pytest.raises(ArchivoError, match="al abrirlo"):
        abrir(con_hoja(_hoja(b" " * 200_000)))


def test_demasiadas_partes(tmp_path: Path) -> None:
    ruta = tmp_path / "partes.xlsx"
    with zipfile.ZipFile(ruta, "w") as archivo:
        archivo.writestr("xl/workbook.xml", "<workbook/>")
        for i in range(limites.ENTRADAS_MAXIMAS):
            archivo.writestr(f"x{i}", "")
    with pytest.raises(ArchivoError, match="partes"):
        abrir(ruta)


def test_un_directorio_que_miente(con_hoja: Callable[..., Path]) -> None:
    """The announced size is one byte; what is inside is counted while it comes out, and reading stops there."""
    ruta = con_hoja(_hoja(b" " * 5 * limites.MB))
    datos = bytearray(ruta.read_bytes())
    with zipfile.ZipFile(ruta) as archivo:
        parte = archivo.getinfo("xl/worksheets/sheet1.xml")
    # Local header: sizes at 18 and 22. Central directory: at 20 and 24, before the name at 46.
    struct.pack_into("<I", datos, parte.header_offset + 22, 1)
    central = datos.rfind(b"PK\x01\x02", 0, datos.rfind(parte.filename.encode()))
    struct.pack_into("<I", datos, central + 24, 1)
    ruta.write_bytes(datos)
    with pytest.raises(ArchivoError, match="más datos de los que anuncia"):
        abrir(ruta)


def test_archivo_demasiado_grande(archivo: Callable[..., Path]) -> None:
    ruta = archivo("Código\n")
    with ruta.open("r+b") as salida:
        salida.truncate(limites.TAMANO_MAXIMO + 1)
    with pytest.raises(ArchivoError, match="Dividir"):
        abrir(ruta)


@pytest.mark.parametrize(
    "lejana",
    [
        b'<c r="XFD1048576"><v>2</v></c>',
        b"<c r='XFD1048576'><v>2</v></c>",
        b'<c s="0" r = "xfd1048576"><v>2</v></c>',
        b'<c r="&#88;FD1048576"><v>2</v></c>',
        b'<c r="A4294967295"><v>2</v></c>',
        b'<c r="Z9999999"><v>2</v></c>',
        b'<c r="ZZ1048576" t="inlineStr"><is><t>x</t></is></c>',
    ],
)
def test_celdas_lejanas(con_hoja: Callable[..., Path], lejana: bytes) -> None:
    """calamine aborts the whole process on the rectangle between two such cells."""
    ruta = con_hoja(_hoja(b'<row><c r="A1"><v>1</v></c></row><row>' + lejana + b"</row>"))
    with pytest.raises(ArchivoError, match="va de la celda A1 a la") as error:
        abrir(ruta)
    assert "Borrar las filas o columnas sueltas" in error.value.que_hacer


def test_celdas_lejanas_en_utf16(con_hoja: Callable[..., Path]) -> None:
    xml = _hoja(b'<row><c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>').decode().replace("UTF-8", "UTF-16")
    with pytest.raises(ArchivoError, match="XFD1048576"):
        abrir(con_hoja(xml.encode("utf-16")))


def test_lejos_pero_vacia_o_en_una_franja(con_hoja: Callable[..., Path]) -> None:
    """A formatted cell without content does not count, and a far cell is no harm in a thin rectangle."""
    vacia = _hoja(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>')
    with abrir(con_hoja(vacia)) as tabla:
        assert list(tabla.filas()) == [(1, [1.0])]
    ancha = _hoja(b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>')
    with abrir(con_hoja(ancha)) as tabla:
        assert len(tabla.muestra()[0][1]) == 16_384


def test_ods_de_celdas_repetidas(tmp_path: Path) -> None:
    ruta = tmp_path / "repetidas.ods"
    ns = "urn:oasis:names:tc:opendocument:xmlns:"
    xml = (
        f'<office:document-content xmlns:office="{ns}office:1.0" xmlns:table="{ns}table:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="H"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(ruta, "w") as archivo:
        archivo.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archivo.writestr("content.xml", xml)
        archivo.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{ns}manifest:1.0"/>')
    with pytest.raises(ArchivoError, match="demasiadas celdas"):
        abrir(ruta)


def test_entidades_que_se_multiplican(con_hoja: Callable[..., Path]) -> None:
    """A billion laughs: neither reader expands them beyond bounds."""
    entidades = b"".join(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10) for i in range(1, 12))
    xml = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">'
        + entidades
        + b"]>"
        + _hoja(b'<row><c r="AAA1" t="str"><v>&e11;</v></c></row>').removeprefix(
            b'<?xml version="1.0" encoding="UTF-8"?>'
        )
    )
    with pytest.raises(ArchivoError, match="dañado"), abrir(con_hoja(xml)) as tabla:
        list(tabla.filas())
