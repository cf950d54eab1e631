"""When backups are due: days on which the clock changes, every zone, every hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.respaldos.calendario import (
    COMPLETO,
    INCREMENTAL,
    Plan,
    pendiente,
    proximo_slot,
    ultimo_exito,
    ultimo_slot,
)
from rexus.respaldos.conjunto import Conjunto, Tipo
from tests.unit.respaldos.estante import conjunto

# Those that change their clock in either hemisphere, at midnight, by half an hour, backwards in spring; and those that
# do not change it.
ZONAS = (
    "Europe/Madrid",
    "America/Santiago",
    "America/Argentina/Buenos_Aires",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Havana",
    "Asia/Kathmandu",
    "UTC",
)
zonas = st.sampled_from(ZONAS).map(ZoneInfo)
horas = st.times().map(lambda t: f"{t:%H:%M}")
momentos = st.timedeltas(timedelta(0), timedelta(days=3_650)).map(lambda d: datetime(2020, 1, 1, tzinfo=UTC) + d)


def utc(texto: str) -> datetime:
    return datetime.fromisoformat(texto).replace(tzinfo=UTC)


def los_de(zona: str, hora: str, desde: str, dias: int) -> list[str]:
    """The slots of some days, in UTC."""
    plan, ahora, hallados = Plan(hora, hora), utc(desde), []
    hasta = ahora + timedelta(days=dias)
    while (slot := proximo_slot(COMPLETO, plan, ZoneInfo(zona), ahora)).momento <= hasta:
        ahora = slot.momento
        hallados.append(f"{ahora:%m-%d %H:%M}")
    return hallados


@pytest.mark.parametrize(
    ("zona", "hora", "desde", "esperados"),
    [
        # 29 March 2026: 02:00 becomes 03:00, which is 01:00 UTC. Right after the gap, once.
        ("Europe/Madrid", "02:00", "2026-03-28T12:00", ["03-29 01:00", "03-30 00:00"]),
        ("Europe/Madrid", "02:30", "2026-03-28T12:00", ["03-29 01:00", "03-30 00:30"]),
        # 25 October 2026: 02:30 comes twice, the first time at 00:30 UTC.
        ("Europe/Madrid", "02:30", "2026-10-24T12:00", ["10-25 00:30", "10-26 01:30"]),
        # 6 September 2026: there is no midnight, 00:00 becomes 01:00, which is 04:00 UTC.
        ("America/Santiago", "00:00", "2026-09-05T12:00", ["09-06 04:00", "09-07 03:00"]),
        ("America/Santiago", "00:30", "2026-09-05T12:00", ["09-06 04:00", "09-07 03:30"]),
        # 4 April 2026: 23:30 comes twice.
        ("America/Santiago", "23:30", "2026-04-04T12:00", ["04-05 02:30", "04-06 03:30"]),
        ("America/Argentina/Buenos_Aires", "02:00", "2026-03-28T12:00", ["03-29 05:00", "03-30 05:00"]),
        # Half an hour is skipped.
        ("Australia/Lord_Howe", "02:15", "2026-10-03T12:00", ["10-03 15:30", "10-04 15:15"]),
    ],
)
def test_on_the_days_on_which_the_clock_changes(zona: str, hora: str, desde: str, esperados: list[str]) -> None:
    assert los_de(zona, hora, desde, 2) == esperados


def test_within_the_repeated_hour_the_slot_of_its_first_time_is_the_last_one() -> None:
    """02:10 for the second time: 02:30 of the first time has passed, though the clock says it has not."""
    ahora = utc("2026-10-25T01:10")
    assert ultimo_slot(COMPLETO, Plan("02:30"), ZoneInfo("Europe/Madrid"), ahora).momento == utc("2026-10-25T00:30")


@given(zonas, horas, momentos)
def test_the_last_slot_and_the_next_enclose_now(zona: ZoneInfo, hora: str, ahora: datetime) -> None:
    plan = Plan(hora, hora)
    ultimo, proximo = (
        ultimo_slot(COMPLETO, plan, zona, ahora).momento,
        proximo_slot(COMPLETO, plan, zona, ahora).momento,
    )
    assert ultimo <= ahora < proximo
    # Nothing between them, and never two in a day: 23 to 25 hours, half an hour less where the clock moves by that.
    assert timedelta(hours=22, minutes=30) <= proximo - ultimo <= timedelta(hours=25, minutes=30)
    assert proximo_slot(COMPLETO, plan, zona, ultimo).momento == proximo
    assert ultimo_slot(COMPLETO, plan, zona, proximo).momento == proximo
    assert ultimo_slot(COMPLETO, plan, zona, proximo - timedelta(microseconds=1)).momento == ultimo


@given(zonas, horas, st.dates(date(2020, 1, 1), date(2029, 12, 31)))
def test_where_the_hour_exists_the_slot_is_that_hour(zona: ZoneInfo, hora: str, dia: date) -> None:
    local = datetime.combine(dia, time.fromisoformat(hora), zona)
    en_utc = local.astimezone(UTC)
    slot = ultimo_slot(COMPLETO, Plan(hora), zona, en_utc).momento
    if en_utc.astimezone(zona).replace(tzinfo=None) == local.replace(tzinfo=None):
        assert slot == en_utc
    else:
        # It does not exist: the first moment after the gap, which is at most as late as the hour would have been.
        assert slot.astimezone(zona).utcoffset() != (slot - timedelta(seconds=1)).astimezone(zona).utcoffset()
        assert slot <= en_utc


@given(zonas, horas, momentos, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_due_means_no_success_since_the_last_slot(zona: ZoneInfo, hora: str, ahora: datetime, hace: timedelta) -> None:
    plan = Plan(hora, hora)
    slot = ultimo_slot(COMPLETO, plan, zona, ahora)
    exito = ahora - hace
    assert pendiente(COMPLETO, plan, zona, ahora, exito) == (None if exito >= slot.momento else slot)
    assert pendiente(COMPLETO, plan, zona, ahora, None) == slot


def hecho(fecha: str, tipo: Tipo = COMPLETO) -> Conjunto:
    return conjunto(utc(fecha), tipo)


def test_a_success_of_the_future_is_none() -> None:
    """The clock was set back a day: what was done «tomorrow» is not done, and what was done before still is."""
    plan, zona, ahora = Plan(), ZoneInfo("UTC"), utc("2026-06-09T12:00")
    hechos = [hecho("2026-06-09T02:00"), hecho("2026-06-10T02:00")]
    assert pendiente(COMPLETO, plan, zona, ahora, ultimo_exito(COMPLETO, hechos, ahora)) is None
    # The next morning it comes again, although a set of that morning is there, if it was noted that it came too early.
    manana = utc("2026-06-10T02:01")
    adelantados = {hechos[1].id}
    assert pendiente(COMPLETO, plan, zona, manana, ultimo_exito(COMPLETO, hechos, manana, adelantados)) is not None


def test_what_counts_as_success() -> None:
    ahora = utc("2026-06-09T15:00")
    incremental, completo = hecho("2026-06-09T14:00", INCREMENTAL), hecho("2026-06-09T02:00")
    hechos = [incremental, completo]
    assert ultimo_exito(COMPLETO, hechos, ahora) == completo.fecha
    assert ultimo_exito(INCREMENTAL, hechos, ahora) == incremental.fecha
    # A full one holds all that an incremental one would.
    assert ultimo_exito(INCREMENTAL, [completo], ahora) == completo.fecha
    assert ultimo_exito(COMPLETO, [incremental], ahora) is None
    assert ultimo_exito(COMPLETO, [], ahora) is None
