"""Batches: what is done, shown and undone together."""

from __future__ import annotations

import uuid

from sqlalchemy import insert, select

from rexus.db.work import Work
from rexus.stock.orm import Lote


def abrir(work: Work, clave: str, tipo: str, clase: str, *, origen: str = "", huella: str = "") -> int:
    """The id of the batch with that UUID, made if it is not there yet."""
    previo = work.connection.scalar(select(Lote.id).where(Lote.clave == clave))
    if previo is not None:
        return previo
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
