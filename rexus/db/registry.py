"""The one registry of engines. It owns one lazy engine and pool for each logical database."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from rexus.base.actor import Actor
from rexus.base.errors import BaseDanadaError, SoloLecturaError
from rexus.base.paths import Paths
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.db import creation, names, schema
from rexus.db.engine import WRITE, sqlite_engine
from rexus.db.faults import translated
from rexus.db.outbox import InventarioOutbox, OutboxMixin, UsersOutbox
from rexus.db.work import Work, now_utc

_OUTBOXES: dict[str, type[OutboxMixin]] = {names.USERS: UsersOutbox, names.INVENTARIO: InventarioOutbox}

# How many SQLite steps run between two looks at whether the reader was cancelled: about a millisecond.
_STEPS_BETWEEN_LOOKS = 20_000


@dataclass(frozen=True)
class PoolSettings:
    """Sizes are connections; `timeout` is seconds to wait for a free one."""

    size: int = 10
    max_overflow: int = 5
    timeout: float = 5.0


class Registry:
    """Units of work on the logical databases. Creating it opens nothing; the first unit of work connects."""

    def __init__(
        self, paths: Paths, pool: PoolSettings | None = None, *, clock: Callable[[], datetime] = now_utc
    ) -> None:
        self._paths = paths
        self._pool = pool or PoolSettings()
        self._clock = clock
        self._engines: dict[str, Engine] = {}
        self._ready: set[str] = set()
        self._lock = threading.RLock()

    def lugar(self, base: str) -> str:
        """What to call a database's place in a message: the file's path."""
        return str(self._paths.database(base))

    def engine(self, base: str) -> Engine:
        """The engine of a logical database, made at the first call. Opens no connection."""
        with self._lock:
            if base not in self._engines:
                self._engines[base] = sqlite_engine(
                    self._paths.database(base),
                    pool_size=self._pool.size,
                    max_overflow=self._pool.max_overflow,
                    pool_timeout=self._pool.timeout,
                    secreta=base == names.USERS,
                )
            return self._engines[base]

    @contextmanager
    def read(self, base: str, actor: Actor, avance: Avance | None = None) -> Iterator[Work]:
        """A unit of work that reads one consistent state and writes nothing.

        Raises a BaseError when the database cannot serve, CanceladoError when `avance` was cancelled.
        """
        with self._unit(base, actor, avance, write=False) as work:
            yield work

    @contextmanager
    def write(self, base: str, actor: Actor, avance: Avance | None = None) -> Iterator[Work]:
        """A unit of work that commits whole when the block ends, or leaves nothing when it raises.

        Holds the write lock from its start. Raises a BaseError when the database cannot serve.
        """
        with self._unit(base, actor, avance, write=True) as work:
            yield work

    @contextmanager
    def _unit(self, base: str, actor: Actor, avance: Avance | None, *, write: bool) -> Iterator[Work]:
        avance = avance or SinAvance()
        with translated(self.lugar(base)):
            self._prepare(base)
            with (
                self.engine(base).connect().execution_options(**{WRITE: write}) as connection,
                _interruptible(connection, avance),
                connection.begin() as transaction,
            ):
                yield Work(connection, actor, _OUTBOXES[base], self._clock, avance)
                if not write:
                    transaction.rollback()

    def _prepare(self, base: str) -> None:
        """Once per run and database: make the file if it is missing and bring its schema to this program's version."""
        if base in self._ready:
            return
        with self._lock:
            if base in self._ready:
                return
            self._create_file(base)
            with self.engine(base).connect() as connection:
                if not schema.is_there(connection):
                    raise BaseDanadaError(self.lugar(base), tr("No tiene ninguna tabla de Rexus."))
                outdated = schema.is_outdated(connection, base)
            if outdated:
                with self.engine(base).connect().execution_options(**{WRITE: True}) as connection:
                    schema.upgrade(connection, base)
            self._ready.add(base)

    def _create_file(self, base: str) -> None:
        file = self._paths.database(base)
        if file.exists():
            if not file.stat().st_size:
                # Said before SQLite writes a header into it.
                raise BaseDanadaError(self.lugar(base), tr("El archivo está vacío."))
            return
        try:
            self._paths.crear()
            creation.create(file, base)
        except OSError as error:
            raise SoloLecturaError(str(file.parent)) from error

    def close(self) -> None:
        """Close every pooled connection. Units of work must have ended."""
        with self._lock:
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()
            self._ready.clear()


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
