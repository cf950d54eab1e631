"""A purchase order as its supplier reads it: with the codes under which the supplier sells, on paper or in a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import String, literal, select

from rexus.base.changes import NOTHING, Result
from rexus.base.text import limpiar
from rexus.db.lists import entre
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import pedidos, proveedores
from rexus.stock.clases import clase_de
from rexus.stock.exportaciones import LARGO_NOMBRE
from rexus.stock.libro_reservas import Clave
from rexus.stock.orm_compras import ArticuloProveedor
from rexus.stock.proveedores import FichaProveedor


@dataclass(frozen=True)
class LineaHoja:
    """A line: `suyo` is the supplier's code (empty: not known), `precio` of one `unidad`."""

    codigo: str
    suyo: str
    descripcion: str
    cantidad: Decimal
    unidad: str
    precio: Decimal
    total: Decimal


@dataclass(frozen=True)
class HojaPedido:
    """The order, whom it is sent to, and the codes of the `obras` that wait for it."""

    numero: str
    estado: str
    fecha: datetime
    fecha_prometida: date | None
    observaciones: str
    usuario: str
    proveedor: FichaProveedor
    lineas: tuple[LineaHoja, ...]
    total: Decimal
    obras: tuple[str, ...] = ()


def hoja(work: Work, pedido_id: int) -> HojaPedido:
    """What is sent to the supplier. Raises NoEncontradoError."""
    exigir(work.actor, f"{pedidos.MODULO}.ver")
    ficha = pedidos.ver(work, pedido_id)
    claves = [(linea.clase, linea.articulo_id) for linea in ficha.lineas]
    suyos, unidades = _codigos(work, ficha.proveedor_id, claves), _unidades(work, claves)
    return HojaPedido(
        ficha.numero,
        ficha.estado,
        ficha.fecha_envio or ficha.fecha,
        ficha.fecha_prometida,
        ficha.observaciones,
        ficha.usuario,
        proveedores.ver(work, ficha.proveedor_id),
        tuple(
            LineaHoja(
                x.codigo, suyos.get(clave, ""), x.descripcion, x.cantidad, unidades.get(clave, ""), x.precio, x.total
            )
            for clave, x in zip(claves, ficha.lineas, strict=True)
        ),
        ficha.total,
        ficha.obras,
    )


def anotar_salida(work: Work, pedido_id: int, archivo: str) -> Result[None]:
    """Record that the order was taken out to a file of that name, without its folder. Raises NoEncontradoError."""
    exigir(work.actor, f"{pedidos.MODULO}.ver")
    numero = pedidos.ver(work, pedido_id).numero
    despues = {"numero": numero, "archivo": limpiar(archivo)[:LARGO_NOMBRE]}
    work.anotar(pedidos.MODULO, "exportar", "pedidos_compra", pedido_id, despues=despues)
    return Result(None, NOTHING)


def unidad_de(orm: Any) -> Any:
    """The column that says of what one is counted; each catalogue calls it otherwise."""
    for nombre in ("unidad", "unidad_medida"):
        if hasattr(orm, nombre):
            return getattr(orm, nombre)
    return literal("", String)


def _codigos(work: Work, proveedor_id: int, claves: list[Clave]) -> dict[Clave, str]:
    a = ArticuloProveedor
    filas = work.connection.execute(
        select(a.clase, a.articulo_id, a.codigo).where(
            a.proveedor_id == proveedor_id, entre(a.articulo_id, sorted({id_ for _, id_ in claves}))
        )
    )
    return {(clase, id_): codigo for clase, id_, codigo in filas}


def _unidades(work: Work, claves: list[Clave]) -> dict[Clave, str]:
    halladas: dict[Clave, str] = {}
    for clase in sorted({c for c, _ in claves}):
        orm = clase_de(clase).orm
        ids = sorted({id_ for c, id_ in claves if c == clase})
        for id_, unidad in work.connection.execute(select(orm.id, unidad_de(orm)).where(entre(orm.id, ids))):
            halladas[clase, id_] = unidad
    return halladas
