"""The part of the proof that is about obras: what is set apart is what the book says, and for whom it may be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import func, literal, select, union_all

from rexus.base.text import tr
from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.stock import clases
from rexus.stock.clases import Clase
from rexus.stock.diferencias import Diferencia, codigo_de
from rexus.stock.estados_obra import ABIERTAS
from rexus.stock.orm import Movimiento
from rexus.stock.orm_obras import Obra, Requerimiento, Reserva, ReservaAsiento


def diferencias(work: Work) -> list[Diferencia]:
    """Everything about obras that does not add up."""
    halladas: list[Diferencia] = []
    for clase in clases.todas():
        halladas += _reservado_por_obras(work, clase)
        halladas += _sin_articulo(work, clase)
    return [*halladas, *_libro_de_reservas(work), *_cerradas_con_reservas(work), *_devuelto_de_mas(work)]


def _reservado_por_obras(work: Work, clase: Clase) -> list[Diferencia]:
    """stock_reservado = sum of what is set apart for obras."""
    orm = clase.orm
    sumas = (
        select(Reserva.articulo_id.label("id"), func.sum(Reserva.cantidad, type_=Cantidad).label("suma"))
        .where(Reserva.clase == clase.nombre)
        .group_by(Reserva.articulo_id)
        .subquery()
    )
    columnas = (orm.id, orm.codigo, orm.stock_reservado)
    # Two questions: to join every article of a large catalogue would cost more than all the rest of the proof.
    distintos = work.connection.execute(
        select(*columnas, sumas.c.suma).join(sumas, sumas.c.id == orm.id).where(sumas.c.suma != orm.stock_reservado)
    ).all()
    de_nadie = work.connection.execute(
        select(*columnas, literal(0, Cantidad)).where(orm.stock_reservado != 0, orm.id.not_in(select(sumas.c.id)))
    ).all()
    return [
        Diferencia(tr("reservado para obras"), clase.nombre, id_, codigo, "", 0, esperado, encontrado)
        for id_, codigo, encontrado, esperado in (*distintos, *de_nadie)
    ]


def _libro_de_reservas(work: Work) -> list[Diferencia]:
    """What is set apart for an obra = sum of its entries, for every obra and article."""
    cero = literal(0, Cantidad)
    lado = ("obra_id", "clase", "articulo_id")
    asientos = select(*(getattr(ReservaAsiento, c) for c in lado), ReservaAsiento.cantidad.label("a"), cero.label("r"))
    reservas = select(*(getattr(Reserva, c) for c in lado), cero.label("a"), Reserva.cantidad.label("r"))
    todo = union_all(asientos, reservas).subquery()
    claves = [todo.c[c] for c in lado]
    esperado, encontrado = func.sum(todo.c.a, type_=Cantidad), func.sum(todo.c.r, type_=Cantidad)
    filas = work.connection.execute(
        select(*claves, esperado, encontrado).group_by(*claves).having(func.sum(todo.c.a) != func.sum(todo.c.r))
    ).all()
    return [
        Diferencia(
            tr("reserva de la obra {obra}").format(obra=_obra(work, obra_id)),
            clase,
            articulo_id,
            codigo_de(work, clase, articulo_id),
            "",
            0,
            a,
            r,
        )
        for obra_id, clase, articulo_id, a, r in map(tuple, filas)
    ]


def _cerradas_con_reservas(work: Work) -> list[Diferencia]:
    """Nothing is set apart for an obra that is closed or cancelled."""
    filas = work.connection.execute(
        select(Obra.codigo, Reserva.clase, Reserva.articulo_id, Reserva.cantidad)
        .join(Obra, Obra.id == Reserva.obra_id)
        .where(Reserva.cantidad > 0, Obra.estado.not_in(ABIERTAS))
    ).all()
    return [
        Diferencia(
            tr("reserva de la obra {obra}, que está cerrada").format(obra=fila.codigo),
            fila.clase,
            fila.articulo_id,
            codigo_de(work, fila.clase, fila.articulo_id),
            "",
            0,
            Decimal(0),
            fila.cantidad,
        )
        for fila in filas
    ]


def _devuelto_de_mas(work: Work) -> list[Diferencia]:
    """No obra gave back more than it got."""
    filas: Any = work.connection.execute(
        select(
            Movimiento.obra_id,
            Movimiento.clase,
            Movimiento.articulo_id,
            func.sum(Movimiento.cantidad, type_=Cantidad).label("de_mas"),
        )
        .where(Movimiento.obra_id.is_not(None), Movimiento.longitud_mm == 0)
        .group_by(Movimiento.obra_id, Movimiento.clase, Movimiento.articulo_id)
        .having(func.sum(Movimiento.cantidad) > 0)
    ).all()
    return [
        Diferencia(
            tr("devuelto de más por la obra {obra}").format(obra=_obra(work, fila.obra_id)),
            fila.clase,
            fila.articulo_id,
            codigo_de(work, fila.clase, fila.articulo_id),
            "",
            0,
            Decimal(0),
            fila.de_mas,
        )
        for fila in filas
    ]


def _obra(work: Work, obra_id: int) -> str:
    return work.connection.scalar(select(Obra.codigo).where(Obra.id == obra_id)) or f"#{obra_id}"


def _sin_articulo(work: Work, clase: Clase) -> list[Diferencia]:
    """What an obra needs, or holds, of an article that is not there any more."""
    orm = clase.orm
    halladas = []
    for tabla, columna, que in (
        (Requerimiento, Requerimiento.necesarias, tr("artículo que falta, y que la obra {obra} necesita")),
        (Reserva, Reserva.cantidad, tr("artículo que falta, y que la obra {obra} tiene reservado")),
    ):
        filas: Any = work.connection.execute(
            select(Obra.codigo, tabla.articulo_id, columna)
            .join(Obra, Obra.id == tabla.obra_id)
            .outerjoin(orm, orm.id == tabla.articulo_id)
            .where(tabla.clase == clase.nombre, columna > 0, orm.id.is_(None))
        )
        halladas += [
            Diferencia(que.format(obra=obra), clase.nombre, id_, f"#{id_}", "", 0, cuantas, Decimal(0))
            for obra, id_, cuantas in filas
        ]
    return halladas
