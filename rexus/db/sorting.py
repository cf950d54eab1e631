"""Sorting as a Spanish reader expects: case and accents do not count, «Ñandú» stands among the N.

The key is built of each engine's own functions, so that an index can hold it and any other client can write to the
table. It is the same text on every engine, compared by its characters' numbers: so the order is the same, too.
"""

from __future__ import annotations

import string
from typing import Any

from sqlalchemy import Column, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import FunctionElement

from rexus.db.types import COLACION_MSSQL

# What lower() of SQLite (ASCII only) leaves, for Spanish and for the German and Portuguese names of suppliers.
_PLAIN = {
    "á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u", "ü": "u", "ñ": "n", "ö": "o", "ä": "a", "ç": "c",
    "Á": "a", "É": "e", "Í": "i", "Ó": "o", "Ú": "u", "Ü": "u", "Ñ": "n", "Ö": "o", "Ä": "a", "Ç": "c",
}  # fmt: skip
# The same for servers, whose lower() would change more letters than SQLite's.
_FROM = string.ascii_uppercase + "".join(_PLAIN)
_TO = string.ascii_lowercase + "".join(_PLAIN.values())


_KEY = str.maketrans(_FROM, _TO)


def clave_de_orden(texto: str) -> str:
    """The key that `orden` gives to this text."""
    return texto.translate(_KEY)


# The `info` of a column whose key PostgreSQL keeps in a column of its own: there computing it costs more than sorting,
# and the list of ids in order is read from an index alone only if that holds no expression.
CON_CLAVE = {"clave de orden": True}


class orden(FunctionElement[str]):
    """`orden(column)`: the key by which a text column is sorted."""

    type = String()
    inherit_cache = True
    name = "orden"


@compiles(orden)
def _sqlite(element: orden, compiler: SQLCompiler, **kw: Any) -> str:
    return orden_sqlite(compiler.process(_argument(element), **kw))


@compiles(orden, "postgresql")
def _postgresql(element: orden, compiler: SQLCompiler, **kw: Any) -> str:
    columna = _argument(element)
    sql = compiler.process(columna, **kw)
    if isinstance(columna, Column) and columna.info == CON_CLAVE:
        tabla, punto, nombre = sql.rpartition(".")
        return f"{tabla}{punto}{columna_de_orden(nombre)}"
    return orden_postgresql(sql)


@compiles(orden, "mssql")
def _mssql(element: orden, compiler: SQLCompiler, **kw: Any) -> str:
    columna = _argument(element)
    return orden_mssql(compiler.process(columna, **kw), getattr(columna.type, "length", None))


def orden_sqlite(sql: str) -> str:
    """The sort key of an SQL expression in SQLite's words."""
    for accented, plain in _PLAIN.items():
        sql = f"replace({sql}, '{accented}', '{plain}')"
    return f"lower({sql})"


def orden_postgresql(sql: str) -> str:
    """The sort key of an SQL expression in PostgreSQL's words. NULL stands first, as on the others."""
    return f"coalesce(translate({sql}, '{_FROM}', '{_TO}'), '')"


def columna_de_orden(columna: str) -> str:
    """The column in which a server keeps the key of another one."""
    return f"orden_{columna}"


def orden_mssql(sql: str, largo: int | None) -> str:
    """The sort key of an SQL expression of at most `largo` characters in SQL Server's words (2017 or newer).

    The statement and the computed column that is indexed must be the same to the letter: so the server pairs them.
    """
    return f"CAST(TRANSLATE({sql}, N'{_FROM}', N'{_TO}') AS NVARCHAR({largo or 'max'})) COLLATE {COLACION_MSSQL}"


def _argument(element: orden) -> ColumnElement[Any]:
    return next(iter(element.clauses))
