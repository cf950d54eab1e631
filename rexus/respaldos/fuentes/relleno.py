"""Filling a new image with rows that came from elsewhere, table by table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from sqlalchemy import Table

from rexus.base.progress import Avance
from rexus.db import imagen
from rexus.respaldos import indices, tablas
from rexus.respaldos.tablas import citado

_ENTRE_MIRADAS: Final = 1_000
_CACHE_KB: Final = 64 << 10


class Relleno:
    """An image that is being filled. `total` is how many rows will come, for the progress."""

    def __init__(self, archivo: Path, base: str, avance: Avance) -> None:
        """`archivo` is there and empty. It gets the schema by the program's own migrations."""
        imagen.actualizar(archivo, base)
        self.total = 0
        self._base = base
        self._avance = avance
        self._hechas = 0
        self._c = sqlite3.connect(archivo)
        self._c.isolation_level = None
        # The image is a draft until its set is whole: nothing has to be undone in it.
        self._c.execute("PRAGMA journal_mode = OFF")
        self._c.execute("PRAGMA synchronous = OFF")
        self._c.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        # An image goes without what it can do without; what the triggers refuse and cost comes back at the end.
        indices.quitar(self._c)
        self._triggers = self._quitar_triggers()
        self._c.execute("BEGIN")
        # The migrations put the first rows of a new installation there.
        for tabla in reversed(tablas.de(base)):
            self._c.execute(f"DELETE FROM {citado(tabla.name)}")  # noqa: S608

    def __enter__(self) -> Relleno:
        return self

    def __exit__(
        self, tipo: type[BaseException] | None, error: BaseException | None, donde: TracebackType | None
    ) -> None:
        self._c.close()

    def llenar(self, tabla: Table, filas: Iterable[Any]) -> None:
        """Write the rows of a table, in the order in which they come; their values in the order of its columns.

        Raises CanceladoError, sqlite3.Error.
        """
        convertir = tablas.hacia_imagen(tabla)
        nombres = ", ".join(citado(c.name) for c in tabla.columns)
        valores = ", ".join("?" for _ in tabla.columns)
        self._c.executemany(
            f"INSERT INTO {citado(tabla.name)} ({nombres}) VALUES ({valores})",  # noqa: S608
            map(convertir, self._mirando(filas)),
        )

    def secuencia(self, tabla: Table, ultimo: int) -> None:
        """Ids up to `ultimo` were given once: none of them is given again."""
        self._c.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?",
            (ultimo, tabla.name),
        )
        if not self._c.execute("SELECT 1 FROM sqlite_sequence WHERE name = ?", (tabla.name,)).fetchone():
            self._c.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (tabla.name, ultimo))

    def cerrar(self, *, entera: bool) -> int:
        """All rows are there; the size of a page. Not `entera`: it stays without triggers, for `igualar`."""
        if entera:
            for sentencia in self._triggers:
                self._c.execute(sentencia)
            for fts in indices_de_palabras(self._c):
                self._avance.paso(self._hechas, self.total)
                self._c.execute(f"INSERT INTO {citado(fts)}({citado(fts)}) VALUES ('rebuild')")  # noqa: S608
        self._c.execute("COMMIT")
        if entera:
            imagen.como_viva(self._c)
        pagina: int = self._c.execute("PRAGMA page_size").fetchone()[0]
        self._c.close()
        return pagina

    def _quitar_triggers(self) -> list[str]:
        """Drop every trigger; the statements that make them again."""
        hallados = self._c.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
        ).fetchall()
        for nombre, _sql in hallados:
            self._c.execute(f"DROP TRIGGER {citado(nombre)}")
        return [sql for _nombre, sql in hallados]

    def _mirando(self, filas: Iterable[Any]) -> Iterator[Any]:
        for fila in filas:
            if not self._hechas % _ENTRE_MIRADAS:
                self._avance.paso(self._hechas, self.total)
            self._hechas += 1
            yield fila


def indices_de_palabras(c: sqlite3.Connection) -> list[str]:
    """The virtual tables that index words of others."""
    return [fila[0] for fila in c.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%USING fts5%'")]
