"""What the stock of a catalogue is worth, by finish or category. One query."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, Numeric, and_, case, cast, func, select, true, type_coerce

from rexus.db.locking import es_servidor
from rexus.db.types import Dinero
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock.clases import clase_de
from rexus.stock.faltantes_consulta import precio_de
from rexus.stock.orm_compras import ArticuloProveedor


@dataclass(frozen=True)
class GrupoValor:
    """What the pieces of one finish or category are worth; `nombre` is empty for the articles that have none."""

    nombre: str
    valor: Decimal


@dataclass(frozen=True)
class ValorStock:
    """Of one class: the groups, the dearest first, and how many articles with stock have no price."""

    clase: str
    grupos: tuple[GrupoValor, ...]
    sin_precio: int

    @property
    def total(self) -> Decimal:
        """What all of it is worth."""
        return sum((grupo.valor for grupo in self.grupos), Decimal(0))


def valor_del_stock(work: Work, clase: str) -> ValorStock:
    """Pieces in stock times the price of one: the preferred supplier's, failing that the article's own. Each article's
    value is rounded to hundredths. Remnants have no price and do not count; articles out of use that are there do."""
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.ver")
    exigir(work.actor, "compras.ver")
    orm: Any = c.orm
    suyo = ArticuloProveedor
    precio = case((suyo.precio > Decimal(0), suyo.precio), else_=precio_de(orm))
    grupo = getattr(orm, c.grupo)
    filas = work.connection.execute(
        select(
            grupo,
            func.sum(_importe(work, orm.stock_actual, precio), type_=Dinero),
            func.count(case((precio == Decimal(0), 1))),
        )
        .outerjoin(suyo, and_(suyo.clase == clase, suyo.articulo_id == orm.id, suyo.preferido == true()))
        .where(orm.stock_actual > Decimal(0))
        .group_by(grupo)
    ).all()
    grupos = [GrupoValor(nombre or "", valor) for nombre, valor, _ in filas if valor]
    grupos.sort(key=lambda g: (-g.valor, g.nombre))
    return ValorStock(clase, tuple(grupos), sum(sin_precio for _, _, sin_precio in filas))


def _importe(work: Work, piezas: Any, precio: Any) -> ColumnElement[Any]:
    if es_servidor(work.connection):
        return cast(type_coerce(piezas, Numeric) * type_coerce(precio, Numeric), Numeric(36, 2))
    # Thousandths times hundredths, to hundredths: whole numbers all the way.
    return (type_coerce(piezas, Integer) * type_coerce(precio, Integer) + 500) // 1000
