"""PostgreSQL's trigram index. It needs the extension pg_trgm, which not every server has: without it searches scan."""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from rexus.base.log import get_logger

log = get_logger(__name__)

_DISPONIBLE = text("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
_INDICE = text("SELECT 1 FROM pg_indexes WHERE schemaname = current_schema() AND indexname = :nombre")


def preparar(connection: Connection, tabla: str) -> bool:
    """Make the index on `busqueda` if the server can and has not yet. Whether it is there afterwards.

    The extension is a trusted one: whoever may create things in the database may create it.
    """
    if hay(connection, tabla):
        return True
    if connection.scalar(_DISPONIBLE) is None:
        log.warning("the server has no pg_trgm (package postgresql-contrib): searches in %s look at every row", tabla)
        return False
    try:
        # Of its own, so that a refusal leaves the caller's transaction alive.
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
            connection.execute(text(f"CREATE INDEX {_nombre(tabla)} ON {tabla} USING gin (busqueda gin_trgm_ops)"))
    except DBAPIError as error:
        log.warning("pg_trgm was refused (%s): searches in %s look at every row", error.orig, tabla)
        return False
    return True


def hay(connection: Connection, tabla: str) -> bool:
    """Whether the index is there."""
    return connection.scalar(_INDICE, {"nombre": _nombre(tabla)}) is not None


def _nombre(tabla: str) -> str:
    return f"ix_{tabla}_busqueda_trgm"
