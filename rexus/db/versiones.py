"""The counters by which seats learn that lookups went stale: one row for each label, raised by whatever changes it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError

from rexus.db.cache_versiones import CacheVersion
from rexus.db.motores import Motor

_TODAS = select(CacheVersion.etiqueta, CacheVersion.version)
_SUBIR = (
    update(CacheVersion)
    .where(CacheVersion.etiqueta == bindparam("p_etiqueta"))
    .values(version=CacheVersion.version + 1)
)


def subir(connection: Connection, etiquetas: Iterable[str]) -> None:
    """Raise the counters, as part of the change that makes lookups stale; in order, so that two seats never cross."""
    for etiqueta in sorted(etiquetas):
        if not connection.execute(_SUBIR, {"p_etiqueta": etiqueta}).rowcount:
            connection.execute(insert(CacheVersion), {"etiqueta": etiqueta, "version": 1})


def leer(connection: Connection, motor: Motor) -> dict[str, int]:
    """Every counter. None of them in a database that is older than they are."""
    try:
        return {fila.etiqueta: fila.version for fila in connection.execute(_TODAS)}
    except DBAPIError as error:
        if not motor.falta_tabla(error.orig):
            raise
        return {}
