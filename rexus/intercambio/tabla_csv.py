"""CSV and other delimited text as a Tabla."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from rexus.base.errors import ArchivoError
from rexus.base.text import tr
from rexus.intercambio import codificacion, delimitador, limites
from rexus.intercambio.tabla import Celda, Tabla

_MUESTRA = 1 << 17


class TablaCsv(Tabla):
    """Read anew from the file at each `filas()`; nothing of it is held in memory."""

    formato = "csv"

    def __init__(self, ruta: Path, codec: str | None = None, separador: str | None = None) -> None:
        """Find out encoding and delimiter unless given. Raises ArchivoError."""
        super().__init__(ruta)
        self.codificacion = codificacion.detectar(ruta) if codec is None else codificacion.exigir(ruta, codec)
        self._version = _version(ruta)
        # Process-wide, and higher than the default in any case: a cell may hold a megabyte.
        csv.field_size_limit(limites.CELDA_MAXIMA)
        with ruta.open(encoding=self.codificacion, newline="") as archivo:
            muestra = archivo.read(_MUESTRA)
        self._salta = delimitador.indicado_por_sep(muestra) is not None
        self.delimitador = separador or delimitador.detectar(muestra)
        if len(self.delimitador) != 1 or self.delimitador in '"\r\n':
            raise ArchivoError(
                tr("«{separador}» no puede separar columnas.").format(separador=self.delimitador),
                tr("Elegir punto y coma, coma, tabulación o barra."),
            )

    def filas(self) -> Iterator[tuple[int, list[Celda]]]:
        """Each record; quoted line ends do not count as rows, as in a spreadsheet. Raises ArchivoError."""
        numero = 0
        with self.ruta.open(encoding=self.codificacion, newline="") as archivo:
            lector = csv.reader(archivo, delimiter=self.delimitador or ";", strict=True)
            try:
                if self._salta:
                    next(lector)
                for numero, fila in enumerate(lector, start=1):
                    yield numero, cast("list[Celda]", fila)
            except csv.Error as error:
                raise ArchivoError(
                    tr("La fila {n} de «{nombre}» tiene comillas sin cerrar o mal puestas.").format(
                        n=numero + 1, nombre=self.nombre
                    ),
                    tr("Corregir las comillas de esa fila, o abrir el archivo en una planilla y guardarlo como .xlsx."),
                ) from error
            except UnicodeError as error:
                raise self._cambio() from error
        if _version(self.ruta) != self._version:
            raise self._cambio()

    def _cambio(self) -> ArchivoError:
        return ArchivoError(
            tr("«{nombre}» cambió mientras se leía.").format(nombre=self.nombre),
            tr("Cerrar el programa que lo está escribiendo y probar otra vez."),
        )


def _version(ruta: Path) -> tuple[int, int]:
    estado = ruta.stat()
    return estado.st_size, estado.st_mtime_ns
