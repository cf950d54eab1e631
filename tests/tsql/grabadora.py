"""Compiles for SQL Server whatever statement a test sends to another engine, and reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Engine, Select, TextClause, event
from sqlalchemy.dialects.mssql.pyodbc import MSDialect_pyodbc
from sqlalchemy.sql.ddl import DDLElement

from tests.tsql.lectura import problemas

# Of the whole run: each statement is read once.
_vistas: dict[str, set[str]] = {}
_leidas: set[str] = set()


def dialecto() -> MSDialect_pyodbc:
    """SQL Server 2017's, without a server to ask."""
    d = MSDialect_pyodbc(paramstyle="qmark")
    d.server_version_info = (14, 0, 1000, 169)
    d._setup_version_attributes()  # type: ignore[no-untyped-call]
    return d


@contextmanager
def leyendo() -> Iterator[list[str]]:
    """Collects, as text, what SQL Server would refuse of what is sent meanwhile."""
    hallados: list[str] = []

    def ver(_c: Any, _cursor: Any, sql: str, parametros: Any, contexto: Any, muchos: bool) -> None:
        motor = contexto.dialect.name
        vistas = _vistas.setdefault(motor, set())
        if motor == "mssql" or sql in vistas or contexto.compiled is None or "pg_catalog" in sql:
            return
        vistas.add(sql)
        elemento = contexto.compiled.statement
        # Texts and DDL are written for one engine, and read with that engine's own tests.
        if not isinstance(elemento, TextClause | DDLElement):
            cuantos = len(parametros[0] if muchos else parametros)
            hallados.extend(_revisar(elemento, contexto.compiled.column_keys, cuantos, muchos=muchos))

    event.listen(Engine, "before_cursor_execute", ver)
    try:
        yield hallados
    finally:
        event.remove(Engine, "before_cursor_execute", ver)


def _revisar(elemento: Any, columnas: Any, cuantos: int, *, muchos: bool) -> Iterator[str]:
    opciones: dict[str, Any] = {"dialect": dialecto(), "column_keys": columnas, "for_executemany": muchos}
    forma = str(elemento.compile(**opciones))
    if forma in _leidas:
        return
    _leidas.add(forma)
    sql = str(elemento.compile(**opciones, compile_kwargs={"render_postcompile": True}))
    if "_fts" in sql:
        # SQLite's own way of searching.
        return
    for problema in [*problemas(sql, cuantos), *_agrupada(elemento)]:
        yield f"{problema}: {sql}"


def _agrupada(elemento: Any) -> Iterator[str]:
    """A column that is neither grouped by nor summed up: only some engines allow it."""
    if isinstance(elemento, Select) and elemento._group_by_clauses:
        for columna in elemento.selected_columns:
            if isinstance(columna, Column) and not any(columna is g for g in _columnas(elemento)):
                yield f"{columna} is selected and not grouped by"


def _columnas(elemento: Any) -> list[Any]:
    return [getattr(g, "element", g) for g in elemento._group_by_clauses]
