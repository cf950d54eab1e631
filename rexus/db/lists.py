"""A list of values as one parameter: binding a hundred of them one by one costs more than the look-ups.

It also keeps long lists within what an engine binds in one statement (SQL Server: 2,100 values).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from rexus.db.types import COLACION_MSSQL

# Up to here every value is a parameter of its own: so the engine knows how many there are, and plans for that.
_POCOS = 50


class _numeros(FunctionElement[int]):
    """The whole numbers of a JSON list, as a subquery."""

    inherit_cache = True
    name = "numeros"


class _textos(FunctionElement[str]):
    """The texts of a JSON list, as a subquery."""

    inherit_cache = True
    name = "textos"


def id_in(column: ColumnElement[int], parameter: str) -> ColumnElement[bool]:
    """`column IN (the ids of the list)`; the parameter's value is made by `as_list`."""
    return _en(column, _numeros(bindparam(parameter, type_=Text())))


def entre(column: ColumnElement[Any] | QueryableAttribute[Any], valores: Iterable[Any]) -> ColumnElement[bool]:
    """`column IN (these values)`, however many: whole numbers or texts, as the column's type says."""
    valores = list(valores)
    columna: ColumnElement[Any] = column.expression
    if len(valores) <= _POCOS:
        return columna.in_(valores)
    lista = bindparam(None, as_list(valores), type_=Text())
    return _en(columna, _textos(lista) if columna.type.python_type is str else _numeros(lista))


def as_list(valores: Sequence[Any]) -> str:
    """The value of such a parameter."""
    return json.dumps(list(valores))


def _en(column: ColumnElement[Any], lista: FunctionElement[Any]) -> ColumnElement[bool]:
    return column.op("IN", return_type=Boolean())(lista)


@compiles(_numeros)
@compiles(_textos)
def _sqlite(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **kw)}))"  # noqa: S608 - a placeholder, never a value


@compiles(_numeros, "postgresql")
def _numeros_postgresql(element: _numeros, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(SELECT CAST(value AS bigint) FROM {_json_postgresql(element, compiler, **kw)})"  # noqa: S608 - as above


@compiles(_textos, "postgresql")
def _textos_postgresql(element: _textos, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(SELECT value FROM {_json_postgresql(element, compiler, **kw)})"  # noqa: S608 - as above


def _json_postgresql(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **kw)} AS json))"


@compiles(_numeros, "mssql")
def _numeros_mssql(element: _numeros, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(SELECT CAST(value AS bigint) FROM {_json_mssql(element, compiler, **kw)})"  # noqa: S608 - as above


@compiles(_textos, "mssql")
def _textos_mssql(element: _textos, compiler: SQLCompiler, **kw: Any) -> str:
    texto = f"CAST(value AS nvarchar(4000)) COLLATE {COLACION_MSSQL}"
    return f"(SELECT {texto} FROM {_json_mssql(element, compiler, **kw)})"  # noqa: S608 - as above


def _json_mssql(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> str:
    # FreeTDS sends a long text as NTEXT, which OPENJSON does not take.
    return f"OPENJSON(CAST({compiler.process(element.clauses, **kw)} AS nvarchar(max)))"
