"""Locks of rows, where several seats write at once.

On SQLite a unit that writes holds the one write lock from its start, so nothing here does anything. On a server each
statement sees what others committed before it, and a row that was locked stays as it was read until the transaction
ends. Whoever locks several rows takes them in the order of their ids; where that fails, the server ends one of the
two and the registry runs it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, select, text

from rexus.base.errors import BaseOcupadaError
from rexus.db.lists import as_list, id_in

_Consulta = TypeVar("_Consulta", bound=Select[*tuple[Any, ...]])

_TURNO_POSTGRESQL = text("SELECT pg_advisory_xact_lock(hashtext(:nombre))")
# The driver begins a transaction with the first statement that reads a table; the lock needs one to belong to.
_EMPEZAR_MSSQL = text("SELECT version_num FROM alembic_version")
# The procedure answers with a number below zero when the lock was not given.
_TURNO_MSSQL = text(
    "DECLARE @dado int; "
    "EXEC @dado = sp_getapplock @Resource = :nombre, @LockMode = 'Exclusive', @LockOwner = 'Transaction', "
    "@LockTimeout = 5000; "
    "SELECT @dado"
)


def con_bloqueo(consulta: _Consulta, tabla: Any) -> _Consulta:
    """The same query, locking the rows of `tabla` that it gives, until the transaction ends. Others may read them."""
    # Not the key: rows that only point at these, such as movements at their place, need not wait.
    return consulta.with_for_update(of=tabla, key_share=True).with_hint(tabla, "WITH (UPDLOCK, ROWLOCK)", "mssql")


def sin_cambios(consulta: _Consulta, tabla: Any) -> _Consulta:
    """The same query, keeping the rows of `tabla` as they are until the transaction ends; others may do so too."""
    return consulta.with_for_update(of=tabla, read=True).with_hint(tabla, "WITH (REPEATABLEREAD, ROWLOCK)", "mssql")


def bloquear(connection: Connection, tabla: Any, ids: Iterable[int]) -> None:
    """Lock the rows of `tabla` with those ids, in their order, until the transaction ends."""
    if not es_servidor(connection):
        return
    consulta = con_bloqueo(select(tabla.id).where(id_in(tabla.id, "ids")).order_by(tabla.id), tabla)
    connection.execute(consulta, {"ids": as_list(sorted(set(ids)))}).all()


def turno(connection: Connection, nombre: str) -> None:
    """From here on only one transaction at a time, of all that take turns under that name. Raises BaseOcupadaError.

    For what no single row stands for: a rule over all places, say. The other one waits for the end of this one.
    """
    motor = connection.dialect.name
    if motor == "postgresql":
        connection.execute(_TURNO_POSTGRESQL, {"nombre": nombre})
    elif motor == "mssql":
        connection.execute(_EMPEZAR_MSSQL).all()
        if connection.execute(_TURNO_MSSQL, {"nombre": nombre}).scalar_one() < 0:
            raise BaseOcupadaError


def es_servidor(connection: Connection) -> bool:
    """Whether other seats may write at the same time."""
    return connection.dialect.name != "sqlite"
