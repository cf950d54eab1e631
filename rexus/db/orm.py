"""Declarative bases, one for each logical database, and the constraint names that migrations rely on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import CheckConstraint, ColumnElement, MetaData, TextClause
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.schema import HasConditionalDDL

_T = TypeVar("_T", bound=HasConditionalDDL)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

# Every table is STRICT on SQLite: a wrong type is refused by the engine, not stored as it came.
STRICT = {"sqlite_strict": True}

# What is not SQLite.
SERVIDORES = ("postgresql", "mssql")


class UsersBase(DeclarativeBase):
    """Tables of the database `users`."""

    metadata = MetaData(naming_convention=NAMING)


class InventarioBase(DeclarativeBase):
    """Tables of the database `inventario`."""

    metadata = MetaData(naming_convention=NAMING)


class AuditoriaBase(DeclarativeBase):
    """Tables of the database `auditoria`."""

    metadata = MetaData(naming_convention=NAMING)


def solo_en(elemento: _T, *motores: str) -> _T:
    """A constraint or an index that only those engines get."""
    # Documented as a string or a tuple of them.
    return elemento.ddl_if(dialect=motores)  # type: ignore[arg-type]


def regla(nombre: str, *, sqlite: str, servidores: str) -> list[CheckConstraint]:
    """One rule in the words of each engine: a CHECK for SQLite, another of the same name for the servers.

    SQLite stores quantities as thousandths and money as hundredths; SQL Server has neither `length` nor values that
    are true or false. An upper bound also keeps PostgreSQL's NaN out, which is above every number.
    """
    return [
        solo_en(CheckConstraint(sqlite, name=nombre), "sqlite"),
        solo_en(CheckConstraint(servidores, name=nombre), *SERVIDORES),
    ]


def solo_sqlite(nombre: str, sql: str) -> CheckConstraint:
    """A CHECK of what the column's type already says on a server."""
    return solo_en(CheckConstraint(sql, name=nombre), "sqlite")


def solo_servidores(nombre: str, sql: str) -> CheckConstraint:
    """A CHECK that databases on SQLite were made without; there the column's type and the program hold the bound."""
    return solo_en(CheckConstraint(sql, name=nombre), *SERVIDORES)


def parcial(condicion: ColumnElement[bool] | TextClause) -> dict[str, Any]:
    """The arguments of an Index that holds only the rows that meet the condition, on every engine."""
    return {f"{motor}_where": condicion for motor in ("sqlite", *SERVIDORES)}


def no_vacio(columna: str) -> list[CheckConstraint]:
    """A text column that may not be empty."""
    return regla(f"{columna}_no_vacio", sqlite=f"length({columna}) >= 1", servidores=f"{columna} <> ''")


def largo_maximo(columnas: Iterable[tuple[str, int]]) -> list[CheckConstraint]:
    """CHECKs that hold text columns to their length where the column type does not (SQLite)."""
    return [solo_sqlite(f"{columna}_largo", f"length({columna}) <= {largo}") for columna, largo in columnas]
