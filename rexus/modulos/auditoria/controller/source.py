"""Where the rows of the table come from."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from rexus.base.progress import Avance
from rexus.modulos.auditoria.domain import Pedido
from rexus.modulos.auditoria.model import AuditoriaModel
from rexus.ui.eventos import tabla
from rexus.ui.eventos.tabla import FilaEvento


class EventRows:
    """A `RowSource` over a trail of any length."""

    def __init__(self, model: AuditoriaModel) -> None:
        self._model = model

    def first(self, query: Pedido, limit: int, avance: Avance) -> Sequence[FilaEvento]:
        """The newest events."""
        return tabla.filas(self._model.ver(self._model.filtro(query), limit))

    def index(self, query: Pedido, avance: Avance) -> array[int]:
        """The numbers of the whole result, newest first."""
        return self._model.indice(self._model.filtro(query), avance)

    def rows(self, ids: Sequence[int]) -> Sequence[FilaEvento]:
        """The events of those numbers; without those archived meanwhile."""
        return tabla.filas(self._model.filas(ids))
