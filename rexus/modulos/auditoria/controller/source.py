"""Where the rows of the table come from."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from rexus.base.progress import Avance
from rexus.modulos.auditoria.domain import Pedido
from rexus.modulos.auditoria.model import AuditoriaModel
from rexus.ui.eventos.fuente import Eventos
from rexus.ui.eventos.tabla import FilaEvento


class EventRows:
    """A `RowSource` that is asked as people ask: a `Pedido`."""

    def __init__(self, model: AuditoriaModel) -> None:
        self._model = model
        self._eventos = Eventos(model)

    def first(self, query: Pedido, limit: int, avance: Avance) -> Sequence[FilaEvento]:
        """The newest events."""
        return self._eventos.first(self._model.filtro(query), limit, avance)

    def index(self, query: Pedido, avance: Avance) -> array[int]:
        """The numbers of the whole result, newest first."""
        return self._eventos.index(self._model.filtro(query), avance)

    def rows(self, ids: Sequence[int]) -> Sequence[FilaEvento]:
        """The events of those numbers."""
        return self._eventos.rows(ids)
