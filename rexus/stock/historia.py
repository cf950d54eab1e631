"""Which articles have a history (DOMAIN rule 7), and which were given something by people: neither is just deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import CompoundSelect, Select, select, union

from rexus.stock.orm import Movimiento
from rexus.stock.orm_articulos import ArticuloImagen, Kit, KitParte
from rexus.stock.orm_compras import ArticuloProveedor, PedidoLinea
from rexus.stock.orm_obras import Requerimiento, ReservaAsiento

_HISTORIA: Final[tuple[Any, ...]] = (Movimiento, Requerimiento, ReservaAsiento, PedidoLinea)
# None of them raises the article's version.
_DADO: Final[tuple[Any, ...]] = (ArticuloProveedor, ArticuloImagen)


def con_historia(clase: str, articulo_id: int) -> CompoundSelect[Any]:
    """The article's id if it moved, if an obra needs or held it, or if it was ordered; no row otherwise."""
    return union(*_que_nombran(clase, articulo_id, _HISTORIA))


def en_uso(clase: str, articulo_id: int | None = None) -> CompoundSelect[Any]:
    """The ids of a class's articles that something rests on, or of one of them.

    They have a history, a supplier's price, a picture, or are part of a kit. Whoever takes an import back asks this:
    what was acknowledged since would go with an article that the import made.
    """
    en_kits = (
        select(KitParte.articulo_id)
        .join(Kit, Kit.id == KitParte.kit_id)
        .where(Kit.clase == clase, KitParte.articulo_id.is_not(None))
    )
    if articulo_id is not None:
        en_kits = en_kits.where(KitParte.articulo_id == articulo_id)
    return union(*_que_nombran(clase, articulo_id, (*_HISTORIA, *_DADO)), en_kits)


def _que_nombran(clase: str, articulo_id: int | None, tablas: Sequence[Any]) -> list[Select[Any]]:
    partes = [select(t.articulo_id).where(t.clase == clase) for t in tablas]
    if articulo_id is not None:
        partes = [parte.where(t.articulo_id == articulo_id) for parte, t in zip(partes, tablas, strict=True)]
    return partes
