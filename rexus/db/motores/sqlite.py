"""SQLite: three files in the home, set up the way that keeps what was acknowledged.

WAL lets readers go on while one writes; synchronous=FULL makes a commit survive a power cut; BEGIN IMMEDIATE takes the
write lock first, since a transaction that starts as a reader and then writes fails at once when somebody else wrote.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from rexus.base.errors import (
    BaseDanadaError,
    BaseError,
    BaseOcupadaError,
    CanceladoError,
    DiscoLlenoError,
    RexusError,
    SoloLecturaError,
)
from rexus.base.paths import Paths
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.db import names, restauracion
from rexus.db.conexion import PoolSettings
from rexus.db.motores.motor import ESPERA_DE_BLOQUEO_MS, Vigilancia, con_pool

WRITE = "rexus_write"

# How many SQLite steps run between two looks at whether the reader was cancelled: about a millisecond.
_STEPS_BETWEEN_LOOKS = 20_000

_PRAGMAS = (
    f"PRAGMA busy_timeout = {ESPERA_DE_BLOQUEO_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -8192",
    "PRAGMA temp_store = MEMORY",
)

# Without room for its helper files (-wal, -shm) SQLite reports these instead of FULL.
_ALSO_WHEN_FULL = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
_NO_ROOM_BYTES = 1 << 17


class MotorSqlite:
    """The embedded databases of one home."""

    nombre = "sqlite"
    es_servidor = False

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        # Asked for by every unit of work.
        self._lugares = {base: str(paths.database(base)) for base in names.ALL}
        self._marca = str(restauracion.marca(paths))

    def lugar(self, base: str) -> str:
        """The file's path."""
        return self._lugares[base]

    def engine(self, base: str, pool: PoolSettings, *, secreta: bool) -> Engine:
        """An engine on the database's file."""
        return sqlite_engine(self._paths.database(base), pool, secreta=secreta)

    def asegurar(self, base: str) -> None:
        """Make the file if it is missing; end a restore that somebody could not end.

        Raises BaseDanadaError for an empty one, SoloLecturaError, RestauracionPendienteError.
        """
        if self.interrumpida():
            restauracion.terminar_pendiente(self._paths)
        file = self._paths.database(base)
        if file.exists():
            if not file.stat().st_size:
                # Said before SQLite writes a header into it.
                raise BaseDanadaError(self.lugar(base), tr("El archivo está vacío."))
            return
        from rexus.db import creation

        try:
            self._paths.crear()
            creation.create(file, base, self)
        except OSError as error:
            raise SoloLecturaError(str(file.parent)) from error

    def interrumpida(self) -> bool:
        """Whether databases of a backup are being put in place, or still have to be. Asked by every unit of work."""
        return os.path.exists(self._marca)  # noqa: PTH110 - half the cost of a Path

    @contextmanager
    def conectar(self, engine: Engine, vigilancia: Vigilancia, *, write: bool) -> Iterator[Connection]:
        """A connection that begins by taking the write lock, or never takes it."""
        with (
            engine.connect().execution_options(**{WRITE: write}) as connection,
            _interruptible(connection, vigilancia.avance),
        ):
            yield connection

    def vigilar(self, connection: Connection, vigilancia: Vigilancia) -> None:
        """Nothing to do: a file answers or fails."""

    def bloquear_migracion(self, connection: Connection, base: str) -> None:
        """Nothing to do: a writing transaction already excludes every other."""

    def explicar(self, error: BaseException | None, base: str, vigilancia: Vigilancia | None) -> RexusError | None:
        """By its result code, https://www.sqlite.org/rescode.html."""
        return explicar(error, self.lugar(base))

    def es_transitorio(self, error: BaseException | None) -> bool:
        """Never: one writes at a time."""
        return False

    def se_corto(self, error: BaseException | None) -> bool:
        """Never: there is no network."""
        return False

    def falta_tabla(self, error: BaseException | None) -> bool:
        """SQLite has no code of its own for it."""
        return isinstance(error, sqlite3.OperationalError) and "no such table" in str(error)


def sqlite_engine(file: Path, pool: PoolSettings, *, secreta: bool = False) -> Engine:
    """An engine on one SQLite file; nothing is opened until the first connection is asked for."""

    def crear(**options: Any) -> Engine:
        return create_engine(
            URL.create("sqlite", database=str(file)),
            hide_parameters=secreta,
            connect_args={"check_same_thread": False, "timeout": ESPERA_DE_BLOQUEO_MS / 1000},
            **options,
        )

    engine = con_pool(crear, pool)

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not begin transactions by itself: `_begin` says which kind is wanted.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def explicar(error: BaseException | None, lugar: str) -> BaseError | CanceladoError | None:
    """The RexusError for a SQLite error; None for bugs."""
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


def _is_full(lugar: str) -> bool:
    try:
        return shutil.disk_usage(Path(lugar).parent).free < _NO_ROOM_BYTES
    except OSError:
        return False


@contextmanager
def _interruptible(connection: Connection, avance: Avance) -> Iterator[None]:
    """Let a cancelled reader stop in the middle of a long statement instead of at its end."""
    raw = connection.connection.driver_connection
    if isinstance(avance, SinAvance) or not isinstance(raw, sqlite3.Connection):
        yield
        return
    raw.set_progress_handler(lambda: 1 if avance.cancelado else 0, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)
