"""Whether a text holds another: the one question of every search, in each engine's words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Dialect, String, bindparam, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import TypeDecorator

from rexus.base.text import fold
from rexus.db.sorting import clave_de_orden, orden


class _Palabra(TypeDecorator[str]):
    """What is looked for; on PostgreSQL, whose index answers LIKE only, as a pattern in which nothing is special."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or dialect.name != "postgresql":
            return value
        literal = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"%{literal}%"


class _contiene(FunctionElement[Any]):
    # Not typed as boolean: engines that know no such values would be asked whether the condition «= 1».
    inherit_cache = True
    name = "contiene"


def contiene(columna: ColumnElement[str], palabra: str) -> ColumnElement[bool]:
    """The condition that `palabra` stands somewhere in the column, character by character."""
    return _contiene(columna, bindparam(None, palabra, type_=_Palabra()))


def con_palabras(texto: str, *columnas: Any) -> list[ColumnElement[bool]]:
    """The conditions that every word of `texto` stands somewhere in those columns, case and accents aside.

    For tables of thousands: each row is looked at, in the engine.
    """
    palabras = [clave_de_orden(palabra) for palabra in fold(texto).split()]
    return [or_(*(contiene(orden(columna), palabra) for columna in columnas)) for palabra in palabras]


@compiles(_contiene)
def _sqlite(element: _contiene, compiler: SQLCompiler, **kw: Any) -> str:
    columna, palabra = _partes(element, compiler, **kw)
    return f"instr({columna}, {palabra}) > 0"


@compiles(_contiene, "postgresql")
def _postgresql(element: _contiene, compiler: SQLCompiler, **kw: Any) -> str:
    columna, palabra = _partes(element, compiler, **kw)
    return f"{columna} LIKE {palabra}"


@compiles(_contiene, "mssql")
def _mssql(element: _contiene, compiler: SQLCompiler, **kw: Any) -> str:
    columna, palabra = _partes(element, compiler, **kw)
    return f"CHARINDEX({palabra}, {columna}) > 0"


def _partes(element: _contiene, compiler: SQLCompiler, **kw: Any) -> tuple[str, str]:
    columna, palabra = (compiler.process(parte, **kw) for parte in element.clauses)
    return columna, palabra
