"""Where the rows of a table of events come from."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from rexus.auditoria import Auditoria, Filtro
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.ui.eventos import tabla
from rexus.ui.eventos.tabla import FilaEvento

log = get_logger(__name__)

# What reading says of a column that holds no value of its kind, such as a moment that is none.
_NO_ES_UN_VALOR = (ValueError, TypeError, OverflowError)


class Eventos:
    """A `RowSource` over a trail of any length; asked with a `Filtro`.

    Who writes into the trail past Rexus must not be able to hide it: an event that cannot be read is a row of its own,
    and those around it show.
    """

    def __init__(self, auditoria: Auditoria) -> None:
        self._auditoria = auditoria

    def first(self, query: Filtro, limit: int, avance: Avance) -> Sequence[FilaEvento]:
        """The newest events."""
        try:
            return tabla.filas(self._auditoria.ver(query, limit))
        except _NO_ES_UN_VALOR:
            return self.rows(self.index(query, avance)[:limit])

    def index(self, query: Filtro, avance: Avance) -> array[int]:
        """The numbers of the whole result, newest first."""
        return self._auditoria.indice(query, avance)

    def rows(self, ids: Sequence[int]) -> Sequence[FilaEvento]:
        """The events of those numbers; without those archived meanwhile."""
        try:
            return tabla.filas(self._auditoria.filas(ids))
        except _NO_ES_UN_VALOR as error:
            if len(ids) == 1:
                log.warning("event %d of the audit trail cannot be read: %s", ids[0], error)
                return [tabla.ilegible(ids[0])]
            middle = len(ids) // 2
            return [*self.rows(ids[:middle]), *self.rows(ids[middle:])]
