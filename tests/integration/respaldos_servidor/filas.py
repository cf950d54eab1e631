"""Every row of a database, to be compared with what it became elsewhere."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import select

from rexus.base.actor import SISTEMA
from rexus.db.registry import Registry
from rexus.respaldos import tablas

# Written by seats while they live, not by anybody's work.
AJENAS = {"respaldos_turno"}


def todas(registry: Registry, base: str) -> dict[str, list[Any]]:
    """By table, in the order of their keys; values as Python's."""
    with registry.read(base, SISTEMA) as work:
        return {
            t.name: [tuple(f) for f in work.connection.execute(select(*t.columns).order_by(*tablas.clave(t)))]
            for t in tablas.de(base)
        }


def de_imagen(archivo: Path, base: str) -> dict[str, list[Any]]:
    """The same of a file, as stored."""
    with closing(sqlite3.connect(archivo)) as c:
        return {
            t.name: c.execute(
                f'SELECT * FROM "{t.name}" ORDER BY ' + ", ".join(f'"{k.name}"' for k in tablas.clave(t))
            ).fetchall()
            for t in tablas.de(base)
        }


def python_de_imagen(archivo: Path, base: str) -> dict[str, list[Any]]:
    """The same of a file, as Python's values."""
    with closing(sqlite3.connect(archivo)) as c:
        hechas = {}
        for t in tablas.de(base):
            convertir = tablas.desde_imagen(t)
            columnas = ", ".join(f'"{k.name}"' for k in t.columns)
            orden = ", ".join(f'"{k.name}"' for k in tablas.clave(t))
            hechas[t.name] = [convertir(f) for f in c.execute(f'SELECT {columnas} FROM "{t.name}" ORDER BY {orden}')]
        return hechas
