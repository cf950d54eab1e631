"""What is missing for obras and for the reorder levels, what to order of it and from whom: one query for each class.

Nothing of it is stored. Bars and pieces only; remnants are shown beside, by how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, true, union

from rexus.db.lists import entre
from rexus.db.types import Cantidad, Dinero
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import estado_pedido
from rexus.stock.clases import Clase, todas
from rexus.stock.estado_pedido import EN_CAMINO
from rexus.stock.estados_obra import ABIERTAS
from rexus.stock.orm import Existencia, Movimiento
from rexus.stock.orm_compras import ArticuloProveedor, PedidoCompra, PedidoLinea, Proveedor
from rexus.stock.orm_obras import Obra, Requerimiento, Reserva
from rexus.stock.pedir import faltan_en_total, pedir
from rexus.stock.proveedores import clave_de, sin_ese_nombre

MODULO = "compras"
_CERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Faltante:
    """An article of which some are missing, in pieces; `precio` of one.

    `necesarias`, `entregado`, `reservado` and `pendiente` are of the chosen obras; `disponible` is free for anybody,
    `en_pedido` ordered and still to come, `retazos` how many remnants there are. `proveedor_id` None: a name only.
    """

    clase: str
    articulo_id: int
    codigo: str
    descripcion: str
    necesarias: Decimal
    pendiente: Decimal
    reservado: Decimal
    disponible: Decimal
    stock_minimo: Decimal
    en_pedido: Decimal
    faltan: Decimal
    ped_min: Decimal
    emba: Decimal
    pedir: Decimal
    proveedor: str
    proveedor_id: int | None
    precio: Decimal
    retazos: Decimal

    @property
    def total(self) -> Decimal:
        """What ordering it costs, to the hundredth."""
        return (self.pedir * self.precio).quantize(Decimal("0.01"))


def faltantes(
    work: Work,
    obras: Sequence[int] | None = None,
    *,
    con_minimos: bool | None = None,
    proveedor: str | None = None,
) -> list[Faltante]:
    """What is missing, by supplier and code. `obras` None: all that are not ended.

    `con_minimos` adds the reorder levels; None does so unless obras were chosen. `proveedor` keeps what that one
    sells, read without case and accents. Raises NoEncontradoError for a name that is no supplier's.
    """
    exigir(work.actor, f"{MODULO}.ver")
    minimos = obras is None if con_minimos is None else con_minimos
    de_nombre = {
        fila.clave: (fila.id, fila.nombre)
        for fila in work.connection.execute(select(Proveedor.id, Proveedor.clave, Proveedor.nombre))
    }
    suyo = None if proveedor is None else clave_de(proveedor)
    # Thousands of articles share a few suppliers: each name is folded once.
    clave = cache(clave_de)
    if proveedor is not None and suyo not in de_nombre and not _lo_nombran(work, proveedor):
        raise sin_ese_nombre(proveedor)
    hallados = []
    for clase in todas():
        for fila in work.connection.execute(consulta(clase, obras, con_minimos=minimos)):
            uno = _faltante(clase.nombre, fila, de_nombre, clave, minimos=minimos)
            if uno.faltan and (suyo is None or clave(uno.proveedor) == suyo):
                hallados.append(uno)
    hallados.sort(key=lambda f: (f.proveedor == "", clave(f.proveedor), f.codigo))
    return hallados


def _lo_nombran(work: Work, proveedor: str) -> bool:
    """Whether an article names that supplier, which needs no record."""
    suyo = clave_de(proveedor)
    nombrados = union(*(select(clase.orm.proveedor) for clase in todas()))
    return any(clave_de(nombre) == suyo for nombre in work.connection.scalars(nombrados) if nombre)


def consulta(clase: Clase, obras: Sequence[int] | None, *, con_minimos: bool) -> Select[Any]:
    """The query: every article of a class of which any may be missing, with all the figures that decide it."""
    orm: Any = clase.orm
    pedidas = _pedidas(clase, obras)
    reservadas = _reservadas(clase, obras)
    camino = en_camino(clase)
    retazos = _retazos(clase)
    ap: Any = ArticuloProveedor
    pendiente = func.coalesce(pedidas.c.pendiente, 0, type_=Cantidad)
    reservado = func.coalesce(reservadas.c.reservado, 0, type_=Cantidad)
    en_pedido = func.coalesce(camino.c.en_pedido, 0, type_=Cantidad)
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
    """As a subquery: id of the article, and how many pieces are ordered of it and still to come."""
    r = estado_pedido.recibido()
    por_llegar = estado_pedido.pendiente_de_linea(r)
    return (
        select(PedidoLinea.articulo_id.label("id"), func.sum(por_llegar, type_=Cantidad).label("en_pedido"))
        .join(PedidoCompra, PedidoCompra.id == PedidoLinea.pedido_id)
        .outerjoin(r, r.c.linea_id == PedidoLinea.id)
        .where(PedidoLinea.clase == clase.nombre, PedidoCompra.estado.in_(EN_CAMINO))
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


def _faltante(
    clase: str, fila: Any, de_nombre: dict[str, tuple[int, str]], clave: Callable[[str], str], *, minimos: bool
) -> Faltante:
    (
        id_, codigo, descripcion, necesarias, pendiente, reservado, actual, de_todos, minimo, en_pedido, ped_min, emba,
        texto, precio, proveedor_id, nombre, su_ped_min, su_emba, su_precio, retazos,
    ) = fila  # fmt: skip
    disponible = actual - de_todos
    falta = faltan_en_total(pendiente, minimo if minimos else _CERO, reservado, disponible, en_pedido)
    if proveedor_id is None:
        # The record whose name is what the article says; failing that, what it says.
        proveedor_id, nombre = de_nombre.get(clave(texto), (None, texto)) if texto else (None, "")
    else:
        ped_min, emba, precio = su_ped_min or ped_min, su_emba or emba, su_precio or precio
    return Faltante(
        clase, id_, codigo, descripcion, necesarias, pendiente, reservado, disponible, minimo, en_pedido, falta,
        ped_min, emba, pedir(falta, ped_min, emba), nombre, proveedor_id, precio, retazos,
    )  # fmt: skip
