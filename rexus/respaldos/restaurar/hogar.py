"""What a home has to lose: whether anybody can sign in there, and if nobody can, whether anything lies there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import Final

from rexus.base.errors import BaseDanadaError, BaseError
from rexus.base.paths import Paths
from rexus.db import names
from rexus.db.motores.sqlite import explicar
from rexus.respaldos.carga.destino import filas_de_nacimiento
from rexus.respaldos.tablas import citado

# What the program writes by itself.
_PROPIAS: Final = frozenset(("cache_versiones", "respaldos_hechos", "respaldos_turno"))
# A schema that this program does not know, or that lacks what it knows.
_NO_ES_SUYA: Final = frozenset((sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB))


class Situacion(Enum):
    """How an embedded home stands."""

    #: There are accounts that can be read: whoever wants something signs in.
    CON_CUENTAS = "con cuentas"
    #: No account, and nothing else that anybody made.
    NUEVO = "nuevo"
    #: The accounts are gone or cannot be read, and other things are there.
    SIN_SUS_CUENTAS = "sin sus cuentas"


def mirar(paths: Paths) -> Situacion:
    """How a home stands. Nothing is made or changed. Raises BaseError when a file cannot be looked at now."""
    users = paths.database(names.USERS)
    cuentas = 0 if not users.exists() else _cuentas(users)
    if cuentas:
        return Situacion.CON_CUENTAS
    if cuentas is None or any(_hay_algo(paths, base) for base in (names.INVENTARIO, names.AUDITORIA)):
        return Situacion.SIN_SUS_CUENTAS
    return Situacion.NUEVO


def _cuentas(archivo: Path) -> int | None:
    """How many accounts there are; None when they cannot be trusted."""
    try:
        with closing(_conectar(archivo)) as c:
            if c.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                return None
            return int(c.execute("SELECT count(*) FROM usuarios").fetchone()[0])
    except sqlite3.Error as error:
        _exigir_danada(error, archivo)
        return None


def _hay_algo(paths: Paths, base: str) -> bool:
    """Whether there is a row that a new installation is not born with. What cannot be read counts."""
    archivo = paths.database(base)
    if not archivo.exists():
        return False
    de_nacimiento = filas_de_nacimiento(base)
    try:
        with closing(_conectar(archivo)) as c:
            suyas = _tablas(c) & de_nacimiento.keys() - _PROPIAS
            return any(
                c.execute(f"SELECT count(*) FROM {citado(t)}").fetchone()[0] > de_nacimiento[t]  # noqa: S608
                for t in sorted(suyas)
            )
    except sqlite3.Error as error:
        _exigir_danada(error, archivo)
        return True


def _tablas(connection: sqlite3.Connection) -> set[str]:
    return {fila[0] for fila in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _conectar(archivo: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{archivo.absolute().as_uri()}?mode=ro", uri=True)


def _exigir_danada(error: sqlite3.Error, archivo: Path) -> None:
    """Raise what an error says unless it says that the file is no whole database of Rexus."""
    if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in _NO_ES_SUYA:
        return
    hallado = explicar(error, str(archivo))
    if isinstance(hallado, BaseError) and not isinstance(hallado, BaseDanadaError):
        raise hallado from error
    raise error
