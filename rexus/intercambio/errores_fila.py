"""What is wrong in a file, cell by cell, for the user to correct."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rexus.intercambio.tabla import Celda

_VALOR_MAXIMO = 120
_GUARDADOS = 1_000_000


@dataclass(frozen=True, slots=True)
class ErrorFila:
    """`fila` as the spreadsheet numbers it, `columna` its heading, `valor` what stands there (shortened), `motivo`
    the reason, translated.
    """

    fila: int
    columna: str
    valor: str
    motivo: str


class ListaErrores:
    """All errors in the order of the file. Beyond the first million they are only counted."""

    def __init__(self) -> None:
        self.errores: list[ErrorFila] = []
        self.total = 0

    def agregar(self, nuevos: Iterable[ErrorFila]) -> None:
        """Add errors that come after those added before."""
        for error in nuevos:
            self.total += 1
            if len(self.errores) < _GUARDADOS:
                self.errores.append(error)


def mostrar(celda: Celda) -> str:
    """A cell as an error quotes it: short, on one line, without what cannot be seen."""
    if celda is None:
        return ""
    texto = f"{celda:.15g}" if isinstance(celda, float) else str(celda)
    corto = texto[:_VALOR_MAXIMO]
    corto = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in corto)
    return f"{corto}…" if len(texto) > _VALOR_MAXIMO else corto
