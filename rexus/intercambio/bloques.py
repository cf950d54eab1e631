"""The data rows of a table, block by block and turned into columns: a column is converted many times faster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from rexus.intercambio.tabla import Celda, Tabla, vacia

TAMANO = 2_000


@dataclass(frozen=True)
class Bloque:
    """Rows that are not empty: their numbers, and their cells by column."""

    numeros: list[int]
    filas: list[list[Celda]]

    def columnas(self, indices: Sequence[int]) -> list[Sequence[Celda]]:
        """The cells of the columns asked for; None where a row ends before."""
        todas = list(zip_longest(*self.filas))
        nada = (None,) * len(self.filas)
        return [todas[i] if i < len(todas) else nada for i in indices]


def bloques(tabla: Tabla, despues_de: int) -> Iterator[Bloque]:
    """The rows below row `despues_de`. Raises ArchivoError like `Tabla.filas`."""
    filas = islice(tabla.filas(), despues_de, None)
    while tanda := list(islice(filas, TAMANO)):
        llenas = [par for par in tanda if not all(map(vacia, par[1]))]
        if llenas:
            yield Bloque([n for n, _ in llenas], [fila for _, fila in llenas])
