"""The chain: every event carries the hash of the one before, made with a key that is kept in another database.

Whoever can write to `auditoria` and does not hold the key (`rexus.db.llaves`) cannot alter, remove, insert or move an
event without its hash, or the next one's, ceasing to fit.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, insert, select

from rexus.auditoria.orm import Archivo, Evento
from rexus.base.text import iso_utc
from rexus.db.work import Work

# The name of the key, and of the turn that whoever extends the chain takes.
LLAVE: Final = "auditoria"
TURNO: Final = "auditoria"
#: What an entry of an outbox says, besides the database it comes from.
DE_LA_BANDEJA: Final = (
    *("uuid", "fecha", "usuario", "equipo", "modulo", "accion", "tabla", "registro", "antes", "despues"),
)
#: The columns that a hash covers; it is itself the last column.
SELLADOS: Final = ("id", "base", *DE_LA_BANDEJA, "recibido", "anterior")
COLUMNAS: Final[tuple[Any, ...]] = tuple(getattr(Evento, nombre) for nombre in (*SELLADOS, "hash"))


@dataclass(frozen=True)
class Eslabon:
    """How far a chain has come: the number and the hash of an event; number 0 before the first."""

    numero: int
    hash: str


ORIGEN: Final = Eslabon(0, "0" * 64)


def documento(fila: Mapping[str, Any]) -> dict[str, Any]:
    """An event as JSON carries it: moments as ISO 8601 in UTC."""
    return {nombre: iso_utc(valor) if isinstance(valor, datetime) else valor for nombre, valor in fila.items()}


def sello(llave: bytes, fila: Mapping[str, Any]) -> str:
    """The hash (HMAC-SHA-256, hexadecimal) of an event: of every column but itself, the hash before it included."""
    valores = documento({nombre: fila[nombre] for nombre in SELLADOS})
    texto = json.dumps(valores, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hmac.digest(llave, texto.encode("ascii"), "sha256").hex()


def eslabonar(
    llave: bytes, desde: Eslabon, entradas: Iterable[Mapping[str, Any]], recibido: datetime
) -> list[dict[str, Any]]:
    """The rows that follow `desde`, one for each entry (`base` and the columns of an outbox)."""
    filas: list[dict[str, Any]] = []
    numero, anterior = desde.numero, desde.hash
    for entrada in entradas:
        numero += 1
        fila = {"id": numero, **entrada, "recibido": recibido, "anterior": anterior}
        anterior = fila["hash"] = sello(llave, fila)
        filas.append(fila)
    return filas


def ultimo(work: Work) -> Eslabon:
    """How far the chain has come, archives included. Unit of work on `auditoria`."""
    evento = work.connection.execute(select(Evento.id, Evento.hash).order_by(Evento.id.desc()).limit(1)).first()
    if evento is not None:
        return Eslabon(*evento)
    return ultimo_archivado(work)


def ultimo_archivado(work: Work) -> Eslabon:
    """The last event that left for an archive."""
    fila = work.connection.execute(select(Archivo.hasta, Archivo.hash).order_by(Archivo.hasta.desc()).limit(1)).first()
    return ORIGEN if fila is None else Eslabon(*fila)


def agregar(work: Work, llave: bytes, desde: Eslabon, entradas: Iterable[Mapping[str, Any]]) -> Eslabon:
    """Add entries after `desde`; how far the chain then has come. The caller holds the turn."""
    filas = eslabonar(llave, desde, entradas, work.now())
    if not filas:
        return desde
    work.connection.execute(insert(Evento), filas)
    return Eslabon(filas[-1]["id"], filas[-1]["hash"])


def concuerda(work: Work, cabeza: Eslabon) -> bool:
    """Whether the chain holds the event that a head kept elsewhere names; true also when that one was archived."""
    if cabeza.numero <= 0:
        return cabeza == ORIGEN
    hallado = work.connection.scalar(select(Evento.hash).where(Evento.id == cabeza.numero))
    if hallado is None:
        hallado = work.connection.scalar(select(Archivo.hash).where(Archivo.hasta == cabeza.numero))
    if hallado is None:
        return cabeza.numero < (work.connection.scalar(select(func.max(Archivo.hasta))) or 0)
    return bool(hallado == cabeza.hash)
