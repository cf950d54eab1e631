"""Straight to the driver's cursor and from it, where wrapping each row would cost more than the row itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Table
from sqlalchemy.exc import DBAPIError


def tandas(resultado: CursorResult[Any], cuantas: int) -> Iterator[Sequence[Any]]:
    """The rows of a result as the driver gives them, so many at a time. Raises DBAPIError as any statement does."""
    driver = resultado.context.dialect.loaded_dbapi
    cursor = resultado.cursor
    try:
        while parte := cursor.fetchmany(cuantas):
            yield parte
    except driver.Error as error:
        raise DBAPIError(None, None, error) from error
    finally:
        resultado.close()


def copiar(connection: Connection, tabla: Table, filas: Iterable[Sequence[Any]]) -> None:
    """Write rows into a table of PostgreSQL by its COPY, several times faster than inserting them.

    Part of the connection's present transaction; values in the order of the table's columns. Raises DBAPIError as any
    statement does. https://www.postgresql.org/docs/current/sql-copy.html
    """
    citar = connection.dialect.identifier_preparer
    columnas = ", ".join(citar.format_column(columna) for columna in tabla.columns)
    sentencia = f"COPY {citar.format_table(tabla)} ({columnas}) FROM STDIN"
    cruda: Any = connection.connection.driver_connection
    driver = connection.dialect.loaded_dbapi
    try:
        with cruda.cursor() as cursor, cursor.copy(sentencia) as copia:
            for fila in filas:
                copia.write_row(fila)
    except driver.Error as error:
        raise DBAPIError.instance(sentencia, None, error, driver.Error, dialect=connection.dialect) from error
