"""The proof that the stock is true: DOMAIN rule 1 computed again from the ledger, for every article.

And that what is set apart is what the book of reservations says, and orders stand as what arrived of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, literal, select, text, union_all

from rexus.base.errors import BaseDanadaError
from rexus.base.text import tr
from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.stock import clases, verificacion_compras, verificacion_obras
from rexus.stock.clases import Clase
from rexus.stock.diferencias import Diferencia, codigo_de
from rexus.stock.orm import Existencia, Movimiento, Ubicacion


@dataclass(frozen=True)
class Verificacion:
    """The result: how much was looked at, and everything that differs."""

    articulos: int
    movimientos: int
    diferencias: tuple[Diferencia, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.diferencias


def verificar(work: Work, *, archivo: bool = True) -> Verificacion:
    """Compare the ledger with the existencias, and the existencias with the running stock, of every article.

    On SQLite the file itself is checked first, unless `archivo` says that it was. Raises BaseDanadaError when the file
    is damaged.
    """
    clases.exigir_alguna(work.actor, "ver")
    if archivo:
        _archivo_sano(work)
    diferencias: list[Diferencia] = []
    articulos = 0
    diferencias += _ledger_contra_existencias(work)
    for clase in clases.todas():
        work.avance.paso(0)
        articulos += work.connection.scalar(select(func.count()).select_from(clase.orm)) or 0
        diferencias += _existencias_contra_stock(work, clase)
        diferencias += _reservas(work, clase)
        diferencias += _huerfanas(work, clase)
    diferencias += verificacion_obras.diferencias(work)
    diferencias += verificacion_compras.diferencias(work)
    movimientos = work.connection.scalar(select(func.count()).select_from(Movimiento)) or 0
    return Verificacion(articulos, movimientos, tuple(diferencias))


def _archivo_sano(work: Work) -> None:
    if work.connection.dialect.name != "sqlite":
        return
    hallazgos = work.connection.execute(text("PRAGMA integrity_check(20)")).scalars().all()
    if list(hallazgos) != ["ok"]:
        raise BaseDanadaError("inventario.db", "; ".join(str(h) for h in hallazgos[:3]))


def _ledger_contra_existencias(work: Work) -> list[Diferencia]:
    """Existencia = sum of its movements, for every article, place and length."""
    cero = literal(0, Cantidad)
    lado = ("clase", "articulo_id", "ubicacion_id", "longitud_mm")
    movidas = select(*(getattr(Movimiento, c) for c in lado), Movimiento.cantidad.label("m"), cero.label("e"))
    guardadas = select(*(getattr(Existencia, c) for c in lado), cero.label("m"), Existencia.cantidad.label("e"))
    todo = union_all(movidas, guardadas).subquery()
    claves = [todo.c[c] for c in lado]
    esperado, encontrado = func.sum(todo.c.m, type_=Cantidad), func.sum(todo.c.e, type_=Cantidad)
    filas = work.connection.execute(
        select(*claves, esperado, encontrado).group_by(*claves).having(func.sum(todo.c.m) != func.sum(todo.c.e))
    ).all()
    return [
        Diferencia(
            tr("existencia en un lugar"),
            clase,
            articulo_id,
            codigo_de(work, clase, articulo_id),
            work.connection.scalar(select(Ubicacion.codigo).where(Ubicacion.id == lugar_id)) or str(lugar_id),
            longitud,
            m,
            e,
        )
        for clase, articulo_id, lugar_id, longitud, m, e in map(tuple, filas)
    ]


def _existencias_contra_stock(work: Work, clase: Clase) -> list[Diferencia]:
    """stock_actual = sum of the existencias of the article's own length."""
    orm = clase.orm
    sumas = (
        select(Existencia.articulo_id.label("id"), func.sum(Existencia.cantidad, type_=Cantidad).label("suma"))
        .where(Existencia.clase == clase.nombre, Existencia.longitud_mm == 0)
        .group_by(Existencia.articulo_id)
        .subquery()
    )
    suma = func.coalesce(sumas.c.suma, 0, type_=Cantidad)
    filas = work.connection.execute(
        select(orm.id, orm.codigo, suma, orm.stock_actual)
        .outerjoin(sumas, sumas.c.id == orm.id)
        .where(suma != orm.stock_actual)
    )
    return [
        Diferencia(tr("stock actual"), clase.nombre, id_, codigo, "", 0, esperado, encontrado)
        for id_, codigo, esperado, encontrado in filas
    ]


def _reservas(work: Work, clase: Clase) -> list[Diferencia]:
    """0 ≤ stock_reservado ≤ stock_actual."""
    orm = clase.orm
    fuera: Any = case((orm.stock_reservado < 0, 1), (orm.stock_reservado > orm.stock_actual, 1), else_=0)
    filas = work.connection.execute(select(orm.id, orm.codigo, orm.stock_actual, orm.stock_reservado).where(fuera == 1))
    return [
        Diferencia(tr("reservado"), clase.nombre, id_, codigo, "", 0, actual, reservado)
        for id_, codigo, actual, reservado in filas
    ]


def _huerfanas(work: Work, clase: Clase) -> list[Diferencia]:
    """Movements of an article that is not there any more."""
    orm = clase.orm
    filas = work.connection.execute(
        select(Movimiento.articulo_id, func.sum(Movimiento.cantidad, type_=Cantidad))
        .outerjoin(orm, orm.id == Movimiento.articulo_id)
        .where(Movimiento.clase == clase.nombre, orm.id.is_(None))
        .group_by(Movimiento.articulo_id)
    )
    return [
        Diferencia(tr("artículo que falta"), clase.nombre, id_, f"#{id_}", "", 0, suma, Decimal(0))
        for id_, suma in filas
    ]
