"""What each kind of server is told, besides inserting rows, when its rows are replaced.

Everything happens inside one transaction, by the account that owns the tables, and is undone with it: triggers that are
off for the load are off for nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from rexus.db import crudo
from rexus.db.motores.motor import ESPERA_DE_BLOQUEO_MS

_TANDA: Final = 1_000
_SECUENCIA: Final = text("SELECT pg_get_serial_sequence(:tabla, :columna)")


class Palabras(Protocol):
    """One kind of server."""

    def cerrar(self, connection: Connection, tablas: Sequence[Table]) -> None:
        """Let nobody else write into the tables until the transaction ends, and let their triggers refuse nothing."""

    def abrir(self, connection: Connection, tablas: Sequence[Table]) -> None:
        """Let the triggers guard them again."""

    def secuencia(self, connection: Connection, tabla: Table, ultimo: int) -> None:
        """Ids up to `ultimo` were given: the next one comes after it."""

    def insertar(self, connection: Connection, tabla: Table, filas: Iterable[Sequence[Any]]) -> None:
        """Write rows, their values in the order of the table's columns. Raises DBAPIError."""

    def terminar(self, connection: Connection, tablas: Sequence[Table]) -> None:
        """All rows are there."""


class PalabrasPostgresql:
    """https://www.postgresql.org/docs/current/sql-altertable.html: triggers may be switched by the owner.

    Readers go on with the old rows until the commit.
    """

    def cerrar(self, connection: Connection, tablas: Sequence[Table]) -> None:
        # Migrations wait as long as another one takes; this does not.
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {ESPERA_DE_BLOQUEO_MS}")
        connection.exec_driver_sql(f"LOCK TABLE {', '.join(_citadas(connection, tablas))} IN EXCLUSIVE MODE")
        for tabla in _citadas(connection, tablas):
            connection.exec_driver_sql(f"ALTER TABLE {tabla} DISABLE TRIGGER USER")

    def abrir(self, connection: Connection, tablas: Sequence[Table]) -> None:
        for tabla in _citadas(connection, tablas):
            connection.exec_driver_sql(f"ALTER TABLE {tabla} ENABLE TRIGGER USER")

    def secuencia(self, connection: Connection, tabla: Table, ultimo: int) -> None:
        """By ALTER, which is undone with the transaction; `setval` would stay."""
        (columna,) = tabla.primary_key.columns
        nombre = connection.scalar(_SECUENCIA, {"tabla": tabla.name, "columna": columna.name})
        if nombre is not None:
            connection.exec_driver_sql(f"ALTER SEQUENCE {nombre} RESTART WITH {int(ultimo) + 1}")

    def insertar(self, connection: Connection, tabla: Table, filas: Iterable[Sequence[Any]]) -> None:
        crudo.copiar(connection, tabla, filas)

    def terminar(self, connection: Connection, tablas: Sequence[Table]) -> None:
        """The planner learns of the new rows now, and not when the server finds time for it."""
        for tabla in _citadas(connection, tablas):
            connection.exec_driver_sql(f"ANALYZE {tabla}")


class PalabrasSqlserver:
    """https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql. Readers wait until the commit."""

    def cerrar(self, connection: Connection, tablas: Sequence[Table]) -> None:
        for sentencia in self.sentencias_de_cierre(_citadas(connection, tablas)):
            connection.exec_driver_sql(sentencia)

    @staticmethod
    def sentencias_de_cierre(citadas: Sequence[str]) -> list[str]:
        """The schema lock that the second statement takes keeps everybody out; the first begins the transaction."""
        return [
            *(f"SELECT TOP 1 1 FROM {tabla} WITH (TABLOCKX, HOLDLOCK)" for tabla in citadas),  # noqa: S608
            *(f"ALTER TABLE {tabla} DISABLE TRIGGER ALL" for tabla in citadas),
        ]

    def abrir(self, connection: Connection, tablas: Sequence[Table]) -> None:
        for sentencia in self.sentencias_de_apertura(_citadas(connection, tablas)):
            connection.exec_driver_sql(sentencia)

    @staticmethod
    def sentencias_de_apertura(citadas: Sequence[str]) -> list[str]:
        """What `sentencias_de_cierre` switched off."""
        return [f"ALTER TABLE {tabla} ENABLE TRIGGER ALL" for tabla in citadas]

    def secuencia(self, connection: Connection, tabla: Table, ultimo: int) -> None:
        """Rows that bring their ids push the counter up by themselves; only ids that are gone have to be told."""
        hay = connection.scalar(select(func.count()).select_from(tabla))
        connection.exec_driver_sql(self.sentencia_de_contador(tabla.name, ultimo if hay or not ultimo else ultimo + 1))

    @staticmethod
    def sentencia_de_contador(tabla: str, ultimo: int) -> str:
        """https://learn.microsoft.com/sql/t-sql/database-console-commands/dbcc-checkident-transact-sql"""
        return f"DBCC CHECKIDENT ('{tabla}', RESEED, {int(ultimo)}) WITH NO_INFOMSGS"

    def insertar(self, connection: Connection, tabla: Table, filas: Iterable[Sequence[Any]]) -> None:
        """SQLAlchemy says that the rows bring their ids, where the table would give them."""
        nombres, sentencia, pendientes = [columna.name for columna in tabla.columns], insert(tabla), iter(filas)
        while tanda := [dict(zip(nombres, fila, strict=True)) for fila in islice(pendientes, _TANDA)]:
            connection.execute(sentencia, tanda)

    def terminar(self, connection: Connection, tablas: Sequence[Table]) -> None:
        """SQL Server looks by itself."""


def de(connection: Connection) -> Palabras:
    """Those of the server that is connected."""
    return PalabrasPostgresql() if connection.dialect.name == "postgresql" else PalabrasSqlserver()


def vaciar(connection: Connection, tablas: Sequence[Table]) -> None:
    """Take every row away, those that point at others first."""
    for tabla in reversed(tablas):
        connection.execute(delete(tabla))


def _citadas(connection: Connection, tablas: Sequence[Table]) -> list[str]:
    return [connection.dialect.identifier_preparer.format_table(tabla) for tabla in tablas]
