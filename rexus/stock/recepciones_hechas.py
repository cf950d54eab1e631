"""What arrived of a purchase order so far, also what was sent back and why («revisión de materiales»)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import pedidos
from rexus.stock.orm import Lote
from rexus.stock.orm_compras import Recepcion, RecepcionLinea


@dataclass(frozen=True)
class LineaLlegada:
    """Of one article, in pieces: taken in, sent back, and why."""

    codigo: str
    recibidas: Decimal
    rechazadas: Decimal
    motivo: str


@dataclass(frozen=True)
class RecepcionVista:
    """A reception, as the batch `lote_id`; `vigente`: it was not undone."""

    lote_id: int
    fecha: datetime
    remito: str
    usuario: str
    vigente: bool
    lineas: tuple[LineaLlegada, ...]


def de_pedido(work: Work, pedido_id: int) -> list[RecepcionVista]:
    """The receptions of an order, newest first. Raises NoEncontradoError."""
    exigir(work.actor, f"{pedidos.MODULO}.ver")
    codigos = {linea.id: linea.codigo for linea in pedidos.ver(work, pedido_id).lineas}
    por_recepcion: dict[int, list[LineaLlegada]] = {}
    r = RecepcionLinea
    for fila in work.connection.execute(
        select(r.recepcion_id, r.pedido_linea_id, r.recibidas, r.rechazadas, r.motivo)
        .join(Recepcion, Recepcion.id == r.recepcion_id)
        .where(Recepcion.pedido_id == pedido_id)
        .order_by(r.pedido_linea_id)
    ):
        por_recepcion.setdefault(fila.recepcion_id, []).append(
            LineaLlegada(codigos[fila.pedido_linea_id], fila.recibidas, fila.rechazadas, fila.motivo)
        )
    filas = work.connection.execute(
        select(Recepcion.id, Recepcion.lote_id, Recepcion.fecha, Recepcion.remito, Recepcion.usuario, Lote.estado)
        .join(Lote, Lote.id == Recepcion.lote_id)
        .where(Recepcion.pedido_id == pedido_id)
        .order_by(Recepcion.id.desc())
    )
    return [
        RecepcionVista(lote, fecha, remito, usuario, estado == "aplicado", tuple(por_recepcion.get(id_, ())))
        for id_, lote, fecha, remito, usuario, estado in filas
    ]
