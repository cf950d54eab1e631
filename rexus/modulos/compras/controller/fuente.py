"""Where the rows of the three tabs come from. Each question reads all of them: what is missing is decided together,
orders and suppliers are few. The `known` of a source is what it read last; whole values are put in place at once, since
the screen's thread reads them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from rexus.base.progress import Avance
from rexus.modulos.compras import faltantes_table, pedidos_table, proveedores_table
from rexus.modulos.compras.model import ComprasModel
from rexus.stock.estado_pedido import BORRADOR, EN_CAMINO
from rexus.stock.faltantes import Faltante
from rexus.stock.pedidos import ResumenPedido
from rexus.stock.proveedores import FichaProveedor
from rexus.ui.few_rows import FewRows

_OPEN = (BORRADOR, *EN_CAMINO)


class MissingRows:
    """A `RowSource` of what is missing. `every` is all of it for those obras, `shown` what passes the filters."""

    def __init__(self, model: ComprasModel) -> None:
        self._model = model
        self._asked = faltantes_table.Asked()
        self.known: dict[int, Faltante] = {}
        self.every: list[Faltante] = []
        self.shown: list[Faltante] = []

    def first(self, query: faltantes_table.Asked, limit: int, avance: Avance) -> Sequence[faltantes_table.Line]:
        """The first rows in order."""
        return self._read(query)[:limit]

    def index(self, query: faltantes_table.Asked, avance: Avance) -> array[int]:
        """The ids of the whole result in order."""
        return array("q", (line.id for line in self._read(query)))

    def rows(self, ids: Sequence[int]) -> Sequence[faltantes_table.Line]:
        """The rows of those ids, as they are now."""
        wanted = set(ids)
        return [line for line in self._read(self._asked) if line.id in wanted]

    def _read(self, query: faltantes_table.Asked) -> list[faltantes_table.Line]:
        every = self._model.faltantes(query.obras, con_minimos=query.minimos)
        shown = faltantes_table.chosen(every, query)
        self.known = {faltantes_table.id_of(f.clase, f.articulo_id): f for f in every}
        self.every, self.shown, self._asked = every, shown, query
        return faltantes_table.lines(shown, query)


def order_rows(model: ComprasModel, zona: tzinfo) -> FewRows[ResumenPedido]:
    """Orders; those that ended only where they are asked for."""
    return FewRows(
        lambda query: model.pedidos(() if query.ended else _OPEN),
        lambda every, query: pedidos_table.chosen(every, query, datetime.now(UTC), zona),
        lambda pedido: pedidos_table.row(pedido, datetime.now(UTC), zona),
    )


def supplier_rows(model: ComprasModel) -> FewRows[FichaProveedor]:
    """Suppliers."""
    return FewRows(lambda _query: model.proveedores(), proveedores_table.chosen, proveedores_table.row)
