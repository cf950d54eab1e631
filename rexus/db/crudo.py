"""Reading straight from the driver's cursor, where wrapping each row would cost more than reading it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import CursorResult
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
