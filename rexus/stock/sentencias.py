"""The ledger's statements, built once for each class of articles: building one costs more than running it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, exists, func, insert, select, true, update

from rexus.db.locking import con_bloqueo, sin_cambios
from rexus.db.types import CANTIDAD_MAXIMA, Cantidad
from rexus.stock.clases import clase_de
from rexus.stock.orm import Existencia, Movimiento, Ubicacion


@dataclass(frozen=True)
class Sentencias:
    """Parameters bear the names of the columns they are compared with or added to."""

    # The article, and from here on nobody else moves it: everything that a movement looks at holds still.
    articulo: Any
    previo: Any
    # The place, and from here on nobody deactivates it.
    lugar: Any
    mover_existencia: Any
    recibir_existencia: Any
    nueva_existencia: Any
    mover_stock: Any
    stock: Any
    suma_de_retazos: Any
    nuevo_movimiento: Any
    lugar_habitual: Any
    lugares_con_stock: Any


@cache
def sentencias(clase: str) -> Sentencias:
    """The statements for one class of articles, by name."""
    orm = clase_de(clase).orm
    cantidad = bindparam("p_cantidad", type_=Cantidad)
    mismo_articulo = orm.id == bindparam("p_articulo")
    existencia = (
        Existencia.clase == clase,
        Existencia.articulo_id == bindparam("p_articulo"),
        Existencia.longitud_mm == bindparam("p_longitud"),
    )
    mover = (
        update(Existencia)
        .where(*existencia, Existencia.ubicacion_id == bindparam("p_lugar"), Existencia.cantidad + cantidad >= 0)
        .values(cantidad=Existencia.cantidad + cantidad)
    )
    return Sentencias(
        articulo=con_bloqueo(select(orm.codigo, orm.activo).where(mismo_articulo), orm),
        previo=select(
            Movimiento.id,
            Movimiento.clase,
            Movimiento.articulo_id,
            Movimiento.tipo,
            Movimiento.cantidad,
            Movimiento.longitud_mm,
            Movimiento.ubicacion_id,
            Movimiento.stock_resultante,
            Movimiento.obra_id,
            Movimiento.anula_id,
        ).where(Movimiento.clave == bindparam("p_clave")),
        lugar=sin_cambios(select(Ubicacion.activo).where(Ubicacion.id == bindparam("p_lugar")), Ubicacion),
        mover_existencia=mover,
        recibir_existencia=mover.where(
            exists().where(Ubicacion.id == bindparam("p_lugar"), Ubicacion.activo == true())
        ),
        nueva_existencia=insert(Existencia),
        # The guard: never below what is reserved, which the CHECK holds at zero or more, never above what fits.
        mover_stock=update(orm)
        .where(
            mismo_articulo,
            orm.stock_actual + cantidad >= orm.stock_reservado,
            orm.stock_actual + cantidad <= CANTIDAD_MAXIMA,
        )
        .values(stock_actual=orm.stock_actual + cantidad)
        .returning(orm.stock_actual),
        stock=select(orm.stock_actual, orm.stock_reservado).where(mismo_articulo),
        suma_de_retazos=select(func.sum(Existencia.cantidad, type_=Cantidad)).where(*existencia),
        nuevo_movimiento=insert(Movimiento).returning(Movimiento.id),
        lugar_habitual=select(Ubicacion.id).join(orm, orm.ubicacion == Ubicacion.codigo).where(mismo_articulo),
        lugares_con_stock=select(Existencia.ubicacion_id).where(*existencia, Existencia.cantidad > 0),
    )
