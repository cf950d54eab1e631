"""Batches: what is done, shown and undone together."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, insert, select

from rexus.db.work import Work
from rexus.stock.errors import ClaveRepetidaError
from rexus.stock.ledger import ANULACION, MovimientoHecho
from rexus.stock.orm import Lote, Movimiento


def abrir(work: Work, clave: str, tipo: str, clase: str, *, origen: str = "", huella: str = "") -> int:
    """The id of the batch with that UUID, made if it is not there yet.

    Raises ClaveRepetidaError if the UUID names a batch of another kind.
    """
    previo = work.connection.execute(select(Lote.id, Lote.tipo, Lote.clase).where(Lote.clave == clave)).one_or_none()
    if previo is not None:
        if (previo.tipo, previo.clase) != (tipo, clase):
            raise ClaveRepetidaError(clave)
        return int(previo.id)
    return work.connection.execute(
        insert(Lote).returning(Lote.id),
        {
            "clave": clave,
            "tipo": tipo,
            "clase": clase,
            "fecha": work.now(),
            "usuario": work.actor.usuario,
            "origen": origen,
            "huella": huella,
        },
    ).scalar_one()


def clave_de_linea(clave: str, linea: int | str) -> str:
    """The UUID of one line of a batch: the same line of the same batch always has the same one."""
    return str(uuid.uuid5(uuid.UUID(clave), str(linea)))


def existe(work: Work, clave: str) -> bool:
    """Whether a batch with that UUID was posted before."""
    return work.connection.scalar(select(Lote.id).where(Lote.clave == clave)) is not None


def mismas_lineas(work: Work, clave: str, lote_id: int, hechos: Sequence[MovimientoHecho]) -> None:
    """A batch posted again has to be the same one: raises ClaveRepetidaError if `hechos` are not all its movements."""
    suyos = work.connection.scalar(
        select(func.count()).where(Movimiento.lote_id == lote_id, Movimiento.tipo != ANULACION)
    )
    if suyos != len(hechos) or not all(hecho.repetido for hecho in hechos):
        raise ClaveRepetidaError(clave)
