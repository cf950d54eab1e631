"""Which sets stay: the rules as they are written, and what no setting can take away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from rexus.respaldos.conjunto import COMPLETO, INCREMENTAL, Conjunto
from rexus.respaldos.retencion import SEGURIDAD, Eleccion, Politica, elegir
from tests.unit.respaldos.estante import conjunto

ZONA = ZoneInfo("America/Argentina/Buenos_Aires")
AHORA = datetime(2026, 11, 22, 15, tzinfo=UTC)


def diarios(dias: int, hasta: datetime = AHORA) -> list[Conjunto]:
    """A full one at 02:00 and an incremental one at 14:00, every day."""
    hechos = []
    for n in range(dias):
        completo = conjunto(hasta.replace(hour=5) - timedelta(days=n))
        if n:
            hechos.append(conjunto(hasta.replace(hour=17) - timedelta(days=n), INCREMENTAL, base=completo.id))
        hechos.append(completo)
    return hechos


@st.composite
def estantes(draw: st.DrawFn) -> list[Conjunto]:
    """Any shelf: sets of all kinds, some later than the clock, some whose base is gone."""
    segundos = draw(st.lists(st.integers(-40 * 86_400, 900 * 86_400), max_size=60, unique=True))
    hechos: list[Conjunto] = []
    for hace in sorted(segundos, reverse=True):
        fecha = AHORA - timedelta(seconds=hace)
        completos = [c.id for c in hechos if c.tipo == COMPLETO]
        base = draw(st.sampled_from([*completos[-3:], "20010101_000000_completo"])) if draw(st.booleans()) else None
        tipo = INCREMENTAL if base else COMPLETO
        motivo = "antes de importar" if tipo == COMPLETO and draw(st.integers(0, 5)) == 0 else ""
        hechos.append(conjunto(fecha, tipo, base=base, motivo=motivo))
    return draw(st.permutations(hechos))


politicas = st.builds(Politica, st.integers(3, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 24))


def sirven(hechos: list[Conjunto]) -> list[Conjunto]:
    """Those that are not of the future and whose base is there, newest first."""
    ids = {c.id for c in hechos}
    buenos = [c for c in hechos if c.fecha <= AHORA and (c.base is None or c.base in ids)]
    return sorted(buenos, key=lambda c: c.fecha, reverse=True)


@given(estantes(), politicas)
def test_what_no_setting_takes_away(hechos: list[Conjunto], politica: Politica) -> None:
    quedan, se_van = elegir(hechos, politica, AHORA, ZONA)
    assert sorted([*quedan, *se_van]) == sorted(c.id for c in hechos), "each set has one fate"
    assert all(quedan.values()) and all(se_van.values()), "and a reason"
    buenos = sirven(hechos)
    assert {c.id for c in buenos[:1]} <= set(quedan), "the newest verified one"
    assert {c.id for c in [c for c in buenos if c.tipo == COMPLETO][:1]} <= set(quedan), "the newest full one"
    por_id = {c.id: c for c in hechos}
    assert all(por_id[i].base in quedan for i in quedan if por_id[i].base in por_id), "no delta without its base"
    assert sum(c.id in quedan for c in buenos) >= min(3, len(buenos)), "never fewer than three verified"
    for c in hechos:
        if c.fecha > AHORA or (c.motivo and c.fecha > AHORA - SEGURIDAD):
            assert c.id in quedan


@given(estantes(), politicas, st.data())
def test_altered_sets_stand_for_nothing(hechos: list[Conjunto], politica: Politica, data: st.DataObject) -> None:
    malos = data.draw(st.sets(st.sampled_from([c.id for c in hechos]))) if hechos else set()
    quedan, _ = elegir(hechos, politica, AHORA, ZONA, malos)
    buenos = [c for c in sirven(hechos) if not {c.id, c.base} & malos]
    assert {c.id for c in buenos[:1]} <= set(quedan), "the newest whole one"
    assert sum(c.id in quedan for c in buenos) >= min(3, len(buenos)), "never fewer than three whole ones"
    sin_ellos = elegir([c for c in hechos if not {c.id, c.base} & malos], politica, AHORA, ZONA).quedan
    assert set(sin_ellos) <= set(quedan), "what is altered takes nobody's place"
    if not buenos:
        assert set(quedan) == {c.id for c in hechos}, "nothing goes while nothing can be restored"


@given(estantes(), politicas)
def test_pruning_twice_prunes_nothing_more(hechos: list[Conjunto], politica: Politica) -> None:
    quedan, _ = elegir(hechos, politica, AHORA, ZONA)
    otra = elegir([c for c in hechos if c.id in quedan], politica, AHORA, ZONA)
    assert not otra.se_van


@given(estantes(), politicas)
def test_the_order_in_which_they_are_listed_changes_nothing(hechos: list[Conjunto], politica: Politica) -> None:
    assert elegir(hechos, politica, AHORA, ZONA) == elegir(hechos[::-1], politica, AHORA, ZONA)


def quedan_de(hechos: list[Conjunto], politica: Politica) -> Eleccion:
    return elegir(hechos, politica, AHORA, ZONA)


def test_as_it_is_written() -> None:
    """A year of two sets a day, the factory's settings: the last of 7 days, 4 weeks, 12 months, and their bases."""
    quedan, se_van = quedan_de(diarios(365), Politica())
    dias = {(AHORA - timedelta(days=n)).strftime("%Y%m%d") for n in range(7)}
    # Sundays: the weeks of today (a Sunday) and of the three before.
    dias |= {"20261122", "20261115", "20261108", "20261101"}
    dias |= {"20261031", "20260930", "20260831", "20260731", "20260630", "20260531", "20260430", "20260331", "20260228"}
    dias |= {"20260131", "20251231"}
    assert {i[:8] for i in quedan} == dias
    # Each of these days with its incremental one and the full one that it stands on; today only the full one is made.
    assert len(quedan) == 2 * len(dias) - 1
    assert len(se_van) == 729 - len(quedan)


