"""Zipped spreadsheets are looked through before the reader sees them.

calamine lays a sheet out as one rectangle, from the first used cell to the last, and aborts the process when that
does not fit in memory: two far cells in a 2 KB file are enough. It also gives empty cells for formula errors. So the
parts are unpacked once here, counting what really comes out, and searched for the signs of either. Only a file
with such signs is then read by the slower `medida_xlsx`, `medida_ods`.
"""

from __future__ import annotations

import copy
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.intercambio import limites
from rexus.intercambio.medida_ods import medir_ods
from rexus.intercambio.medida_xlsx import EXTREMO, HojaMedida, medir_xlsx, parte_de_hoja
from rexus.intercambio.tabla import Formato

_BLOQUE = 1 << 20
_COLA = 64
# A reference beyond column Z or row 1,100,000, or one written so that this search would not see it. Within those
# bounds a sheet's rectangle cannot exceed CELDAS_MAXIMAS.
_LEJOS = re.compile(
    rb"""\sr\s*=\s*["'](?:[A-Z]{2}|[A-Z](?:[0-9]{8}|[2-9][0-9]{6}|1[1-9][0-9]{5})|[A-Z0-9]*&)""", re.IGNORECASE
)
_OTRA_CODIFICACION = re.compile(rb"""^(?:\xff\xfe|\xfe\xff|<\?xml[^>]*encoding\s*=\s*["'](?!utf-8|us-ascii))""", re.I)
_DUDOSAS_XLSX = (b"<f>", b"<f ", b'="e"')
_DUDOSAS_ODS = (b'value-type="error"', b"covered-table-cell")


class Revision:
    """What was found in one zipped spreadsheet. `malas` and `combinadas` say what calamine does not."""

    def __init__(self, ruta: Path, avance: Avance) -> None:
        """Look through the file. Raises ArchivoError if it is damaged or would unfold beyond the caps."""
        self._ruta = ruta
        self._avance = avance
        self._dudosas: set[str] = set()
        with _abierto(ruta) as archivo:
            limites.revisar_zip(ruta.name, archivo)
            nombres = set(archivo.namelist())
            self.formato: Formato = _formato(ruta.name, archivo, nombres)
            for parte in archivo.infolist():
                if not parte.is_dir():
                    self._revisar(archivo, parte)

    def medida(self, hoja: str, indice: int) -> HojaMedida:
        """The formula errors (and for .ods the merged cells) of one sheet, by name and position in the file."""
        with _abierto(self._ruta) as archivo:
            if self.formato == "ods":
                if "content.xml" not in self._dudosas:
                    return HojaMedida()
                with archivo.open("content.xml") as entrada:
                    return medir_ods(entrada, indice)
            parte = parte_de_hoja(archivo, hoja)
            if parte is None or parte not in self._dudosas:
                return HojaMedida()
            with archivo.open(parte) as entrada:
                return medir_xlsx(entrada)

    def _revisar(self, archivo: zipfile.ZipFile, parte: zipfile.ZipInfo) -> None:
        nombre = parte.filename
        es_xml = nombre.endswith(".xml")
        senales = _DUDOSAS_ODS if self.formato == "ods" else _DUDOSAS_XLSX
        lejos, primero = False, True
        for bloque in self._bloques(archivo, parte):
            if not es_xml:
                continue
            if primero:
                lejos, primero = _OTRA_CODIFICACION.match(bloque) is not None, False
            lejos = lejos or (self.formato == "xlsx" and _LEJOS.search(bloque) is not None)
            if nombre not in self._dudosas and any(senal in bloque for senal in senales):
                self._dudosas.add(nombre)
        if lejos and self.formato == "xlsx":
            with archivo.open(nombre) as entrada:
                self._exigir_medida(medir_xlsx(entrada))

    def _bloques(self, archivo: zipfile.ZipFile, parte: zipfile.ZipInfo) -> Iterator[bytes]:
        """The part unpacked, each block with the end of the one before. More than announced is refused."""
        sin_tope = copy.copy(parte)
        sin_tope.file_size = 1 << 62
        total, cola = 0, b""
        with archivo.open(sin_tope) as entrada:
            while bloque := entrada.read(_BLOQUE):
                self._avance.paso(0)
                total += len(bloque)
                if total > parte.file_size:
                    raise limites.demasiado(self._ruta.name, tr("contiene más datos de los que anuncia"))
                yield cola + bloque
                cola = bloque[-_COLA:]

    def _exigir_medida(self, medida: HojaMedida) -> None:
        if medida.celdas > limites.CELDAS_MAXIMAS:
            raise ArchivoError(
                tr("Una hoja de «{nombre}» va de la celda {desde} a la {hasta}: es demasiado grande.").format(
                    nombre=self._ruta.name, desde=medida.nombre_extremo(0), hasta=medida.nombre_extremo(EXTREMO)
                ),
                tr("Borrar las filas o columnas sueltas lejos de los datos, guardar y probar otra vez."),
            )


# RuntimeError: a part with a password. NotImplementedError: a compression that spreadsheets do not use.
_DANOS = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, NotImplementedError, OSError, ValueError)


@contextmanager
def _abierto(ruta: Path) -> Iterator[zipfile.ZipFile]:
    """A zip archive; whatever is wrong inside it is an ArchivoError."""
    try:
        with zipfile.ZipFile(ruta) as archivo:
            yield archivo
    except _DANOS as error:
        raise limites.danado(ruta.name) from error


def _formato(nombre: str, archivo: zipfile.ZipFile, partes: set[str]) -> Formato:
    if "xl/workbook.xml" in partes:
        return "xlsx"
    if "mimetype" in partes and "content.xml" in partes:
        with archivo.open("mimetype") as entrada:
            if b"opendocument.spreadsheet" in _inicio(entrada):
                return "ods"
    raise ArchivoError(
        tr("«{nombre}» no es una planilla .xlsx ni .ods.").format(nombre=nombre),
        tr("Guardarla como .xlsx, .ods o .csv y probar otra vez."),
    )


def _inicio(entrada: IO[bytes]) -> bytes:
    return entrada.read(200)
