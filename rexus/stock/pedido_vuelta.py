"""A purchase order that was not sent after all: a draft again."""

from __future__ import annotations

from sqlalchemy import select

from rexus.base.changes import Change, Result
from rexus.base.errors import ConflictoError
from rexus.base.text import tr
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import pedidos
from rexus.stock.estado_pedido import BORRADOR, ENVIADA
from rexus.stock.orm_compras import Recepcion
from rexus.stock.pedidos import MODULO, FichaPedido


def volver_a_borrador(work: Work, pedido_id: int) -> Result[FichaPedido]:
    """Undo `pedidos.enviar`: it is on order no more, and can be edited.

    Raises ConflictoError in any other state and when anything ever arrived of it, even if that was undone: what a
    reception names stays as it was. NoEncontradoError.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    estado = pedidos.bloquear(work, pedido_id)
    if estado != ENVIADA:
        raise pedidos.no_se_puede(work, pedido_id, estado)
    if work.connection.scalar(select(Recepcion.id).where(Recepcion.pedido_id == pedido_id).limit(1)) is not None:
        raise ConflictoError(
            tr("De {numero} ya se registró una recepción: no vuelve a borrador. No se cambió nada.").format(
                numero=pedidos.ficha(work, pedido_id).numero
            ),
            tr("Anularlo, si no va a llegar nada más."),
        )
    pedidos.pasar(work, pedido_id, estado, BORRADOR, fecha_envio=None)
    return Result(pedidos.ficha(work, pedido_id), Change.of("pedido", ids=(pedido_id,)))
