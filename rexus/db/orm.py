"""Declarative bases, one for each logical database, and the constraint names that migrations rely on."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import CheckConstraint, MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

# Every table is STRICT on SQLite: a wrong type is refused by the engine, not stored as it came.
STRICT = {"sqlite_strict": True}


class UsersBase(DeclarativeBase):
    """Tables of the database `users`."""

    metadata = MetaData(naming_convention=NAMING)


class InventarioBase(DeclarativeBase):
    """Tables of the database `inventario`."""

    metadata = MetaData(naming_convention=NAMING)


class AuditoriaBase(DeclarativeBase):
    """Tables of the database `auditoria`."""

    metadata = MetaData(naming_convention=NAMING)


def largo_maximo(columnas: Iterable[tuple[str, int]]) -> list[CheckConstraint]:
    """CHECKs that hold text columns to their length where the column type does not (SQLite)."""
    return [CheckConstraint(f"length({columna}) <= {largo}", name=f"{columna}_largo") for columna, largo in columnas]
