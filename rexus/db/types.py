"""Column types that mean the same on every engine.

SQLite has neither decimals nor dates, and its REAL would make 0.1 + 0.2 differ from 0.3. So on SQLite a quantity is
an INTEGER of thousandths, money an INTEGER of hundredths, a moment an ISO 8601 text in UTC; the tables are STRICT, so
the engine itself refuses text, fractions and NaN in them. Servers have NUMERIC and time stamps, and use them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, DateTime, Dialect, Integer, Numeric, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

CANTIDAD_MAXIMA = Decimal("999999999.999")
DINERO_MAXIMO = Decimal("9999999999999999.99")


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
        if value is None or dialect.name != "sqlite":
            return value if value is None else Decimal(value)
        if isinstance(value, int):
            return int(value * 10**self.places)
        scaled = value.scaleb(self.places)
        if not scaled.is_finite() or scaled != int(scaled):
            # Callers validate first; reaching this is a bug, and rounding would hide it.
            raise ValueError(f"{value} has more than {self.places} decimals or is not finite")
        return int(scaled)

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
    """A moment in UTC. Naive values are refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(UTC)
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


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
    """Text of at most `largo` characters; SQLite's STRICT tables only know TEXT, their CHECK holds the length."""
    return String(largo).with_variant(Text(), "sqlite")


def identidad() -> BigInteger:
    """A row's id. SQLite generates ids only for INTEGER PRIMARY KEY."""
    return BigInteger().with_variant(Integer(), "sqlite")
