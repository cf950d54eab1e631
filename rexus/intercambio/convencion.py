"""The decimal mark of a whole file: what the texts of its numeric columns prove."""

from __future__ import annotations

from collections.abc import Iterable

from rexus.intercambio.numeros import Convencion, convencion_probada
from rexus.intercambio.tabla import Celda


class Evidencia:
    """Collects what number texts prove. `convencion` is None without proof, and with proof of both marks."""

    def __init__(self) -> None:
        self._probadas: set[Convencion] = set()

    def mirar(self, columna: Iterable[Celda]) -> None:
        """Look at the cells of one numeric column."""
        for celda in set(columna):
            # Without a mark there is nothing to prove; most cells leave here.
            if isinstance(celda, str) and ("," in celda or "." in celda):
                probada = convencion_probada(celda)
                if probada is not None:
                    self._probadas.add(probada)

    @property
    def contradictoria(self) -> bool:
        """Whether some texts prove the comma and others the dot."""
        return len(self._probadas) > 1

    @property
    def convencion(self) -> Convencion | None:
        """The mark that all evidence agrees on."""
        return next(iter(self._probadas)) if len(self._probadas) == 1 else None
