"""What the registry asks of an engine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, QueuePool

from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance, SinAvance
from rexus.db.conexion import PoolSettings

log = get_logger(__name__)

# A lock that somebody else holds is waited for this long, on every engine.
ESPERA_DE_BLOQUEO_MS = 5_000
# Signing in to a server that does not answer is given up after this.
ESPERA_DE_CONEXION_S = 3


@dataclass
class Vigilancia:
    """What may end a wait for the server: the reader was cancelled, the server was declared lost, the time is up.

    `limite` is seconds for one statement; None waits as long as the server answers the heartbeat. A server that is
    past it is asked to stop and given a moment for that; with `sin_gracia` the connection is given up at once.
    """

    avance: Avance = field(default_factory=SinAvance)
    perdida: threading.Event = field(default_factory=threading.Event)
    limite: float | None = None
    sin_gracia: bool = False


class Motor(Protocol):
    """One kind of database. Creating it opens nothing."""

    nombre: str
    es_servidor: bool

    def lugar(self, base: str) -> str:
        """What to call a database's place in a message."""

    def engine(self, base: str, pool: PoolSettings, *, secreta: bool) -> Engine:
        """An engine for a logical database. `secreta` keeps parameters out of errors and logs."""

    def asegurar(self, base: str) -> None:
        """Make the database if this engine makes them by itself. Raises BaseError."""

    def interrumpida(self) -> bool:
        """Whether `asegurar` must be asked again first: what a restore puts in place is not all there yet."""

    def conectar(self, engine: Engine, vigilancia: Vigilancia, *, write: bool) -> AbstractContextManager[Connection]:
        """A connection whose transactions are of that kind, watched while it is out of the pool."""

    def vigilar(self, connection: Connection, vigilancia: Vigilancia) -> None:
        """From now on `vigilancia` says when waits on this connection end."""

    def bloquear_migracion(self, connection: Connection, base: str) -> None:
        """Inside a transaction: let only one program migrate at a time, until it ends."""

    def explicar(self, error: BaseException | None, base: str, vigilancia: Vigilancia | None) -> RexusError | None:
        """The refusal that a driver's error means to the user; None for bugs."""

    def es_transitorio(self, error: BaseException | None) -> bool:
        """Whether the whole transaction was undone for another's sake and may simply run again."""

    def se_corto(self, error: BaseException | None) -> bool:
        """Whether the connection is gone."""

    def falta_tabla(self, error: BaseException | None) -> bool:
        """Whether a statement failed because its table does not exist."""


def con_pool(crear: Callable[..., Engine], pool: PoolSettings, **ping: Any) -> Engine:
    """An engine with a queue of connections, or with direct ones when that is wanted or no queue can be built."""
    if pool.activo:
        try:
            return crear(
                poolclass=QueuePool,
                pool_size=pool.size,
                max_overflow=pool.max_overflow,
                pool_timeout=pool.timeout,
                pool_recycle=pool.recycle,
                **ping,
            )
        except (ArgumentError, TypeError, ValueError) as error:
            log.warning("no connection pool (%s): every unit of work opens its own connection", error)
    return crear(poolclass=NullPool)
