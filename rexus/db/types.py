"""Column types that mean the same on every engine.

SQLite has neither decimals nor dates, and its REAL would make 0.1 + 0.2 differ from 0.3. So on SQLite a quantity is
an INTEGER of thousandths, money an INTEGER of hundredths, a moment an ISO 8601 text in UTC; the tables are STRICT, so
the engine itself refuses text, fractions and NaN in them. Servers have NUMERIC and time stamps, and use them.

Texts compare and sort by their characters' numbers on every engine, as SQLite's BINARY does: «A» and «a» are two codes,
wherever the workshop's data live. How people want to see them sorted is `sorting.orden`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Integer, LargeBinary, Numeric, String, Text
from sqlalchemy.dialects.mssql import DATETIME2, NVARCHAR, VARBINARY
from sqlalchemy.types import TypeDecorator, TypeEngine

CANTIDAD_MAXIMA = Decimal("999999999.999")
DINERO_MAXIMO = Decimal("9999999999999999.99")

# Binary by code point. SQL Server takes characters beyond the first 65,536 as two, which sorts those alone elsewhere.
COLACION_POSTGRESQL = "C"
COLACION_MSSQL = "Latin1_General_100_BIN2"


class _Decimals(dict[int | None, Decimal | None]):
    """Scaled integer → decimal, remembered: a page of a table shows the same few quantities over and over."""

    _FULL = 65_536

    def __init__(self, places: int) -> None:
        super().__init__()
        self._places = places

    def __missing__(self, value: int | None) -> Decimal | None:
        if len(self) >= self._FULL:
            self.clear()
        number = None if value is None else Decimal(value).scaleb(-self._places)
        self[value] = number
        return number


@cache
def _decimals(places: int) -> _Decimals:
    return _Decimals(places)


class _Scaled(TypeDecorator[Decimal]):
    """An exact decimal: NUMERIC on servers, a scaled INTEGER on SQLite."""

    impl = Numeric
    cache_ok = True
    digits = 15
    places = 3

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Integer())
        return dialect.type_descriptor(Numeric(self.digits, self.places))

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | Decimal | None:
        if value is None:
            return None
        if isinstance(value, int):
            return int(value * 10**self.places) if dialect.name == "sqlite" else Decimal(value)
        scaled = value.scaleb(self.places)
        if not scaled.is_finite() or scaled != int(scaled):
            # Callers validate first; reaching this is a bug, and rounding, which servers do silently, would hide it.
            raise ValueError(f"{value} has more than {self.places} decimals or is not finite")
        return int(scaled) if dialect.name == "sqlite" else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None] | None:
        if dialect.name == "sqlite":
            return _decimals(self.places).__getitem__
        return super().result_processor(dialect, coltype)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Cantidad(_Scaled):
    """A quantity of pieces: up to 999.999.999,999, three decimals."""

    cache_ok = True


class Dinero(_Scaled):
    """Money: 18 digits, two decimals."""

    cache_ok = True
    digits = 18
    places = 2


class Momento(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond. Naive values are refused.

    SQL Server keeps it without a zone (DATETIME2): FreeTDS, one of its drivers, cannot read its zoned type.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        if dialect.name == "mssql":
            return dialect.type_descriptor(DATETIME2(precision=6))  # type: ignore[no-untyped-call]
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(UTC)
        if dialect.name == "sqlite":
            return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return value.replace(tzinfo=None) if dialect.name == "mssql" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


class Fecha(TypeDecorator[date]):
    """A day of the calendar, without a zone; on SQLite a text, `2026-01-31`."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Date())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | date | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            raise ValueError("a moment where a day belongs: whose day it is depends on the zone")
        return value.isoformat() if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value


class Logico(TypeDecorator[bool]):
    """True or false; an INTEGER 0/1 on SQLite, whose STRICT tables know no BOOLEAN."""

    impl = Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else Boolean())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | bool | None:
        if value is None:
            return None
        return int(value) if dialect.name == "sqlite" else bool(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


def texto(largo: int) -> String:
    """Text of at most `largo` characters; SQLite's STRICT tables only know TEXT, their CHECK holds the length.

    SQL Server counts characters beyond the first 65,536 as two.
    """
    return (
        String(largo)
        .with_variant(Text(), "sqlite")
        .with_variant(String(largo, collation=COLACION_POSTGRESQL), "postgresql")
        .with_variant(NVARCHAR(largo, collation=COLACION_MSSQL), "mssql")
    )


def texto_largo() -> Text:
    """Text of any length (JSON, what searches compare)."""
    return (
        Text()
        .with_variant(Text(collation=COLACION_POSTGRESQL), "postgresql")
        .with_variant(NVARCHAR(None, collation=COLACION_MSSQL), "mssql")
    )


def binario() -> LargeBinary:
    """Bytes of any length: pictures, files."""
    return LargeBinary().with_variant(VARBINARY("max"), "mssql")  # type: ignore[no-untyped-call]


def entero_grande() -> BigInteger:
    """A whole number of 64 bits. SQLite's INTEGER holds them, and its STRICT tables know no other name."""
    return BigInteger().with_variant(Integer(), "sqlite")


def identidad() -> BigInteger:
    """A row's id. SQLite generates ids only for INTEGER PRIMARY KEY."""
    return entero_grande()
