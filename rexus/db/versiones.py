"""The counters by which seats learn that lookups went stale: one row for each label, raised by whatever changes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    String,
    bindparam,
    column,
    insert,
    null,
    select,
    table,
    union_all,
    update,
)
from sqlalchemy.exc import DBAPIError

from rexus.db.cache_versiones import CacheVersion
from rexus.db.motores import Motor

# The revision comes as a row of its own, in a column of its own since its collation is another: one question.
_TODAS: CompoundSelect[Any] = union_all(
    select(CacheVersion.etiqueta, CacheVersion.version, null().label("revision")),
    select(null(), null(), column("version_num", String)).select_from(table("alembic_version")),
)
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


def leer(connection: Connection, motor: Motor) -> tuple[str | None, dict[str, int]]:
    """The schema's revision and every counter, in one question. Nothing of a database that has neither."""
    try:
        filas = connection.execute(_TODAS).all()
    except DBAPIError as error:
        if not motor.falta_tabla(error.orig):
            raise
        return None, {}
    revision = next((fila.revision for fila in filas if fila.revision is not None), None)
    return revision, {fila.etiqueta: fila.version for fila in filas if fila.revision is None}
