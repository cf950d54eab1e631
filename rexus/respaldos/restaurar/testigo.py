"""Whether somebody wrote to the live databases meanwhile, and keeping everybody from writing for a moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from types import TracebackType
from typing import Final

from rexus.base.errors import BaseOcupadaError
from rexus.base.log import get_logger
from rexus.base.paths import Paths
from rexus.db import names
from rexus.respaldos.sucesos import MODULO

log = get_logger(__name__)

_ESPERA_S: Final = 5.0
_CON_BANDEJA: Final = (names.USERS, names.INVENTARIO)
_ULTIMA: Final = "SELECT id, uuid FROM outbox WHERE modulo <> ? ORDER BY id DESC LIMIT 1"


class Testigo:
    """Watches from `__enter__` on. Connections of its own: they see every commit that is made by another."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._abiertas: dict[str, sqlite3.Connection] = {}
        self._antes: tuple[tuple[int, str] | None, ...] | None = None

    def __enter__(self) -> Testigo:
        for base in names.ALL:
            archivo = self._paths.database(base)
            if archivo.exists():
                self._abiertas[base] = sqlite3.connect(archivo, timeout=_ESPERA_S, isolation_level=None)
        self._antes = self._ver()
        return self

    def __exit__(
        self, _tipo: type[BaseException] | None, _error: BaseException | None, _traza: TracebackType | None
    ) -> None:
        for connection in self._abiertas.values():
            connection.close()

    @contextmanager
    def quietas(self) -> Iterator[bool]:
        """Nobody writes within the block; whether nobody did since the beginning. Raises BaseOcupadaError."""
        with ExitStack() as turnos:
            try:
                for connection in self._abiertas.values():
                    turnos.enter_context(_tomada(connection))
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                    raise BaseOcupadaError from error
                raise
            yield len(self._abiertas) == len(names.ALL) and self._antes is not None and self._ver() == self._antes

    def _ver(self) -> tuple[tuple[int, str] | None, ...] | None:
        """The last entries of the two outboxes that are not about backups; None: cannot be seen.

        Whatever is changed has an entry. What the program itself notes all the time has none, and is in no hurry: what
        was handed on to the trail, sessions that are used, whose turn it is. An entry has a UUID, since SQLite may give
        the id of one that was cleared away to the next.
        """
        vistas: list[tuple[int, str] | None] = []
        try:
            for base in _CON_BANDEJA:
                abierta = self._abiertas.get(base)
                if abierta is None:
                    return None
                with closing(abierta.execute(_ULTIMA, (MODULO,))) as cursor:
                    vistas.append(cursor.fetchone())
        except sqlite3.DatabaseError:
            return None
        return tuple(vistas)


@contextmanager
def sin_escritores(paths: Paths) -> Iterator[None]:
    """Nobody writes within the block to the databases that are there; one that is damaged cannot be held, nor written.

    Raises BaseOcupadaError.
    """
    with ExitStack() as turnos:
        for base in names.ALL:
            archivo = paths.database(base)
            if not archivo.exists():
                continue
            connection = sqlite3.connect(archivo, timeout=_ESPERA_S, isolation_level=None)
            turnos.enter_context(closing(connection))
            try:
                turnos.enter_context(_tomada(connection))
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                    raise BaseOcupadaError from error
                log.warning("%s cannot be held: %s", archivo, error)
        yield


@contextmanager
def _tomada(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
