"""What keeps SQLite's planner, which knows little of the values in a column, from an index that would be a detour."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement


class sin_indice(FunctionElement[bool]):
    """`sin_indice(column) == true()`: the condition, without the indexes that begin with the column. SQLite only."""

    type = Boolean()
    inherit_cache = True
    name = "sin_indice"


@compiles(sin_indice)
def _default(element: sin_indice, compiler: SQLCompiler, **kw: Any) -> str:
    return str(compiler.process(element.clauses, **kw))


@compiles(sin_indice, "sqlite")
def _sqlite(element: sin_indice, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+{compiler.process(element.clauses, **kw)}"
