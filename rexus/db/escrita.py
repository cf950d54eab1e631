"""Which Rexus last changed the schema of a database: what an older one that refuses it can name.

Kept where the engine has room beside the tables: SQLite's `user_version`, the comment of the table of revisions on
PostgreSQL. On SQL Server it is not written down, and stays unknown.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection

from rexus.base.version import VERSION

_PREFIJO = "Rexus "
# Room for three figures in each part of a version.
_PARTE = 1_000


def anotar(connection: Connection) -> None:
    """Say that this program changed the schema, as part of the connection's transaction."""
    match connection.dialect.name:
        case "sqlite":
            connection.exec_driver_sql(f"PRAGMA user_version = {_en_cifra(VERSION)}")
        case "postgresql":
            connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{_PREFIJO}{VERSION}'")


def leer(connection: Connection) -> str:
    """The version of the program that changed it last; "" when nobody said. The database has a schema."""
    match connection.dialect.name:
        case "sqlite":
            cifra = connection.exec_driver_sql("PRAGMA user_version").scalar()
            return _de_cifra(int(cifra or 0))
        case "postgresql":
            comentario = connection.exec_driver_sql(
                "SELECT obj_description('alembic_version'::regclass, 'pg_class')"
            ).scalar()
            return str(comentario).removeprefix(_PREFIJO) if str(comentario).startswith(_PREFIJO) else ""
    return ""


def _en_cifra(version: str) -> int:
    """«1.2.3» → 1002003; what follows the third number is left out."""
    mayor, menor, arreglo = [*(int(n) for n in re.findall(r"\d+", version)), 0, 0, 0][:3]
    return (mayor * _PARTE + menor) * _PARTE + arreglo


def _de_cifra(cifra: int) -> str:
    return f"{cifra // _PARTE // _PARTE}.{cifra // _PARTE % _PARTE}.{cifra % _PARTE}" if cifra > 0 else ""
