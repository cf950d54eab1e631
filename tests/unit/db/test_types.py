"""What is sent to each engine, and what comes back, is the same value."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

from rexus.db.types import CANTIDAD_MAXIMA, DINERO_MAXIMO, Cantidad, Dinero, Logico, Momento
from tests.tsql.grabadora import dialecto

MOTORES = pytest.mark.parametrize(
    "dialect", [sqlite.dialect(), postgresql.dialect(), dialecto()], ids=["sqlite", "postgresql", "sqlserver"]
)
ZONAS = st.sampled_from([UTC, timezone(timedelta(hours=-3)), timezone(timedelta(hours=5, minutes=30))])


def _ida_y_vuelta(tipo: TypeDecorator[Any], valor: object, dialect: Dialect) -> object:
    enviado = tipo.process_bind_param(valor, dialect)
    # The type's number as PostgreSQL gives it with a result: NUMERIC.
    procesar = tipo.dialect_impl(dialect).result_processor(dialect, 1700)
    return procesar(enviado) if procesar else enviado


@MOTORES
@given(valor=st.decimals(-CANTIDAD_MAXIMA, CANTIDAD_MAXIMA, places=3))
def test_quantities(dialect: Dialect, valor: Decimal) -> None:
    assert _ida_y_vuelta(Cantidad(), valor, dialect) == valor


@MOTORES
@given(valor=st.decimals(-DINERO_MAXIMO, DINERO_MAXIMO, places=2))
def test_money(dialect: Dialect, valor: Decimal) -> None:
    assert _ida_y_vuelta(Dinero(), valor, dialect) == valor


@MOTORES
@pytest.mark.parametrize("valor", [Decimal("0.0001"), Decimal("NaN"), Decimal("-Infinity")])
def test_what_would_be_rounded_is_not_sent(dialect: Dialect, valor: Decimal) -> None:
    for tipo in (Cantidad(), Dinero()):
        with pytest.raises(ValueError):
            tipo.process_bind_param(valor, dialect)


@MOTORES
@given(valor=st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=ZONAS))  # noqa: DTZ001
def test_moments_are_utc_to_the_microsecond(dialect: Dialect, valor: datetime) -> None:
    vuelto = _ida_y_vuelta(Momento(), valor, dialect)
    assert vuelto == valor
    assert isinstance(vuelto, datetime)
    assert vuelto.tzinfo is UTC


@MOTORES
def test_a_moment_without_a_zone_is_refused(dialect: Dialect) -> None:
    with pytest.raises(ValueError):
        Momento().process_bind_param(datetime(2026, 1, 1), dialect)  # noqa: DTZ001


@MOTORES
@pytest.mark.parametrize("valor", [True, False, None])
def test_truth_values(dialect: Dialect, valor: bool | None) -> None:
    assert _ida_y_vuelta(Logico(), valor, dialect) is valor
