"""Sorting as a Spanish reader expects: case and accents do not count, «Ñandú» stands among the N."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import FunctionElement

# What lower() of SQLite (ASCII only) leaves, for Spanish and for the German and Portuguese names of suppliers.
_PLAIN = {
    "á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u", "ü": "u", "ñ": "n", "ö": "o", "ä": "a", "ç": "c",
    "Á": "a", "É": "e", "Í": "i", "Ó": "o", "Ú": "u", "Ü": "u", "Ñ": "n", "Ö": "o", "Ä": "a", "Ç": "c",
}  # fmt: skip


class orden(FunctionElement[str]):
    """`orden(column)`: the key by which a text column is sorted. Built of the engine's own functions, so that an
    index can hold it and any other client can write to the table."""

    type = String()
    inherit_cache = True
    name = "orden"


@compiles(orden)
def _default(element: orden, compiler: SQLCompiler, **kw: Any) -> str:
    return f"lower({compiler.process(_argument(element), **kw)})"


@compiles(orden, "sqlite")
def _sqlite(element: orden, compiler: SQLCompiler, **kw: Any) -> str:
    return orden_sqlite(compiler.process(_argument(element), **kw))


def orden_sqlite(sql: str) -> str:
    """The sort key of an SQL expression in SQLite's words."""
    for accented, plain in _PLAIN.items():
        sql = f"replace({sql}, '{accented}', '{plain}')"
    return f"lower({sql})"


def _argument(element: orden) -> ColumnElement[Any]:
    return next(iter(element.clauses))
