"""What a file may not exceed, looked at before it is parsed, so that a bomb never unfolds.

The caps are far above honest work: a million rows of a catalogue are 140 MB of CSV, 75 MB of .xlsx holding 0.8 GB
of XML, 63 MB of .ods holding 2 GB of it.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from rexus.base.errors import ArchivoError
from rexus.base.text import tr

MB = 1_000_000
TAMANO_MAXIMO = 1_000 * MB
PLANILLA_MAXIMA = 400 * MB
DESCOMPRIMIDO_MAXIMO = 4_000 * MB
ENTRADAS_MAXIMAS = 5_000
PROPORCION_MAXIMA = 250
"""Uncompressed to compressed, for parts above `PROPORCION_DESDE`. Real sheets stay below 50; a bomb has 1,000."""
PROPORCION_DESDE = 64 * MB
CELDAS_MAXIMAS = 40_000_000
"""Cells of the rectangle that a sheet spans. The reader holds the whole rectangle, 32 bytes a cell."""
CELDA_MAXIMA = 8 * MB
"""Characters of one CSV cell; a longer one is a quotation mark that was never closed."""


def revisar_tamano(ruta: Path, maximo: int = TAMANO_MAXIMO) -> None:
    """Raise ArchivoError if the file does not exist, is no file, is empty or is larger than `maximo` bytes."""
    try:
        tamano = ruta.stat().st_size
    except OSError as error:
        raise ArchivoError(
            tr("No se puede abrir «{nombre}».").format(nombre=ruta.name),
            tr("Revisar que el archivo exista y que este usuario pueda leerlo."),
        ) from error
    if not ruta.is_file():
        raise ArchivoError(tr("«{nombre}» no es un archivo.").format(nombre=ruta.name), tr("Elegir una planilla."))
    if tamano == 0:
        raise ArchivoError(
            tr("«{nombre}» está vacío.").format(nombre=ruta.name), tr("Elegir el archivo que tiene los datos.")
        )
    if tamano > maximo:
        raise ArchivoError(
            tr("«{nombre}» ocupa {mb} MB y el máximo es {maximo} MB.").format(
                nombre=ruta.name, mb=tamano // MB, maximo=maximo // MB
            ),
            tr("Dividir los datos en varios archivos."),
        )


def revisar_zip(nombre: str, archivo: zipfile.ZipFile) -> None:
    """Raise ArchivoError if the directory of a zipped spreadsheet announces more than the caps allow.

    The directory may lie; `revision.revisar_xlsx` counts what really comes out.
    """
    partes = archivo.infolist()
    if len(partes) > ENTRADAS_MAXIMAS:
        raise demasiado(nombre, tr("contiene {n} partes").format(n=len(partes)))
    total = sum(parte.file_size for parte in partes)
    if total > DESCOMPRIMIDO_MAXIMO:
        raise demasiado(nombre, tr("ocuparía {mb} MB al abrirlo").format(mb=total // MB))
    for parte in partes:
        revisar_proporcion(nombre, parte.file_size, parte.compress_size)


def revisar_proporcion(nombre: str, grande: int, chico: int) -> None:
    """Raise ArchivoError if a part unfolds to so many times its size as only a bomb does."""
    if grande > PROPORCION_DESDE and grande > PROPORCION_MAXIMA * max(chico, 1):
        raise demasiado(nombre, tr("se expande {n} veces al abrirlo").format(n=grande // max(chico, 1)))


def demasiado(nombre: str, detalle: str) -> ArchivoError:
    """The refusal of a file that would unfold beyond the caps."""
    return ArchivoError(
        tr("«{nombre}» {detalle}: no parece una planilla de datos y no se abrió.").format(
            nombre=nombre, detalle=detalle
        ),
        tr("Abrirlo en Excel o LibreOffice, copiar solo los datos a una planilla nueva y guardar esa."),
    )


def danado(nombre: str) -> ArchivoError:
    """The refusal of a spreadsheet that cannot be taken apart."""
    return ArchivoError(
        tr("«{nombre}» está dañado o incompleto.").format(nombre=nombre),
        tr("Abrirlo en Excel o LibreOffice, guardarlo de nuevo y probar otra vez; si no abre, pedir otra copia."),
    )
