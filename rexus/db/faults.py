"""Failures of the driver, said as a RexusError when the user can do something about them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from rexus.base.errors import (
    BaseDanadaError,
    BaseError,
    BaseOcupadaError,
    CanceladoError,
    DiscoLlenoError,
    SoloLecturaError,
)
from rexus.base.text import tr


@contextmanager
def translated(lugar: str) -> Iterator[None]:
    """Raise a BaseError (or CanceladoError) instead of the driver's error. `lugar` is the file or server in question.

    Errors that tell of a bug (a wrong statement, a broken constraint) pass unchanged.
    """
    try:
        yield
    except DBAPIError as error:
        known = explain(error.orig, lugar)
        if known is None:
            raise
        raise known from error
    except PoolTimeoutError as error:
        raise BaseError(
            tr("Sin conexiones libres"),
            tr("Todas las conexiones con la base están en uso. No se guardó nada."),
            tr("Esperar unos segundos y probar otra vez."),
        ) from error
    except sqlite3.Error as error:
        known = explain(error, lugar)
        if known is None:
            raise
        raise known from error


# Without room for its helper files (-wal, -shm) SQLite reports these instead of FULL.
_ALSO_WHEN_FULL = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
_NO_ROOM_BYTES = 1 << 17


def _is_full(lugar: str) -> bool:
    try:
        return shutil.disk_usage(Path(lugar).parent).free < _NO_ROOM_BYTES
    except OSError:
        return False


def explain(error: BaseException | None, lugar: str) -> BaseError | CanceladoError | None:
    """The RexusError for a SQLite error, by its result code (https://www.sqlite.org/rescode.html); None for bugs."""
    if not isinstance(error, sqlite3.Error):
        return None
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return BaseOcupadaError()
    if primary == sqlite3.SQLITE_INTERRUPT:
        return CanceladoError()
    if primary == sqlite3.SQLITE_FULL or (primary in _ALSO_WHEN_FULL and _is_full(lugar)):
        return DiscoLlenoError(lugar)
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return SoloLecturaError(lugar)
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return BaseDanadaError(lugar, str(error))
    if primary == sqlite3.SQLITE_IOERR:
        return BaseError(
            tr("El disco no responde bien"),
            tr("No se pudo leer o escribir «{lugar}» ({detalle}). No se guardó nada de lo último que se pidió.").format(
                lugar=lugar, detalle=str(error)
            ),
            tr("Revisar el disco o la conexión de red y repetir la operación."),
        )
    return None
