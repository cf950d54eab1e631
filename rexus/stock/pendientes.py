"""What needs somebody's attention today: articles below their minimum, orders that should have come. One query each.

The obras that lack material: `obras_detenidas`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from decimal import Decimal

from sqlalchemy import case, func, select, true

from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock.clases import clase_de
from rexus.stock.estado_pedido import EN_CAMINO
from rexus.stock.orm_compras import PedidoCompra, Proveedor


@dataclass(frozen=True)
class ArticuloBajo:
    """An article of which there are fewer pieces than its minimum. `descripcion` is what it is, in one line."""

    id: int
    codigo: str
    descripcion: str
    stock_actual: Decimal
    stock_minimo: Decimal


@dataclass(frozen=True)
class BajoMinimo:
    """How many active articles of a class are below their minimum, and the worst of them."""

    clase: str
    cuantos: int
    peores: tuple[ArticuloBajo, ...]


@dataclass(frozen=True)
class PedidoAtrasado:
    """An order that was expected on `esperado` and has not come whole."""

    id: int
    numero: str
    proveedor: str
    estado: str
    esperado: date
    dias: int


def bajo_minimo(work: Work, clase: str, cuantos: int = 5) -> BajoMinimo:
    """Of which active articles there is less than the minimum; the worst are those without stock, then those that lack
    the most pieces."""
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.ver")
    orm = c.orm
    filas = work.connection.execute(
        select(orm.id, orm.codigo, getattr(orm, c.titular), orm.stock_actual, orm.stock_minimo, func.count().over())
        .where(orm.activo == true(), orm.stock_actual < orm.stock_minimo)
        .order_by(
            case((orm.stock_actual > 0, 1), else_=0), (orm.stock_minimo - orm.stock_actual).desc(), orm.codigo, orm.id
        )
        .limit(cuantos)
    ).all()
    return BajoMinimo(clase, filas[0][-1] if filas else 0, tuple(ArticuloBajo(*fila[:-1]) for fila in filas))


def pedidos_atrasados(work: Work, zona: tzinfo) -> list[PedidoAtrasado]:
    """The orders that should have come before today in the workshop's zone, the latest first.

    An order is expected on the promised date; failing that, the supplier's delivery days after it was sent. Without
    either nobody knows when it is late.
    """
    exigir(work.actor, "compras.ver")
    hoy = work.now().astimezone(zona).date()
    filas = work.connection.execute(
        select(
            PedidoCompra.id,
            PedidoCompra.numero,
            Proveedor.nombre,
            PedidoCompra.estado,
            PedidoCompra.fecha_prometida,
            PedidoCompra.fecha_envio,
            Proveedor.dias_entrega,
        )
        .join(Proveedor, Proveedor.id == PedidoCompra.proveedor_id)
        .where(PedidoCompra.estado.in_(EN_CAMINO))
    )
    atrasados = []
    for id_, numero, proveedor, estado, prometida, enviado, dias in filas:
        esperado = prometida
        if esperado is None and enviado is not None and dias:
            esperado = enviado.astimezone(zona).date() + timedelta(days=dias)
        if esperado is not None and esperado < hoy:
            atrasados.append(PedidoAtrasado(id_, numero, proveedor, estado, esperado, (hoy - esperado).days))
    return sorted(atrasados, key=lambda pedido: (pedido.esperado, pedido.numero))
