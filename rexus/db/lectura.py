"""Reading a whole database as it was at one moment, row by row: for copies of it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Select, Table

from rexus.db.conexion import PoolSettings
from rexus.db.motores import Motor, Vigilancia

_S = TypeVar("_S", bound=Select[Any])

# Rows on their way at a time.
_FILAS: Final = 2_000
_SNAPSHOT: Final = "SELECT snapshot_isolation_state FROM sys.databases WHERE name = DB_NAME()"


@contextmanager
def aparte(motor: Motor, base: str, vigilancia: Vigilancia | None = None) -> Iterator[Connection]:
    """A connection of its own that reads, outside the pool, whose places may all be taken."""
    engine = motor.engine(base, PoolSettings(activo=False), secreta=True)
    try:
        with motor.conectar(engine, vigilancia or Vigilancia(), write=False) as connection:
            yield connection
    finally:
        engine.dispose()


def un_estado(connection: Connection) -> str:
    """Let what `connection` reads from now on be of one state; returns the hint that every statement needs for that.

    PostgreSQL's readers have it already (`conectar`). SQL Server: SNAPSHOT isolation where the database allows it,
    else locks on whole tables until the end: every table must then be asked something before the first row is read.
    https://learn.microsoft.com/sql/t-sql/queries/hints-transact-sql-table
    """
    if connection.dialect.name != "mssql":
        return ""
    permitido = connection.exec_driver_sql(_SNAPSHOT).scalar()
    # The level is for the next transaction.
    connection.rollback()
    if permitido == 1:
        connection.execution_options(isolation_level="SNAPSHOT")
        return ""
    return "WITH (HOLDLOCK, TABLOCK)"


def con_pista(consulta: _S, tabla: Table, pista: str) -> _S:
    """The statement with the hint that `un_estado` gave."""
    return consulta.with_hint(tabla, pista, "mssql") if pista else consulta


def filas(connection: Connection, consulta: Select[Any]) -> Generator[Any]:
    """The rows of a result of any length, a few at a time. Whoever may stop before the last closes it."""
    with connection.execute(consulta.execution_options(yield_per=_FILAS)) as resultado:
        yield from resultado
