"""An article's card: its movements, newest first, and where its pieces are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from rexus.base.text import fold
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock.clases import clase_de
from rexus.stock.orm import Existencia, Lote, Movimiento, Ubicacion


@dataclass(frozen=True)
class LineaKardex:
    """A movement as the card shows it, `stock_resultante` of its length.

    `anulado_por` is the id of its annulment, None if it stands; `lote_tipo` what its batch is, empty without one.
    """

    id: int
    clave: str
    fecha: datetime
    tipo: str
    cantidad: Decimal
    longitud_mm: int
    ubicacion: str
    stock_resultante: Decimal
    usuario: str
    obra_id: int | None
    referencia: str
    motivo: str
    anula_id: int | None
    lote_id: int | None
    anulado_por: int | None
    lote_tipo: str


@dataclass(frozen=True)
class ExistenciaLugar:
    """How many pieces of one length are in one place; `longitud_mm` 0 is the article's own length."""

    ubicacion_id: int
    ubicacion: str
    longitud_mm: int
    cantidad: Decimal


def kardex(
    work: Work, clase: str, articulo_id: int, *, antes_de: int | None = None, limite: int | None = 100
) -> list[LineaKardex]:
    """A page of the card, newest first: the movements with an id below `antes_de`. None as limit gives all."""
    exigir(work.actor, f"{clase_de(clase).permiso}.ver")
    anulacion = aliased(Movimiento)
    consulta = (
        select(
            Movimiento.id,
            Movimiento.clave,
            Movimiento.fecha,
            Movimiento.tipo,
            Movimiento.cantidad,
            Movimiento.longitud_mm,
            Ubicacion.codigo,
            Movimiento.stock_resultante,
            Movimiento.usuario,
            Movimiento.obra_id,
            Movimiento.referencia,
            Movimiento.motivo,
            Movimiento.anula_id,
            Movimiento.lote_id,
            anulacion.id,
            func.coalesce(Lote.tipo, ""),
        )
        .join(Ubicacion, Ubicacion.id == Movimiento.ubicacion_id)
        .outerjoin(anulacion, anulacion.anula_id == Movimiento.id)
        .outerjoin(Lote, Lote.id == Movimiento.lote_id)
        .where(Movimiento.clase == clase, Movimiento.articulo_id == articulo_id)
        .order_by(Movimiento.id.desc())
        .limit(limite)
    )
    if antes_de is not None:
        consulta = consulta.where(Movimiento.id < antes_de)
    return [LineaKardex(*tuple(fila)) for fila in work.connection.execute(consulta)]


def existencias(work: Work, clase: str, articulo_id: int) -> list[ExistenciaLugar]:
    """Where the article's pieces are, own length first, then remnants; only places that have any."""
    exigir(work.actor, f"{clase_de(clase).permiso}.ver")
    filas = work.connection.execute(
        select(Existencia.ubicacion_id, Ubicacion.codigo, Existencia.longitud_mm, Existencia.cantidad)
        .join(Ubicacion, Ubicacion.id == Existencia.ubicacion_id)
        .where(Existencia.clase == clase, Existencia.articulo_id == articulo_id, Existencia.cantidad > 0)
    )
    lugares = [ExistenciaLugar(*fila) for fila in filas]
    return sorted(lugares, key=lambda e: (e.longitud_mm, fold(e.ubicacion)))


def cuantos_movimientos(work: Work, clase: str, articulo_id: int) -> int:
    """How many lines the whole card has."""
    exigir(work.actor, f"{clase_de(clase).permiso}.ver")
    return (
        work.connection.scalar(
            select(func.count()).where(Movimiento.clase == clase, Movimiento.articulo_id == articulo_id)
        )
        or 0
    )
