"""A database file that nobody else has open: a copy to be looked at, or to be brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from rexus.base.actor import SISTEMA
from rexus.base.paths import Paths
from rexus.base.progress import Avance, SinAvance
from rexus.db import names, schema
from rexus.db.conexion import PoolSettings
from rexus.db.outbox import InventarioOutbox, OutboxMixin, UsersOutbox
from rexus.db.work import Work

_BANDEJAS: dict[str, type[OutboxMixin]] = {names.USERS: UsersOutbox, names.INVENTARIO: InventarioOutbox}
# As much as SQLite allows: an image is read once, from end to end.
_MMAP_BYTES = 2**31 - 2**16
_PASOS_ENTRE_MIRADAS = 200_000


def conectar(file: Path, avance: Avance | None = None) -> sqlite3.Connection:
    """A connection that only reads, makes no helper files, and takes no locks: the file must not change meanwhile.

    It may be used in another thread. A statement stops once `avance` was cancelled. Raises sqlite3.Error.
    """
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.isolation_level = None
    connection.execute(f"PRAGMA mmap_size = {_MMAP_BYTES}")
    if avance is not None and not isinstance(avance, SinAvance):
        connection.set_progress_handler(lambda: 1 if avance.cancelado else 0, _PASOS_ENTRE_MIRADAS)
    return connection


@contextmanager
def leer(file: Path, base: str, avance: Avance | None = None) -> Iterator[Work]:
    """A unit of work that reads the image of a logical database; the program itself is its actor."""
    engine = _engine(lambda: conectar(file, avance))
    try:
        with engine.connect() as connection:
            yield Work(connection, SISTEMA, _BANDEJAS.get(base, OutboxMixin), _sin_llave, avance=avance or SinAvance())
    finally:
        engine.dispose()


def revision(file: Path) -> str | None:
    """The schema's revision; None for a database that is none of Rexus. Raises sqlite3.DatabaseError."""
    with closing(conectar(file)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return None
        fila = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return None if fila is None else str(fila[0])


def como_viva(connection: sqlite3.Connection) -> None:
    """Leave the file as the program's own: with a write-ahead log, folded in when it is closed."""
    connection.execute("PRAGMA journal_mode = WAL")


def actualizar(file: Path, base: str) -> None:
    """Bring the schema of an image to this program's. Raises BaseNuevaError when a newer program made it."""
    if not schema.is_outdated(base, revision(file)):
        return
    # Deferred: the engine itself looks here when a restore was not ended.
    from rexus.db.motores.sqlite import WRITE, MotorSqlite, sqlite_engine

    engine = sqlite_engine(file, PoolSettings(activo=False))
    try:
        with engine.connect().execution_options(**{WRITE: True}) as connection:
            # Only asked for the database's name and how migrations take turns.
            schema.upgrade(connection, base, MotorSqlite(Paths(file.parent, file.parent, file.parent, file.parent)))
    finally:
        # Closing the last connection folds the write-ahead log into the file.
        engine.dispose()


@contextmanager
def escribir(file: Path, base: str) -> Iterator[Work]:
    """A unit of work that changes an image of this program's schema, committed when the block ends."""
    from rexus.db.motores.sqlite import WRITE, sqlite_engine

    engine = sqlite_engine(file, PoolSettings(activo=False))
    try:
        with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
            yield Work(connection, SISTEMA, _BANDEJAS.get(base, OutboxMixin), _sin_llave)
    finally:
        engine.dispose()


def _engine(creator: Callable[[], sqlite3.Connection]) -> Engine:
    return create_engine("sqlite://", creator=creator, poolclass=NullPool)


def _sin_llave(nombre: str) -> NoReturn:
    raise LookupError(f"an image has no installation: {nombre}")
