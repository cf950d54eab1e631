"""Undoing: a movement is never erased, an ANULACION of the opposite sign points at it (DOMAIN rule 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, or_, select

from rexus.base.changes import Change, Result
from rexus.base.errors import NoEncontradoError
from rexus.base.text import tr
from rexus.db.work import Work
from rexus.seguridad import AJUSTAR, exigir
from rexus.stock import ledger, lotes
from rexus.stock.clases import clase_de
from rexus.stock.errors import YaAnuladoError
from rexus.stock.ledger import AJUSTE, ANULACION, CONTEO, TRANSFERENCIA, Asiento, MovimientoHecho
from rexus.stock.movimientos import cambio, texto
from rexus.stock.orm import Movimiento


@dataclass(frozen=True)
class Anulado:
    """The annulments that one request posted: one, or two for the legs of a transfer."""

    movimiento_id: int
    anulaciones: tuple[MovimientoHecho, ...]


def anular(work: Work, movimiento_id: int, motivo: str = "", clave: str | None = None) -> Result[Anulado]:
    """Undo one movement; of a transfer both legs. Asking again with the same UUID adds nothing.

    Raises NoEncontradoError, YaAnuladoError, and StockInsuficienteError when what came in has left since.
    """
    original = work.connection.execute(
        select(Movimiento.clase, Movimiento.articulo_id, Movimiento.tipo).where(Movimiento.id == movimiento_id)
    ).one_or_none()
    if original is None:
        exigir(work.actor, "inventario.modificar")
        raise NoEncontradoError(
            tr("No existe el movimiento {id}. No se registró nada.").format(id=movimiento_id),
            tr("Ver los números en el kardex del artículo."),
        )
    _exigir(work, original.clase, original.tipo)
    clave = ledger.nueva_clave(clave)
    motivo = texto(motivo, "motivo", 255)
    # Both legs of a transfer move the same article.
    ledger.bloquear(work, original.clase, (original.articulo_id,))
    partes = _partes(work, movimiento_id)
    hechos = tuple(
        _una(work, parte, motivo, clave if n == 0 else lotes.clave_de_linea(clave, n)) for n, parte in enumerate(partes)
    )
    return Result(Anulado(movimiento_id, hechos), cambio(original.clase, *(h.articulo_id for h in hechos)))


def anular_lote(work: Work, lote_id: int, motivo: str, clave: str | None = None) -> Result[list[MovimientoHecho]]:
    """Undo every movement of a batch that is not undone yet, newest first; all or nothing. Raises as `anular`."""
    filas = work.connection.execute(
        select(*_COLUMNAS)
        .where(Movimiento.lote_id == lote_id, Movimiento.tipo != ANULACION)
        .order_by(Movimiento.id.desc())
    ).all()
    if not filas:
        exigir(work.actor, "inventario.modificar")
        return Result([], Change(frozenset()))
    _exigir(work, filas[0].clase, *(fila.tipo for fila in filas))
    clave = ledger.nueva_clave(clave)
    motivo = texto(motivo, "motivo", 255)
    ledger.bloquear(work, filas[0].clase, (fila.articulo_id for fila in filas))
    hechos = []
    for n, fila in enumerate(filas):
        work.avance.paso(n, len(filas))
        if not _anulado(work, fila.id):
            hechos.append(_una(work, fila, motivo, lotes.clave_de_linea(clave, fila.id)))
    return Result(hechos, cambio(filas[0].clase, *(h.articulo_id for h in hechos)))


def _exigir(work: Work, clase: str, *tipos: str) -> None:
    """Who undoes a correction corrects: it needs the same right."""
    exigir(work.actor, f"{clase_de(clase).permiso}.modificar")
    if {AJUSTE, CONTEO} & set(tipos):
        exigir(work.actor, AJUSTAR)


_COLUMNAS = (
    Movimiento.id,
    Movimiento.clase,
    Movimiento.articulo_id,
    Movimiento.tipo,
    Movimiento.cantidad,
    Movimiento.longitud_mm,
    Movimiento.ubicacion_id,
    Movimiento.referencia,
    Movimiento.par_id,
    Movimiento.lote_id,
)


def _partes(work: Work, movimiento_id: int) -> list[Row[*tuple[Any, ...]]]:
    """The movement and the other leg, the incoming one first: its goods must still be there."""
    uno = work.connection.execute(select(*_COLUMNAS).where(Movimiento.id == movimiento_id)).one()
    condicion = Movimiento.par_id == uno.id
    if uno.par_id is not None:
        condicion = or_(condicion, Movimiento.id == uno.par_id)
    otras = work.connection.execute(select(*_COLUMNAS).where(condicion)).all()
    return sorted([uno, *otras], key=lambda fila: fila.cantidad, reverse=True)


def _una(work: Work, fila: Row[*tuple[Any, ...]], motivo: str, clave: str) -> MovimientoHecho:
    if fila.tipo == ANULACION:
        raise YaAnuladoError(
            fila.id, tr("El movimiento {id} es una anulación y no se anula. No se registró nada.").format(id=fila.id)
        )
    previa = _anulado(work, fila.id)
    if previa and previa != clave:
        raise YaAnuladoError(
            fila.id, tr("El movimiento {id} ya estaba anulado. No se registró nada.").format(id=fila.id)
        )
    return ledger.asentar(
        work,
        Asiento(
            clave,
            fila.clase,
            fila.articulo_id,
            ANULACION,
            -fila.cantidad,
            fila.ubicacion_id,
            fila.longitud_mm,
            referencia=fila.referencia,
            motivo=motivo,
            anula_id=fila.id,
            lote_id=fila.lote_id,
            entre_lugares=fila.tipo == TRANSFERENCIA,
        ),
    )


def _anulado(work: Work, movimiento_id: int) -> str | None:
    """The UUID of the annulment of a movement, None if there is none."""
    return work.connection.scalar(select(Movimiento.clave).where(Movimiento.anula_id == movimiento_id))
