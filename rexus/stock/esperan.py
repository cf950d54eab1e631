"""Which obras wait for goods: those that are open, and what each of them still lacks of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import and_, func, select

from rexus.db.lists import entre
from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock.estado_pedido import EN_CAMINO
from rexus.stock.estados_obra import ABIERTAS
from rexus.stock.orm import Movimiento
from rexus.stock.orm_compras import PedidoCompra, PedidoObra
from rexus.stock.orm_obras import Obra, Requerimiento, Reserva
from rexus.stock.pedir import faltan, pendiente

MODULO = "compras"


@dataclass(frozen=True)
class ObraAbierta:
    """An obra that may need something."""

    id: int
    codigo: str
    nombre: str
    fecha_entrega: date | None


@dataclass(frozen=True)
class Espera:
    """What an obra still has to get of an article, and what of that is not set apart for it, in pieces."""

    obra_id: int
    obra: str
    nombre: str
    fecha_entrega: date | None
    pendiente: Decimal
    faltan: Decimal


def obras_abiertas(work: Work) -> list[ObraAbierta]:
    """The obras that are not ended, those delivered first first."""
    exigir(work.actor, f"{MODULO}.ver")
    filas = work.connection.execute(
        select(Obra.id, Obra.codigo, Obra.nombre, Obra.fecha_entrega).where(Obra.estado.in_(ABIERTAS))
    )
    return sorted((ObraAbierta(*fila) for fila in filas), key=lambda o: (o.fecha_entrega or date.max, o.codigo))


def pedidos_para(work: Work, obra_id: int) -> list[str]:
    """The numbers of the orders on their way that an obra waits for, oldest first."""
    exigir(work.actor, "obras.ver")
    consulta = (
        select(PedidoCompra.numero)
        .join(PedidoObra, PedidoObra.pedido_id == PedidoCompra.id)
        .where(PedidoObra.obra_id == obra_id, PedidoCompra.estado.in_(EN_CAMINO))
        .order_by(PedidoCompra.id)
    )
    return list(work.connection.scalars(consulta))


def quien_espera(work: Work, clase: str, articulo_id: int, obras: Sequence[int] | None = None) -> list[Espera]:
    """The open obras that still have to get some of it, those delivered first first; of `obras` if they are given."""
    exigir(work.actor, f"{MODULO}.ver")
    movido = func.coalesce(func.sum(Movimiento.cantidad, type_=Cantidad), 0, type_=Cantidad)
    consulta = (
        select(
            Obra.id, Obra.codigo, Obra.nombre, Obra.fecha_entrega, Requerimiento.necesarias,
            select(movido)
            .where(
                Movimiento.obra_id == Obra.id, Movimiento.clase == clase, Movimiento.articulo_id == articulo_id,
                Movimiento.longitud_mm == 0,
            )
            .scalar_subquery().label("movido"),
            func.coalesce(Reserva.cantidad, 0, type_=Cantidad).label("reservado"),
        )
        .join(Requerimiento, Requerimiento.obra_id == Obra.id)
        .outerjoin(
            Reserva,
            and_(Reserva.obra_id == Obra.id, Reserva.clase == clase, Reserva.articulo_id == articulo_id),
        )
        .where(Requerimiento.clase == clase, Requerimiento.articulo_id == articulo_id, Obra.estado.in_(ABIERTAS))
    )  # fmt: skip
    if obras is not None:
        consulta = consulta.where(entre(Obra.id, sorted(set(obras))))
    esperan = []
    for id_, codigo, nombre, entrega, necesarias, salido, reservado in work.connection.execute(consulta):
        # What was given out is counted below zero: the sum of the movements.
        resta = pendiente(necesarias, -salido)
        if resta:
            esperan.append(Espera(id_, codigo, nombre, entrega, resta, faltan(resta, reservado)))
    return sorted(esperan, key=lambda e: (e.fecha_entrega or date.max, e.obra))
