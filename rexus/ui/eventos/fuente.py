"""Where the rows of a table of events come from."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from rexus.auditoria import Auditoria, Filtro
from rexus.base.progress import Avance
from rexus.ui.eventos import tabla
from rexus.ui.eventos.tabla import FilaEvento


class Eventos:
    """A `RowSource` over a trail of any length; asked with a `Filtro`."""

    def __init__(self, auditoria: Auditoria) -> None:
        self._auditoria = auditoria

    def first(self, query: Filtro, limit: int, avance: Avance) -> Sequence[FilaEvento]:
        """The newest events."""
        return tabla.filas(self._auditoria.ver(query, limit))

    def index(self, query: Filtro, avance: Avance) -> array[int]:
        """The numbers of the whole result, newest first."""
        return self._auditoria.indice(query, avance)

    def rows(self, ids: Sequence[int]) -> Sequence[FilaEvento]:
        """The events of those numbers; without those archived meanwhile."""
        return tabla.filas(self._auditoria.filas(ids))
