"""Bringing an earlier image up to date row by row: what did not change stays where it lies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Table

from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance
from rexus.db import imagen
from rexus.respaldos import indices, tablas
from rexus.respaldos.tablas import citado

_PASOS_ENTRE_MIRADAS: Final = 200_000
# As the migrations call them: they keep rows from being changed, and everything else has to go on.
_QUE_NIEGAN: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"


def igualar(imagen_: Path, nueva: Path, base: str, avance: Avance) -> None:
    """Make the rows of `imagen_` those of `nueva`, both in this program's schema once the first was migrated.

    Raises BaseNuevaError, CanceladoError, sqlite3.Error.
    """
    indices.actualizar(imagen_, base, avance)
    with closing(sqlite3.connect(imagen_)) as c:
        c.isolation_level = None
        c.set_progress_handler(lambda: 1 if avance.cancelado else 0, _PASOS_ENTRE_MIRADAS)
        try:
            c.execute("PRAGMA journal_mode = OFF")
            c.execute("PRAGMA synchronous = OFF")
            c.execute("ATTACH DATABASE ? AS nueva", (str(nueva),))
            c.execute("BEGIN")
            niegan = c.execute(_QUE_NIEGAN).fetchall()
            for nombre, _sql in niegan:
                c.execute(f"DROP TRIGGER {citado(nombre)}")
            todas = tablas.de(base)
            for n, tabla in enumerate(todas):
                avance.paso(n, len(todas))
                for sentencia in _sentencias(tabla):
                    c.execute(sentencia)
            if any(tabla.dialect_options["sqlite"]["autoincrement"] for tabla in todas):
                c.execute("DELETE FROM main.sqlite_sequence")
                c.execute("INSERT INTO main.sqlite_sequence (name, seq) SELECT name, seq FROM nueva.sqlite_sequence")
            for _nombre, sql in niegan:
                c.execute(sql)
            c.execute("COMMIT")
            # Those that a migration, or a set of before, brought along.
            indices.quitar(c)
            imagen.como_viva(c)
        except sqlite3.OperationalError:
            if avance.cancelado:
                raise CanceladoError from None
            raise


def _sentencias(tabla: Table) -> list[str]:
    """Take away, change, add: in this order no two rows ever share what they must not."""
    t = citado(tabla.name)
    claves = [citado(c.name) for c in tablas.clave(tabla)]
    unicas = [citado(nombre) for nombre in sorted(tablas.unicas(tabla))]
    otras = [c for c in (citado(columna.name) for columna in tabla.columns) if c not in claves and c not in unicas]
    todas = ", ".join(citado(c.name) for c in tabla.columns)
    misma = " AND ".join(f"n.{c} = m.{c}" for c in claves)
    quedan = " AND ".join([misma, *(f"n.{c} IS m.{c}" for c in unicas)])
    hechas = [f"DELETE FROM main.{t} AS m WHERE NOT EXISTS (SELECT 1 FROM nueva.{t} n WHERE {quedan})"]  # noqa: S608
    if otras:
        valores = ", ".join(f"{c} = n.{c}" for c in otras)
        cambia = " OR ".join(f"n.{c} IS NOT m.{c}" for c in otras)
        hechas.append(f"UPDATE main.{t} AS m SET {valores} FROM nueva.{t} n WHERE {misma} AND ({cambia})")  # noqa: S608
    faltan = f"SELECT 1 FROM main.{t} m WHERE {misma}"  # noqa: S608
    orden = ", ".join(f"n.{c}" for c in claves)
    hechas.append(
        f"INSERT INTO main.{t} ({todas}) SELECT {todas} FROM nueva.{t} n"  # noqa: S608
        f" WHERE NOT EXISTS ({faltan}) ORDER BY {orden}"
    )
    return hechas
