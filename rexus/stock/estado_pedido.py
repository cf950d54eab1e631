"""A purchase order's lines with what arrived of them, and the state that follows. Parts of operations on orders."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import case, func, select, update

from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.stock.orm import Lote
from rexus.stock.orm_compras import PedidoCompra, PedidoLinea, Recepcion, RecepcionLinea

BORRADOR: Final = "borrador"
ENVIADA: Final = "enviada"
PARCIAL: Final = "recibida_parcial"
RECIBIDA: Final = "recibida"
ANULADA: Final = "anulada"
#: What is on its way.
EN_CAMINO: Final = (ENVIADA, PARCIAL)


@dataclass(frozen=True)
class LineaDePedido:
    """A line of an order, in pieces; `rechazadas` were sent back and are still due."""

    id: int
    clase: str
    articulo_id: int
    cantidad: Decimal
    precio: Decimal
    recibidas: Decimal
    rechazadas: Decimal

    @property
    def pendiente(self) -> Decimal:
        """Ordered and not taken in yet."""
        return max(Decimal(0), self.cantidad - self.recibidas)


def recibido() -> Any:
    """As a subquery: id of the line, pieces taken in and sent back, of the receptions that hold."""
    r = RecepcionLinea
    return (
        select(
            r.pedido_linea_id.label("linea_id"),
            func.sum(r.recibidas, type_=Cantidad).label("recibidas"),
            func.sum(r.rechazadas, type_=Cantidad).label("rechazadas"),
        )
        .join(Recepcion, Recepcion.id == r.recepcion_id)
        .join(Lote, Lote.id == Recepcion.lote_id)
        .where(Lote.estado == "aplicado")
        .group_by(r.pedido_linea_id)
        .subquery()
    )


def lineas(work: Work, pedido_id: int) -> list[LineaDePedido]:
    """An order's lines, in the order in which they were written."""
    r = recibido()
    cero = Decimal(0)
    filas = work.connection.execute(
        select(
            PedidoLinea.id,
            PedidoLinea.clase,
            PedidoLinea.articulo_id,
            PedidoLinea.cantidad,
            PedidoLinea.precio,
            r.c.recibidas,
            r.c.rechazadas,
        )
        .outerjoin(r, r.c.linea_id == PedidoLinea.id)
        .where(PedidoLinea.pedido_id == pedido_id)
        .order_by(PedidoLinea.id)
    )
    return [
        LineaDePedido(id_, clase, articulo, cantidad, precio, recibidas or cero, rechazadas or cero)
        for id_, clase, articulo, cantidad, precio, recibidas, rechazadas in filas
    ]


def pendiente_de_linea(r: Any) -> Any:
    """In SQL: what of a line is still to come, never below zero; `r` is `recibido()`, joined from outside."""
    tomadas = func.coalesce(r.c.recibidas, 0, type_=Cantidad)
    cantidad: Any = PedidoLinea.cantidad
    return case((cantidad > tomadas, cantidad - tomadas), else_=0)


def segun(pedidas: list[LineaDePedido]) -> str:
    """The state of an order that was sent, by what arrived."""
    if all(not linea.pendiente for linea in pedidas):
        return RECIBIDA
    return PARCIAL if any(linea.recibidas for linea in pedidas) else ENVIADA


def actualizar(work: Work, pedido_id: int) -> str:
    """Store the state that follows from the lines, unless the order was annulled. The caller has locked it."""
    antes: str = work.connection.execute(select(PedidoCompra.estado).where(PedidoCompra.id == pedido_id)).scalar_one()
    if antes == ANULADA:
        return antes
    ahora = segun(lineas(work, pedido_id))
    if ahora != antes:
        work.connection.execute(
            update(PedidoCompra)
            .where(PedidoCompra.id == pedido_id)
            .values(estado=ahora, version=PedidoCompra.version + 1)
        )
    return ahora
