"""Images of the embedded databases, by SQLite's Online Backup API (https://www.sqlite.org/backup.html)."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseDanadaError
from rexus.base.progress import Avance
from rexus.db import imagen
from rexus.db.conexion import PoolSettings
from rexus.db.motores import Vigilancia
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.respaldos import indices
from rexus.respaldos.fuentes import Foto

# Bytes between two looks at whether to stop; what was copied goes to the disk then, so that no writer's own fsync has
# to wait for all of it at once.
_TRAMO: Final = 32 << 20


class FuenteSqlite:
    """The three files of a home."""

    motor = "sqlite"
    con_semilla = False

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def tamano(self, base: str) -> int:
        """The size of the database as it is now."""
        with self._aparte(base) as origen:
            paginas: int = origen.execute("PRAGMA page_count").fetchone()[0]
            pagina: int = origen.execute("PRAGMA page_size").fetchone()[0]
        return paginas * pagina

    def copiar(self, base: str, destino: Path, avance: Avance) -> Foto:
        """Copy one consistent moment page by page; then what the image can do without is dropped in it."""
        os.close(os.open(destino, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with self._aparte(base) as origen, closing(sqlite3.connect(destino)) as copia:
            # The image is a draft until its set is whole: nothing has to be undone in it.
            copia.execute("PRAGMA journal_mode = OFF")
            copia.execute("PRAGMA synchronous = OFF")
            # From the first statement on it is one moment, whatever is committed meanwhile and in however many steps
            # it is copied.
            origen.execute("BEGIN")
            filas = _contar(origen)
            pagina: int = origen.execute("PRAGMA page_size").fetchone()[0]
            try:
                with _al_disco(destino) as asentar:

                    def seguir(_estado: int, quedan: int, total: int) -> None:
                        avance.paso(total - quedan, total)
                        asentar()

                    origen.backup(copia, pages=max(1, _TRAMO // pagina), progress=seguir, sleep=0.0)
            finally:
                origen.execute("ROLLBACK")
            copia.isolation_level = None
            # The header that was copied says otherwise.
            copia.execute("PRAGMA journal_mode = OFF")
            indices.quitar(copia)
            imagen.como_viva(copia)
        return Foto(destino.stat().st_size, pagina, filas)

    @contextmanager
    def _aparte(self, base: str) -> Iterator[sqlite3.Connection]:
        """A connection of its own, outside the pool's turns: nobody waits for a backup."""
        motor = self._registry.motor
        # Makes a database that is missing, and brings an older schema up to date.
        self._registry.leer(base, SISTEMA, _nada)
        engine = motor.engine(base, PoolSettings(activo=False), secreta=True)
        try:
            with motor.conectar(engine, Vigilancia(), write=False) as connection:
                cruda: Any = connection.connection.driver_connection
                yield cruda
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise BaseDanadaError(motor.lugar(base), str(error)) from error
            raise
        finally:
            engine.dispose()


def _nada(_work: Work) -> None:
    """Opening is all that is wanted."""


def _contar(origen: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has; not those of what SQLite knows of indexes, nor of a list of them that was left."""
    tablas = origen.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND name NOT LIKE 'sqlite!_stat%' ESCAPE '!' AND name <> ?",
        (indices.TABLA,),
    )
    return {
        nombre: origen.execute('SELECT count(*) FROM "{}"'.format(nombre.replace('"', '""'))).fetchone()[0]  # noqa: S608
        for (nombre,) in tablas.fetchall()
    }


@contextmanager
def _al_disco(imagen_: Path) -> Iterator[Callable[[], None]]:
    """What brings to the disk, beside the copying, what was written of an image; at most two stretches wait for it."""
    if sys.platform == "win32":
        # Wants a descriptor that is open for writing, and keeps no journal that others would wait for.
        yield _nada_que_asentar
        return
    with ThreadPoolExecutor(1, thread_name_prefix="rexus-respaldo") as hilo:
        # Not one of the live files: closing it drops nobody's locks.
        descriptor = os.open(imagen_, os.O_RDONLY)
        ultimo: Future[None] | None = None

        def asentar() -> None:
            nonlocal ultimo
            if ultimo is not None:
                ultimo.result()
            ultimo = hilo.submit(os.fsync, descriptor)

        try:
            yield asentar
        finally:
            hilo.shutdown()
            os.close(descriptor)


def _nada_que_asentar() -> None:
    """On this system."""
