"""What the page asks of the trail."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from rexus.modulos.auditoria import domain
from rexus.modulos.auditoria.domain import Pedido, Periodo

HOY = date(2026, 3, 10)
ZONA = ZoneInfo("America/Argentina/Buenos_Aires")


def test_a_day_of_the_workshop_is_not_one_of_utc() -> None:
    assert domain.comienzo(HOY, ZONA) == datetime(2026, 3, 10, 3, tzinfo=UTC)
    assert domain.fin(HOY, ZONA) == datetime(2026, 3, 11, 3, tzinfo=UTC)


def test_the_periods() -> None:
    assert domain.dias(Periodo.TODO, HOY, HOY, HOY) == (None, None)
    assert domain.dias(Periodo.HOY, HOY, HOY, HOY) == (HOY, None)
    assert domain.dias(Periodo.SEMANA, HOY, HOY, HOY) == (date(2026, 3, 4), None)
    ayer = HOY - timedelta(days=1)
    assert domain.dias(Periodo.ENTRE, HOY, HOY, ayer) == (ayer, HOY)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(["America/Sao_Paulo", "Europe/Madrid", "UTC"]))
def test_days_follow_each_other_without_a_gap(dia: date, nombre: str) -> None:
    zona = ZoneInfo(nombre)
    assert domain.fin(dia, zona) == domain.comienzo(dia + timedelta(days=1), zona) > domain.comienzo(dia, zona)


def test_a_record_may_be_named_with_its_table() -> None:
    assert domain.partes_de_registro(" ubicaciones : 7 ") == ("ubicaciones", "7")
    assert domain.partes_de_registro("564002") == (None, "564002")
    assert domain.partes_de_registro("") == (None, "")


def test_whether_anything_is_asked_for_and_what_the_footer_says() -> None:
    assert not Pedido().filtra and Pedido(texto="7").filtra and Pedido(desde=HOY).filtra
    assert domain.pie(1204, 0) == "1.204 eventos"
    assert domain.pie(1, 3) == "1 evento · 3 eventos por asentar"
