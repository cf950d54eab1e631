"""Indexes that only make things faster: an image goes without them, and gets them back when it is to be worked with.

What a set holds of a database is its data. These indexes are computed from it, so they are neither packed nor proven:
the statements that make them are kept in a table of the image. Unique ones are rules, and stay.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db import imagen, schema
from rexus.respaldos.revision import ImagenMalaError, de_sqlite
from rexus.respaldos.tablas import citado

#: The table of an image that keeps the statements; no live database has it.
TABLA: Final = "respaldo_indices"
_QUITABLES: Final = """
    SELECT m.name, m.sql FROM sqlite_master m JOIN pragma_index_list(m.tbl_name) i ON i.name = m.name
    WHERE m.type = 'index' AND m.sql IS NOT NULL AND NOT i."unique" ORDER BY m.name"""
_CREAR: Final = "CREATE INDEX "
_CACHE_KB: Final = 64 << 10
_PASOS_ENTRE_MIRADAS: Final = 200_000


def quitar(c: sqlite3.Connection) -> None:
    """Drop the indexes of a draft that is open outside a transaction. Raises sqlite3.Error."""
    # Pages that become free are filled with zeros: they pack to nothing and never differ between two images.
    c.execute("PRAGMA secure_delete = ON")
    c.execute("BEGIN")
    c.execute(f"CREATE TABLE IF NOT EXISTS {TABLA} (nombre TEXT PRIMARY KEY, sql TEXT NOT NULL) STRICT, WITHOUT ROWID")
    for nombre, sql in c.execute(_QUITABLES).fetchall():
        c.execute(f"INSERT OR REPLACE INTO {TABLA} VALUES (?, ?)", (nombre, sql))  # noqa: S608
        c.execute(f"DROP INDEX {citado(nombre)}")
    c.execute("COMMIT")


def reponer(archivo: Path, base: str, avance: Avance) -> None:
    """Build the indexes of an image again, so that its schema is to the letter that of the database it was made of.

    An image that has all of them, such as one of an older set, stays as it is. Raises ImagenMalaError, CanceladoError,
    OSError: the image is spoilt then.
    """
    try:
        with closing(sqlite3.connect(archivo)) as c:
            c.isolation_level = None
            if not c.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (TABLA,)).fetchone():
                return
            c.set_progress_handler(lambda: 1 if avance.cancelado else 0, _PASOS_ENTRE_MIRADAS)
            _reponer(c, base, avance)
    except sqlite3.Error as error:
        raise de_sqlite(error, base, avance) from error


def actualizar(archivo: Path, base: str, avance: Avance) -> None:
    """Bring the schema of an image to this program's; one that has it already stays as it is, with indexes or without.

    Raises BaseNuevaError, ImagenMalaError, CanceladoError, OSError.
    """
    if schema.is_outdated(base, imagen.revision(archivo)):
        # Migrations drop and make indexes by their names.
        reponer(archivo, base, avance)
        imagen.actualizar(archivo, base)


def _reponer(c: sqlite3.Connection, base: str, avance: Avance) -> None:
    # The image is a draft: nothing has to be undone in it.
    c.execute("PRAGMA journal_mode = OFF")
    c.execute("PRAGMA synchronous = OFF")
    c.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    c.execute("BEGIN")
    # Those that somebody built by hand are there already.
    faltan = c.execute(
        f"SELECT sql FROM {TABLA} WHERE nombre NOT IN (SELECT name FROM sqlite_master) ORDER BY nombre"  # noqa: S608
    ).fetchall()
    for n, (sql,) in enumerate(faltan):
        avance.paso(n, len(faltan))
        # One statement is all that is run, and it is of this kind: whatever stands there does nothing else.
        if not sql.startswith(_CREAR):
            raise ImagenMalaError(base, tr("lo que arma un índice no es lo que debería ser"))
        c.execute(sql)
    c.execute(f"DROP TABLE {TABLA}")
    c.execute("COMMIT")
    imagen.como_viva(c)
