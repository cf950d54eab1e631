"""The figures of obras that nothing stores: what was given out, what is needed, who holds what. Parts of operations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select

from rexus.db.lists import entre
from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.stock.clases import Clase, clase_de
from rexus.stock.estados_obra import ABIERTAS
from rexus.stock.libro_reservas import Clave
from rexus.stock.orm import Movimiento
from rexus.stock.orm_obras import Corte, Obra, Requerimiento, Reserva


@dataclass(frozen=True)
class Tenencia:
    """How many pieces are set apart for an obra, or it waits for."""

    obra_id: int
    obra: str
    cantidad: Decimal


def entregado(work: Work, obra_id: int) -> dict[Clave, Decimal]:
    """What an obra got and did not give back, by article, in whole bars or pieces: minus the sum of its movements."""
    filas = work.connection.execute(
        select(
            Movimiento.clase,
            Movimiento.articulo_id,
            func.sum(Movimiento.cantidad, type_=Cantidad).label("movido"),
        )
        .where(Movimiento.obra_id == obra_id, Movimiento.longitud_mm == 0)
        .group_by(Movimiento.clase, Movimiento.articulo_id)
    )
    return {(fila.clase, fila.articulo_id): -fila.movido for fila in filas}


def cortadas(work: Work, obra_id: int) -> dict[Clave, Decimal]:
    """How many of the whole bars that an obra got were cut for it: they are in pieces, and do not come back as bars."""
    filas = work.connection.execute(
        select(
            Movimiento.clase,
            Movimiento.articulo_id,
            func.sum(Movimiento.cantidad, type_=Cantidad).label("movido"),
        )
        .where(Movimiento.obra_id == obra_id, Movimiento.longitud_mm == 0, de_corte(Movimiento.lote_id))
        .group_by(Movimiento.clase, Movimiento.articulo_id)
    )
    return {(fila.clase, fila.articulo_id): -fila.movido for fila in filas if fila.movido}


def de_corte(lote_id: Any) -> ColumnElement[bool]:
    """In SQL: that batch is a cut. Also its annulments are."""
    es: ColumnElement[bool] = exists().where(Corte.lote_id == lote_id)
    return es


def necesarias(work: Work, obra_id: int) -> dict[Clave, Decimal]:
    """What an obra needs, by article, in the order in which it was written down."""
    filas = work.connection.execute(
        select(Requerimiento.clase, Requerimiento.articulo_id, Requerimiento.necesarias)
        .where(Requerimiento.obra_id == obra_id)
        .order_by(Requerimiento.id)
    )
    return {(fila.clase, fila.articulo_id): fila.necesarias for fila in filas}


def quien_tiene(work: Work, claves: Iterable[Clave], *, menos: int) -> dict[Clave, tuple[Tenencia, ...]]:
    """For which other obras those articles are set apart, the largest first."""
    pedidas = set(claves)
    if not pedidas:
        return {}
    filas = work.connection.execute(
        select(Reserva.clase, Reserva.articulo_id, Obra.id, Obra.codigo, Reserva.cantidad)
        .join(Obra, Obra.id == Reserva.obra_id)
        .where(
            entre(Reserva.articulo_id, sorted({id_ for _, id_ in pedidas})),
            Reserva.cantidad > 0,
            Reserva.obra_id != menos,
        )
        .order_by(Reserva.cantidad.desc(), Obra.codigo)
    )
    tienen: dict[Clave, tuple[Tenencia, ...]] = {}
    for clase, articulo_id, obra_id, codigo, cantidad in filas:
        if (clase, articulo_id) in pedidas:
            clave = (clase, articulo_id)
            tienen[clave] = (*tienen.get(clave, ()), Tenencia(obra_id, codigo, cantidad))
    return tienen


def quien_espera(work: Work, claves: Iterable[Clave], *, menos: int) -> dict[Clave, tuple[Tenencia, ...]]:
    """Which other open obras still lack some of those articles, and how many, those delivered first first."""
    esperan: dict[Clave, tuple[Tenencia, ...]] = {}
    pedidas = set(claves)
    for clase in sorted({clase for clase, _ in pedidas}):
        r = esperado(clase_de(clase))
        ids = sorted(id_ for de, id_ in pedidas if de == clase)
        filas = work.connection.execute(
            select(r.c.articulo_id, Obra.id, Obra.codigo, r.c.falta, Obra.fecha_entrega)
            .join(Obra, Obra.id == r.c.obra_id)
            .where(entre(r.c.articulo_id, ids), r.c.obra_id != menos)
        )
        for f in sorted(filas, key=lambda f: (f.fecha_entrega or date.max, f.codigo)):
            clave = (clase, f.articulo_id)
            esperan[clave] = (*esperan.get(clave, ()), Tenencia(f.id, f.codigo, f.falta))
    return esperan


def esperado(clase: Clase) -> Any:
    """As a subquery, of one class: obra that is open, article, and how many pieces of it are neither given out to it
    nor set apart for it (`falta`, never 0)."""
    abiertas = select(Obra.id).where(Obra.estado.in_(ABIERTAS))
    # What was given out was counted below zero: the sum of the movements.
    dado = (
        select(
            Movimiento.obra_id, Movimiento.articulo_id, func.sum(Movimiento.cantidad, type_=Cantidad).label("movido")
        )
        .where(Movimiento.clase == clase.nombre, Movimiento.longitud_mm == 0, Movimiento.obra_id.in_(abiertas))
        .group_by(Movimiento.obra_id, Movimiento.articulo_id)
        .subquery()
    )
    r = Requerimiento
    falta: Any = (
        r.necesarias
        + func.coalesce(dado.c.movido, 0, type_=Cantidad)
        - func.coalesce(Reserva.cantidad, 0, type_=Cantidad)
    )
    return (
        select(r.obra_id, r.articulo_id, falta.label("falta"))
        .outerjoin(dado, and_(dado.c.obra_id == r.obra_id, dado.c.articulo_id == r.articulo_id))
        .outerjoin(
            Reserva,
            and_(Reserva.obra_id == r.obra_id, Reserva.clase == r.clase, Reserva.articulo_id == r.articulo_id),
        )
        .where(r.clase == clase.nombre, r.obra_id.in_(abiertas), falta > 0)
        .subquery()
    )
