"""Changing a purchase order while it is a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select, update

from rexus.base.changes import Change, Result
from rexus.db.validacion import validar
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import libro_reservas, obras, pedidos
from rexus.stock.estado_pedido import BORRADOR
from rexus.stock.fichas import misma_version
from rexus.stock.orm_compras import PedidoCompra, PedidoLinea, PedidoObra
from rexus.stock.pedidos import DatosPedido, FichaPedido, LineaPedida


def editar(
    work: Work,
    pedido_id: int,
    version: int,
    lineas: Sequence[LineaPedida],
    *,
    obras_que_esperan: Sequence[int] = (),
    fecha_prometida: date | str | None = None,
    observaciones: str = "",
) -> Result[FichaPedido]:
    """Give a draft other lines, obras that wait, date and notes; its supplier and number stay.

    Raises ConflictoError for an order that was sent or annulled, or that somebody changed since `version`, and as
    `pedidos.crear`.
    """
    exigir(work.actor, f"{pedidos.MODULO}.modificar")
    datos = validar(DatosPedido, {"fecha_prometida": fecha_prometida, "observaciones": observaciones})
    pedidas = pedidos.lineas_validas(lineas)
    estado = pedidos.bloquear(work, pedido_id)
    if estado != BORRADOR:
        raise pedidos.no_se_puede(work, pedido_id, estado)
    antes = pedidos.ficha(work, pedido_id)
    misma_version(antes.numero, antes.version, version)
    for obra in obras.bloquear(work, tuple(obras_que_esperan)):
        obras.exigir_abierta(obra)
    libro_reservas.exigir_activos(libro_reservas.articulos_bloqueados(work, pedidas).values())
    esperaban = sorted(work.connection.scalars(select(PedidoObra.obra_id).where(PedidoObra.pedido_id == pedido_id)))
    # Nothing has arrived of a draft: its lines are nobody's yet.
    for tabla in (PedidoLinea, PedidoObra):
        work.connection.execute(delete(tabla).where(tabla.pedido_id == pedido_id))
    pedidos.escribir_lineas(work, pedido_id, pedidas, obras_que_esperan)
    work.connection.execute(
        update(PedidoCompra).where(PedidoCompra.id == pedido_id).values(**datos, version=PedidoCompra.version + 1)
    )
    work.anotar(
        pedidos.MODULO, "editar", "pedidos_compra", pedido_id,
        antes={
            "fecha_prometida": antes.fecha_prometida, "observaciones": antes.observaciones, "obras": esperaban,
            "lineas": [[x.clase, x.articulo_id, x.cantidad, x.precio] for x in antes.lineas],
        },
        despues={
            **datos, "obras": sorted(set(obras_que_esperan)),
            "lineas": [[clase, id_, cantidad, precio] for (clase, id_), (cantidad, precio) in pedidas.items()],
        },
    )  # fmt: skip
    return Result(pedidos.ficha(work, pedido_id), Change.of("pedido", ids=(pedido_id,)))
