"""The tables of each database as the program knows them, and how their rows look inside an image."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Column, MetaData, Table, UniqueConstraint
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from rexus.db import names
from rexus.db.orm import AuditoriaBase, InventarioBase, UsersBase

_METADATA: Final[Mapping[str, MetaData]] = {
    names.USERS: UsersBase.metadata,
    names.INVENTARIO: InventarioBase.metadata,
    names.AUDITORIA: AuditoriaBase.metadata,
}
_SQLITE: Final = SQLiteDialect_pysqlite()

Paso = Callable[[Any], Any]


def de(base: str) -> list[Table]:
    """The tables of a database, each after those that its rows point at."""
    return list(_METADATA[base].sorted_tables)


def clave(tabla: Table) -> list[Column[Any]]:
    """The columns of its key."""
    return list(tabla.primary_key.columns)


def unicas(tabla: Table) -> set[str]:
    """The columns, besides the key, whose values no two rows may share."""
    grupos = [c.columns for c in tabla.constraints if isinstance(c, UniqueConstraint)]
    grupos += [i.columns for i in tabla.indexes if i.unique]
    return {columna.name for grupo in grupos for columna in grupo} - {c.name for c in clave(tabla)}


def citado(nombre: str) -> str:
    """A name of an image's table or column, quoted."""
    return '"{}"'.format(nombre.replace('"', '""'))


def hacia_imagen(tabla: Table) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """How a row of Python's values becomes one that SQLite stores."""
    pasos = [c.type.dialect_impl(_SQLITE).bind_processor(_SQLITE) for c in tabla.columns]
    return _fila(pasos)


def desde_imagen(tabla: Table) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """How a stored row becomes one of Python's values. Raises ValueError for what is none of its column's."""
    pasos = [c.type.dialect_impl(_SQLITE).result_processor(_SQLITE, None) for c in tabla.columns]
    return _fila(pasos)


def _fila(pasos: Sequence[Paso | None]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    def convertir(fila: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            valor if paso is None else paso(valor) for paso, valor in zip(pasos, fila, strict=True)
        )  # fmt: skip

    return convertir
