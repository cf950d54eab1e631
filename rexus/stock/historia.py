"""Which articles have a history: what names them once keeps them (DOMAIN rule 7)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CompoundSelect, select, union

from rexus.stock.orm import Movimiento
from rexus.stock.orm_compras import ArticuloProveedor, PedidoLinea
from rexus.stock.orm_obras import Requerimiento, ReservaAsiento


def con_historia(clase: str, articulo_id: int | None = None) -> CompoundSelect[Any]:
    """The ids of a class's articles that moved, that an obra needs or held, or that were ordered; or of one of them.

    Of all of them also those that a supplier is said to sell: nothing may be left that names an article that is gone.
    """
    tablas: list[Any] = [Movimiento, Requerimiento, ReservaAsiento, PedidoLinea]
    if articulo_id is None:
        tablas.append(ArticuloProveedor)
    partes = [select(t.articulo_id).where(t.clase == clase) for t in tablas]
    if articulo_id is not None:
        partes = [parte.where(t.articulo_id == articulo_id) for parte, t in zip(partes, tablas, strict=True)]
    return union(*partes)
