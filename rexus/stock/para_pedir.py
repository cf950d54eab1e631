"""An article as whoever writes a purchase order needs it: how many there are, and what a supplier asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock.clases import clase_de
from rexus.stock.codigos import articulos_por_codigo
from rexus.stock.faltantes_consulta import precio_de
from rexus.stock.orm_compras import ArticuloProveedor, Proveedor
from rexus.stock.proveedores import clave_de

MODULO = "compras"


@dataclass(frozen=True)
class ParaPedir:
    """An article; `precio` of one piece, `ped_min` and `emba` at the supplier who was named, else the article's own."""

    clase: str
    articulo_id: int
    codigo: str
    descripcion: str
    precio: Decimal
    ped_min: Decimal
    emba: Decimal


def para_pedir(work: Work, codigo: str, proveedor: str = "") -> ParaPedir:
    """The article with that code. Raises ArticuloInexistenteError, DatoInvalidoError for one in several catalogues."""
    exigir(work.actor, f"{MODULO}.ver")
    nombre, id_ = articulos_por_codigo(work, [codigo])[codigo]
    c = clase_de(nombre)
    orm = c.orm
    cod, titular, precio, ped_min, emba = work.connection.execute(
        select(orm.codigo, getattr(orm, c.titular), precio_de(orm), orm.ped_min, orm.emba).where(orm.id == id_)
    ).one()
    a = ArticuloProveedor
    suyo = work.connection.execute(
        select(a.precio, a.ped_min, a.emba)
        .join(Proveedor, Proveedor.id == a.proveedor_id)
        .where(a.clase == nombre, a.articulo_id == id_, Proveedor.clave == clave_de(proveedor))
    ).one_or_none()
    if suyo is not None:
        precio, ped_min, emba = suyo.precio or precio, suyo.ped_min or ped_min, suyo.emba or emba
    return ParaPedir(nombre, id_, cod, titular, precio, ped_min, emba)
