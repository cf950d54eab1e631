"""Open a file of rows, whatever its ending says."""

from __future__ import annotations

import os
from pathlib import Path

from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.intercambio import limites
from rexus.intercambio.medida_xls import LibroXls
from rexus.intercambio.ole import MAGIA as OLE
from rexus.intercambio.revision import Revision
from rexus.intercambio.tabla import Tabla
from rexus.intercambio.tabla_csv import TablaCsv
from rexus.intercambio.tabla_hojas import TablaHojas

_AJENOS = ((b"%PDF", "PDF"), (b"\x1f\x8b", "gzip"), (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7-Zip"), (b"\x89PNG", "PNG"))


def abrir(
    ruta: str | os.PathLike[str],
    *,
    hoja: str | None = None,
    codificacion: str | None = None,
    delimitador: str | None = None,
    avance: Avance | None = None,
) -> Tabla:
    """The table in a .csv, .xlsx, .xls or .ods; the content decides which it is, not the file's name.

    `hoja` names a sheet (default: the first visible one). `codificacion` and `delimitador` are found out unless given.
    `avance` can stop the reading of a large workbook, here and at the first `filas()`.
    Raises ArchivoError when the file cannot be used, always before its content is unfolded beyond `limites`, and
    CanceladoError.
    """
    camino = Path(ruta)
    avance = avance or SinAvance()
    limites.revisar_tamano(camino)
    try:
        with camino.open("rb") as archivo:
            inicio = archivo.read(4096)
    except OSError as error:
        raise ArchivoError(
            tr("No se puede leer «{nombre}».").format(nombre=camino.name),
            tr("Cerrar el archivo en otros programas y revisar que este usuario pueda leerlo."),
        ) from error
    if inicio.startswith(b"PK"):
        limites.revisar_tamano(camino, limites.PLANILLA_MAXIMA)
        revision = Revision(camino, avance)
        return TablaHojas(camino, revision.formato, hoja, revision, avance)
    if inicio.startswith(OLE):
        limites.revisar_tamano(camino, limites.PLANILLA_MAXIMA)
        return TablaHojas(camino, "xls", hoja, LibroXls(camino), avance)
    _rechazar_ajenos(camino.name, inicio)
    return TablaCsv(camino, codificacion, delimitador)


def _rechazar_ajenos(nombre: str, inicio: bytes) -> None:
    for magia, formato in _AJENOS:
        if inicio.startswith(magia):
            raise ArchivoError(
                tr("«{nombre}» es un archivo {formato}, no una planilla.").format(nombre=nombre, formato=formato),
                tr("Elegir un archivo .csv, .xlsx, .xls u .ods."),
            )
    texto = inicio.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if texto.startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise ArchivoError(
            tr("«{nombre}» es una página web o un XML guardado con otro nombre.").format(nombre=nombre),
            tr("Abrirlo en Excel o LibreOffice y guardarlo como .xlsx."),
        )
