"""A spreadsheet or CSV as rows of cells, whatever its format: what the readers give and the analysis takes."""

from __future__ import annotations

import abc
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import TracebackType
from typing import Literal

Formato = Literal["csv", "xlsx", "xls", "ods"]
Celda = str | int | float | bool | date | datetime | time | timedelta | None
"""An empty cell is None or an empty text. Spreadsheets give their numbers as float."""

Rango = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of merged cells; rows as the user counts them from 1, columns from 0."""


class Tabla(abc.ABC):
    """One sheet. Close it, or use it as a context manager; its rows can be read any number of times.

    `codificacion` and `delimitador` are of CSV alone; `hojas` are all sheets of the file, `hoja` the one read.
    """

    formato: Formato
    codificacion: str | None = None
    delimitador: str | None = None
    hojas: tuple[str, ...] = ()
    hoja: str | None = None

    def __init__(self, ruta: Path) -> None:
        self.ruta = ruta

    @property
    def nombre(self) -> str:
        """The file's name without its folder."""
        return self.ruta.name

    @abc.abstractmethod
    def filas(self) -> Iterator[tuple[int, list[Celda]]]:
        """Each row with its number as a spreadsheet shows it, from 1. Rows may differ in length.

        Raises ArchivoError when the file cannot be read to its end.
        """

    def combinadas(self) -> list[Rango]:
        """The merged cells, where the format has them. Only the first cell of each holds its value."""
        return []

    def muestra(self, cuantas: int = 30) -> list[tuple[int, list[Celda]]]:
        """The first rows, for a preview and to find the headings."""
        primeras: list[tuple[int, list[Celda]]] = []
        for fila in self.filas():
            primeras.append(fila)
            if len(primeras) == cuantas:
                break
        return primeras

    def cerrar(self) -> None:  # noqa: B027 - a table that holds nothing has nothing to close
        """Let the file go. May be called twice."""

    def __enter__(self) -> Tabla:
        return self

    def __exit__(
        self, tipo: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.cerrar()


def vacia(celda: Celda) -> bool:
    """Whether the cell holds nothing. The mark that DOS programs put at the end of a file is nothing."""
    if isinstance(celda, str):
        return not celda or celda.isspace() or celda == "\x1a"
    return celda is None
