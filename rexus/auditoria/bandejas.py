"""What the forwarder does in a database that has an outbox: take what waits, note what was handed on, clear it away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, exists, func, insert, literal, select

from rexus.auditoria.cadena import DE_LA_BANDEJA, TURNO
from rexus.db import names
from rexus.db.lists import entre
from rexus.db.locking import turno
from rexus.db.outbox import InventarioOutbox, InventarioOutboxEnviada, UsersOutbox, UsersOutboxEnviada
from rexus.db.types import Momento
from rexus.db.work import Work

#: The databases that have an outbox, in the order in which the forwarder visits them.
BASES: Final = (names.USERS, names.INVENTARIO)
# A commit whose answer was lost is looked up in the outbox; nobody asks after two days.
SE_QUEDAN: Final = timedelta(days=2)
# How many false marks an event names.
_PRIMERAS: Final = 20

_TABLAS: Final[dict[str, tuple[Any, Any]]] = {
    names.USERS: (UsersOutbox, UsersOutboxEnviada),
    names.INVENTARIO: (InventarioOutbox, InventarioOutboxEnviada),
}


@dataclass(frozen=True)
class Enviada:
    """A mark in `outbox_enviadas`, and the UUID and the moment of its entry; None when there is no such entry."""

    id: int
    uuid: str | None
    fecha: datetime
    anotada: datetime | None


def esperan(work: Work, base: str, cuantas: int) -> list[dict[str, Any]]:
    """The first entries that were not handed on, in the order of their ids.

    Looked for by what is missing and not from a place onwards: a server gives ids before the commit, so an entry may
    appear behind others that were handed on already.
    """
    bandeja, enviadas = _TABLAS[base]
    columnas = [getattr(bandeja, nombre) for nombre in DE_LA_BANDEJA]
    filas = work.connection.execute(
        select(*columnas).where(_sin_enviar(bandeja, enviadas)).order_by(bandeja.id).limit(cuantas)
    )
    return [{"base": base, **dict(zip(DE_LA_BANDEJA, fila, strict=True))} for fila in filas]


def contar(work: Work, base: str) -> tuple[int, datetime | None]:
    """How many entries wait, and the moment (UTC) of the oldest."""
    bandeja, enviadas = _TABLAS[base]
    consulta = select(func.count(), func.min(bandeja.fecha, type_=Momento)).where(_sin_enviar(bandeja, enviadas))
    cuantas, desde = work.connection.execute(consulta).one()
    return cuantas, desde


def marcar(work: Work, base: str, uuids: Collection[str]) -> None:
    """Note that those entries are in the trail.

    By their UUID: SQLite may give the id of an entry that was cleared away to a new one.
    """
    bandeja, enviadas = _TABLAS[base]
    turno(work.connection, TURNO)
    nuevas = select(bandeja.id, literal(work.now(), Momento)).where(
        entre(bandeja.uuid, uuids), _sin_enviar(bandeja, enviadas)
    )
    work.connection.execute(insert(enviadas).from_select(["id", "fecha"], nuevas))


def viejas(work: Work, base: str, cuantas: int) -> list[Enviada]:
    """Marks that have stood for long enough, oldest first."""
    _bandeja, enviadas = _TABLAS[base]
    viejas = _marcas(base).where(enviadas.fecha < work.now() - SE_QUEDAN).order_by(enviadas.fecha)
    return [Enviada(*fila) for fila in work.connection.execute(viejas.limit(cuantas))]


def retirar(work: Work, base: str, uuids: Collection[str]) -> int:
    """Clear entries away that are in the trail, with their marks; how many went."""
    bandeja, enviadas = _TABLAS[base]
    turno(work.connection, TURNO)
    ids = list(
        work.connection.scalars(
            select(bandeja.id)
            .join(enviadas, enviadas.id == bandeja.id)
            .where(entre(bandeja.uuid, uuids), enviadas.fecha < work.now() - SE_QUEDAN)
        )
    )
    work.connection.execute(delete(bandeja).where(entre(bandeja.id, ids)))
    # In the same transaction: a mark must never outlive its entry, whose id SQLite may give to another.
    work.connection.execute(delete(enviadas).where(entre(enviadas.id, ids)))
    return len(ids)


def desmarcar(work: Work, base: str, marcas: Collection[Enviada]) -> None:
    """Take away marks of what is not in the trail, which is an event: entries that are there will be handed on."""
    _bandeja, enviadas = _TABLAS[base]
    turno(work.connection, TURNO)
    ids = [marca.id for marca in marcas]
    work.connection.execute(delete(enviadas).where(entre(enviadas.id, ids)))
    sin_entrada = [marca.id for marca in marcas if marca.uuid is None]
    work.anotar(
        "auditoria",
        "marca falsa",
        "outbox_enviadas",
        base,
        antes={"marcas": len(ids), "sin_entrada": len(sin_entrada), "primeras": sorted(ids)[:_PRIMERAS]},
    )


def marcadas(work: Work, base: str, despues_de: int, cuantas: int) -> list[Enviada]:
    """What is said to be in the trail, in the order of the ids; a mark whose entry is not there too."""
    _bandeja, enviadas = _TABLAS[base]
    filas = _marcas(base).where(enviadas.id > despues_de).order_by(enviadas.id).limit(cuantas)
    return [Enviada(*fila) for fila in work.connection.execute(filas)]


def _marcas(base: str) -> Any:
    bandeja, enviadas = _TABLAS[base]
    columnas = (enviadas.id, bandeja.uuid, enviadas.fecha, bandeja.fecha.label("anotada"))
    return select(*columnas).outerjoin(bandeja, bandeja.id == enviadas.id)


def _sin_enviar(bandeja: Any, enviadas: Any) -> Any:
    return ~exists(select(enviadas.id).where(enviadas.id == bandeja.id))