def test_a_long_holiday_empties_nothing() -> None:
    hechos = diarios(30, AHORA - timedelta(days=90))
    quedan, _ = quedan_de(hechos, Politica(3, 7, 0, 0))
    assert len({i[:8] for i in quedan}) == 7


def test_days_are_the_workshops_not_utcs() -> None:
    """01:00 UTC is still yesterday evening in Buenos Aires."""
    tarde, noche = conjunto(datetime(2026, 11, 20, 20, tzinfo=UTC)), conjunto(datetime(2026, 11, 21, 1, tzinfo=UTC))
    otros = [conjunto(datetime(2026, 11, 22, h, tzinfo=UTC)) for h in (10, 11, 12)]
    quedan, se_van = quedan_de([tarde, noche, *otros], Politica(3, 2, 0, 0))
    assert noche.id in quedan and list(se_van) == [tarde.id]


def test_a_clock_set_back_years_deletes_nothing() -> None:
    """A dead battery: today is 2020. All that was ever made is later than that, and must not go."""
    antes = datetime(2020, 1, 1, 12, tzinfo=UTC)
    hechos = [*diarios(60), *diarios(10, antes)]
    quedan, _ = elegir(hechos, Politica(3, 1, 0, 0), antes, ZONA)
    assert {c.id for c in hechos if c.fecha > antes} <= set(quedan)


def test_safety_sets_stay_their_time_and_take_nobodys_place() -> None:
    motivo = "antes de importar"
    reciente = conjunto(AHORA - timedelta(days=29), motivo=motivo)
    vieja = conjunto(AHORA - timedelta(days=31), motivo=motivo)
    hechos = [reciente, vieja, *diarios(60)]
    quedan, se_van = quedan_de(hechos, Politica(3, 0, 0, 0))
    assert reciente.id in quedan and vieja.id in se_van
    assert motivo in quedan[reciente.id]
    assert len([i for i in quedan if i != reciente.id]) == len(quedan_de(diarios(60), Politica(3, 0, 0, 0)).quedan)


def test_one_without_its_base_goes_only_when_something_newer_can_be_restored() -> None:
    viejo = conjunto(AHORA - timedelta(days=9), INCREMENTAL, base="20010101_000000_completo")
    nuevo = conjunto(AHORA, INCREMENTAL, base="20010101_000000_completo")
    quedan, se_van = quedan_de([viejo, nuevo, conjunto(AHORA - timedelta(days=5))], Politica())
    assert nuevo.id in quedan and viejo.id in se_van
    assert not quedan_de([viejo], Politica()).se_van
