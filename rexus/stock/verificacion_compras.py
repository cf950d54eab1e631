"""The part of the proof that is about buying: an order stands as its receptions say, and these are in the ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, literal, select, union_all

from rexus.base.text import tr
from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.stock import clases, estado_pedido
from rexus.stock.clases import Clase
from rexus.stock.diferencias import Diferencia, codigo_de
from rexus.stock.estado_pedido import ANULADA, BORRADOR, ENVIADA, PARCIAL, RECIBIDA
from rexus.stock.orm import Lote, Movimiento
from rexus.stock.orm_compras import PedidoCompra, PedidoLinea, Recepcion, RecepcionLinea
from rexus.stock.pedidos import rotulos


def diferencias(work: Work) -> list[Diferencia]:
    """Everything about orders that does not add up."""
    halladas = [*_estados(work), *_recibido(work)]
    for clase in clases.todas():
        halladas += _sin_articulo(work, clase)
    return halladas


def _estados(work: Work) -> list[Diferencia]:
    """The state of an order is stored, and follows from its lines; one that was annulled keeps what had come."""
    r = estado_pedido.recibido()
    por_llegar = func.sum(estado_pedido.pendiente_de_linea(r), type_=Cantidad)
    llegadas = func.coalesce(func.sum(r.c.recibidas), 0, type_=Cantidad)
    filas = work.connection.execute(
        select(PedidoCompra.id, PedidoCompra.numero, PedidoCompra.estado, por_llegar, llegadas)
        .outerjoin(PedidoLinea, PedidoLinea.pedido_id == PedidoCompra.id)
        .outerjoin(r, r.c.linea_id == PedidoLinea.id)
        .where(PedidoCompra.estado != ANULADA)
        .group_by(PedidoCompra.id, PedidoCompra.numero, PedidoCompra.estado)
    )
    palabras = rotulos()
    halladas = []
    for id_, numero, estado, faltan, recibidas in filas:
        debe = RECIBIDA if not faltan else PARCIAL if recibidas else ENVIADA
        if estado != debe and not (estado == BORRADOR and debe == ENVIADA):
            regla = tr("figura «{estado}», y por lo que se recibió es «{debe}»").format(
                estado=palabras[estado], debe=palabras[debe]
            )
            halladas.append(Diferencia(regla, "pedido", id_, numero, "", 0, recibidas or Decimal(0), recibidas))
    return halladas


def _recibido(work: Work) -> list[Diferencia]:
    """What receptions say came in is what the ledger says; of one that was undone nothing is left."""
    cero = literal(0, Cantidad)
    dicho = (
        select(
            Recepcion.lote_id.label("lote_id"),
            PedidoLinea.clase.label("clase"),
            PedidoLinea.articulo_id.label("articulo_id"),
            case((Lote.estado == "aplicado", RecepcionLinea.recibidas), else_=0).label("d"),
            cero.label("m"),
        )
        .join(RecepcionLinea, RecepcionLinea.recepcion_id == Recepcion.id)
        .join(PedidoLinea, PedidoLinea.id == RecepcionLinea.pedido_linea_id)
        .join(Lote, Lote.id == Recepcion.lote_id)
    )
    movido = select(
        Movimiento.lote_id, Movimiento.clase, Movimiento.articulo_id, cero.label("d"), Movimiento.cantidad.label("m")
    ).where(Movimiento.lote_id.in_(select(Recepcion.lote_id)))
    todo = union_all(dicho, movido).subquery()
    claves = (todo.c.lote_id, todo.c.clase, todo.c.articulo_id)
    d, m = func.sum(todo.c.d, type_=Cantidad), func.sum(todo.c.m, type_=Cantidad)
    distintas: Any = work.connection.execute(
        select(*claves, d, m).group_by(*claves).having(func.sum(todo.c.d) != func.sum(todo.c.m))
    ).all()
    return [
        Diferencia(
            tr("recibido del pedido {numero}").format(numero=_numero(work, lote_id)),
            clase,
            articulo_id,
            codigo_de(work, clase, articulo_id),
            "",
            0,
            movidas,
            dichas,
        )
        for lote_id, clase, articulo_id, dichas, movidas in distintas
    ]


def _sin_articulo(work: Work, clase: Clase) -> list[Diferencia]:
    """A line of an order whose article is not there any more."""
    orm = clase.orm
    filas: Any = work.connection.execute(
        select(PedidoCompra.numero, PedidoLinea.articulo_id, PedidoLinea.cantidad)
        .join(PedidoCompra, PedidoCompra.id == PedidoLinea.pedido_id)
        .outerjoin(orm, orm.id == PedidoLinea.articulo_id)
        .where(PedidoLinea.clase == clase.nombre, orm.id.is_(None))
    )
    return [
        Diferencia(
            tr("artículo que falta, y que figura en el pedido {numero}").format(numero=numero),
            clase.nombre,
            id_,
            f"#{id_}",
            "",
            0,
            cuantas,
            Decimal(0),
        )
        for numero, id_, cuantas in filas
    ]


def _numero(work: Work, lote_id: int) -> str:
    de_lote = select(Recepcion.pedido_id).where(Recepcion.lote_id == lote_id).scalar_subquery()
    return work.connection.scalar(select(PedidoCompra.numero).where(PedidoCompra.id == de_lote)) or f"#{lote_id}"
