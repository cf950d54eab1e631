"""The query of what is missing: every article of which any may be, with all the figures that decide it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, true

from rexus.db.lists import entre
from rexus.db.types import Cantidad, Dinero
from rexus.stock import estado_pedido
from rexus.stock.clases import Clase
from rexus.stock.estado_pedido import BORRADOR, EN_CAMINO
from rexus.stock.estados_obra import ABIERTAS
from rexus.stock.orm import Existencia, Movimiento
from rexus.stock.orm_compras import ArticuloProveedor, PedidoCompra, PedidoLinea, Proveedor
from rexus.stock.orm_obras import Obra, Requerimiento, Reserva


def consulta(clase: Clase, obras: Sequence[int] | None, *, con_minimos: bool) -> Select[Any]:
    """The query: every article of a class of which any may be missing, with all the figures that decide it."""
    orm: Any = clase.orm
    pedidas = _pedidas(clase, obras)
    reservadas = _reservadas(clase, obras)
    camino = en_camino(clase)
    borradores = _en_pedidos(clase, (BORRADOR,))
    retazos = _retazos(clase)
    ap: Any = ArticuloProveedor
    pendiente = func.coalesce(pedidas.c.pendiente, 0, type_=Cantidad)
    reservado = func.coalesce(reservadas.c.reservado, 0, type_=Cantidad)
    en_pedido = func.coalesce(camino.c.piezas, 0, type_=Cantidad)
    necesita: Any = pendiente + orm.stock_minimo if con_minimos else pendiente
    falta: ColumnElement[bool] = necesita > reservado + (orm.stock_actual - orm.stock_reservado) + en_pedido
    posibles = or_(pedidas.c.id.is_not(None), orm.stock_minimo > 0) if con_minimos else pedidas.c.id.is_not(None)
    return (
        select(
            orm.id,
            orm.codigo,
            getattr(orm, clase.titular),
            func.coalesce(pedidas.c.necesarias, 0, type_=Cantidad).label("necesarias"),
            pendiente.label("pendiente"),
            reservado.label("reservado"),
            orm.stock_actual,
            orm.stock_reservado,
            orm.stock_minimo,
            en_pedido.label("en_pedido"),
            func.coalesce(borradores.c.piezas, 0, type_=Cantidad).label("en_borrador"),
            orm.ped_min,
            orm.emba,
            orm.proveedor,
            precio_de(orm).label("precio"),
            ap.proveedor_id,
            Proveedor.nombre.label("preferido"),
            ap.ped_min.label("su_ped_min"),
            ap.emba.label("su_emba"),
            ap.precio.label("su_precio"),
            func.coalesce(retazos.c.retazos, 0, type_=Cantidad).label("retazos"),
        )
        .outerjoin(pedidas, pedidas.c.id == orm.id)
        .outerjoin(reservadas, reservadas.c.id == orm.id)
        .outerjoin(camino, camino.c.id == orm.id)
        .outerjoin(borradores, borradores.c.id == orm.id)
        .outerjoin(retazos, retazos.c.id == orm.id)
        .outerjoin(ap, and_(ap.clase == clase.nombre, ap.articulo_id == orm.id, ap.preferido == true()))
        .outerjoin(Proveedor, Proveedor.id == ap.proveedor_id)
        .where(posibles, falta, orm.activo == true())
    )


def precio_de(orm: Any) -> Any:
    """The column that holds what one piece costs; each catalogue calls it otherwise."""
    for nombre in ("importe", "precio_unitario"):
        if hasattr(orm, nombre):
            return getattr(orm, nombre)
    return literal(0, Dinero)


def _de_obras(columna: Any, obras: Sequence[int] | None) -> ColumnElement[bool]:
    # One that is ended needs nothing, also when it is asked for by name.
    abiertas = select(Obra.id).where(Obra.estado.in_(ABIERTAS))
    if obras is not None:
        abiertas = abiertas.where(entre(Obra.id, sorted(set(obras))))
    suya: ColumnElement[bool] = columna.in_(abiertas)
    return suya


def _pedidas(clase: Clase, obras: Sequence[int] | None) -> Any:
    """By article: what the obras need, and what they still have to get, each counted by itself."""
    dado = (
        select(
            Movimiento.obra_id,
            Movimiento.articulo_id,
            func.sum(Movimiento.cantidad, type_=Cantidad).label("movido"),
        )
        .where(
            Movimiento.clase == clase.nombre,
            Movimiento.longitud_mm == 0,
            Movimiento.obra_id.is_not(None),
            _de_obras(Movimiento.obra_id, obras),
        )
        .group_by(Movimiento.obra_id, Movimiento.articulo_id)
        .subquery()
    )
    # What was given out is counted below zero: the sum of the movements.
    resto = Requerimiento.necesarias + func.coalesce(dado.c.movido, 0, type_=Cantidad)
    return (
        select(
            Requerimiento.articulo_id.label("id"),
            func.sum(Requerimiento.necesarias, type_=Cantidad).label("necesarias"),
            func.sum(case((resto > 0, resto), else_=0), type_=Cantidad).label("pendiente"),
        )
        .outerjoin(
            dado,
            and_(dado.c.obra_id == Requerimiento.obra_id, dado.c.articulo_id == Requerimiento.articulo_id),
        )
        .where(Requerimiento.clase == clase.nombre, _de_obras(Requerimiento.obra_id, obras))
        .group_by(Requerimiento.articulo_id)
        .subquery()
    )


def _reservadas(clase: Clase, obras: Sequence[int] | None) -> Any:
    return (
        select(Reserva.articulo_id.label("id"), func.sum(Reserva.cantidad, type_=Cantidad).label("reservado"))
        .where(Reserva.clase == clase.nombre, Reserva.cantidad > 0, _de_obras(Reserva.obra_id, obras))
        .group_by(Reserva.articulo_id)
        .subquery()
    )


def en_camino(clase: Clase) -> Any:
    """As a subquery: `id` of the article, and how many `piezas` are ordered of it and still to come."""
    return _en_pedidos(clase, EN_CAMINO)


def _en_pedidos(clase: Clase, estados: Sequence[str]) -> Any:
    r = estado_pedido.recibido()
    por_llegar = estado_pedido.pendiente_de_linea(r)
    return (
        select(PedidoLinea.articulo_id.label("id"), func.sum(por_llegar, type_=Cantidad).label("piezas"))
        .join(PedidoCompra, PedidoCompra.id == PedidoLinea.pedido_id)
        .outerjoin(r, r.c.linea_id == PedidoLinea.id)
        .where(PedidoLinea.clase == clase.nombre, PedidoCompra.estado.in_(estados))
        .group_by(PedidoLinea.articulo_id)
        .subquery()
    )


def _retazos(clase: Clase) -> Any:
    return (
        select(Existencia.articulo_id.label("id"), func.sum(Existencia.cantidad, type_=Cantidad).label("retazos"))
        .where(Existencia.clase == clase.nombre, Existencia.longitud_mm > 0, Existencia.cantidad > 0)
        .group_by(Existencia.articulo_id)
        .subquery()
    )
