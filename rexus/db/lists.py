"""A list of ids as one parameter: binding a hundred of them one by one costs more than the look-ups."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement


class _ids(FunctionElement[int]):
    """The ids of a JSON list, as a subquery."""

    inherit_cache = True
    name = "ids"


def id_in(column: ColumnElement[int], parameter: str) -> ColumnElement[bool]:
    """`column IN (the ids of the list)`; the parameter's value is made by `as_list`."""
    return column.op("IN", return_type=Boolean())(_ids(bindparam(parameter)))


def as_list(ids: Sequence[int]) -> str:
    """The value of such a parameter."""
    return json.dumps(list(ids))


@compiles(_ids)
def _sqlite(element: _ids, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **kw)}))"  # noqa: S608 - a placeholder, never a value


@compiles(_ids, "postgresql")
def _postgresql(element: _ids, compiler: SQLCompiler, **kw: Any) -> str:
    listed = compiler.process(element.clauses, **kw)
    return f"(SELECT value::bigint FROM json_array_elements_text(CAST({listed} AS json)))"  # noqa: S608 - a placeholder, never a value


@compiles(_ids, "mssql")
def _mssql(element: _ids, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(SELECT CAST(value AS bigint) FROM OPENJSON({compiler.process(element.clauses, **kw)}))"  # noqa: S608 - a placeholder, never a value
