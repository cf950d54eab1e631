"""Whether a row of figures is the sum of what stands above it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from rexus.intercambio.numeros import Convencion, NumeroInvalido, leer_decimal
from rexus.intercambio.tabla import Celda, vacia

# One row alone proves nothing: the next one may need as many.
_SUMANDOS = 2


class Sumas:
    """Adds up the columns of a table row by row, from the beginning and from the last sum."""

    def __init__(self, convencion: Convencion | None) -> None:
        """`convencion` settles the texts that do not prove their own decimal mark."""
        self._convencion = convencion
        self._todo: dict[int, list[Decimal]] = {}
        self._tramo: dict[int, list[Decimal]] = {}

    def agregar(self, fila: Sequence[Celda]) -> None:
        """One more row of the table. Cells that are no number do not count."""
        for columna, celda in enumerate(fila):
            numero = self._numero(celda)
            if numero is not None:
                for sumandos in (self._todo, self._tramo):
                    sumandos.setdefault(columna, []).append(numero)

    def cerrar_tramo(self) -> None:
        """A sum was met: the next one may be of what follows it."""
        self._tramo = {}

    def prueban(self, fila: Sequence[Celda]) -> bool:
        """Whether every cell of `fila` that is not empty is the sum of its column."""
        cifras = {columna: self._numero(celda) for columna, celda in enumerate(fila) if not vacia(celda)}
        return any(
            all(
                len(arriba := sumandos.get(columna, [])) >= _SUMANDOS and sum(arriba) == cifra
                for columna, cifra in cifras.items()
            )
            for sumandos in (self._todo, self._tramo)
        )

    def _numero(self, celda: Celda) -> Decimal | None:
        if isinstance(celda, bool) or vacia(celda):
            return None
        if isinstance(celda, int | float):
            # Beyond 15 digits is the noise of the binary form.
            return Decimal(f"{celda:.15g}") if math.isfinite(celda) else None
        if not isinstance(celda, str):
            return None
        try:
            return leer_decimal(celda, self._convencion)
        except NumeroInvalido:
            return None
