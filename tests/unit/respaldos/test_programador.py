"""The scheduler with an injected clock: a year of it, and what may come between."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from rexus.base.actor import Actor
from rexus.base.errors import CanceladoError, RexusError
from rexus.respaldos.calendario import COMPLETO, INCREMENTAL, Plan, ultimo_slot
from rexus.respaldos.programador import EstadoProgramador
from rexus.respaldos.retencion import Politica, elegir
from tests.unit.respaldos.taller import Taller

INICIO = datetime(2026, 1, 1, 3, 30, tzinfo=UTC)
DIA = timedelta(days=1)


@pytest.fixture
def taller(tmp_path: Path) -> Taller:
    return Taller(tmp_path, INICIO)


def tipos(taller: Taller) -> list[str]:
    return [c.tipo for c in taller.hechos]


@pytest.mark.parametrize(
    ("zona", "completo"),
    [
        ("America/Argentina/Buenos_Aires", "02:00"),
        # Hours that are skipped and repeated.
        ("Europe/Madrid", "02:30"),
        ("America/Santiago", "00:00"),
        ("America/Santiago", "23:30"),
    ],
)
def test_a_year_without_a_night_off(tmp_path: Path, zona: str, completo: str) -> None:
    """One full and one incremental set for each day, each made when the scheduler first looks after its slot."""
    taller = Taller(tmp_path, INICIO, zona)
    taller.poner("respaldo.hora_completo", completo)
    taller.encender()
    while taller.ahora < INICIO + 365 * DIA:
        taller.pasar(timedelta(minutes=30), timedelta(minutes=30))
    plan = Plan(completo)
    for tipo in (COMPLETO, INCREMENTAL):
        slots = Counter(ultimo_slot(tipo, plan, taller.zona, c.fecha).momento for c in taller.hechos if c.tipo == tipo)
        assert set(slots.values()) == {1}, "one success for each slot"
        tarde = [
            c.fecha - ultimo_slot(tipo, plan, taller.zona, c.fecha).momento for c in taller.hechos[1:] if c.tipo == tipo
        ]
        assert max(tarde) <= timedelta(minutes=31)
        # Two days of the year are half in it.
        assert 364 <= len(slots) <= 366
    # Retention as written, of all that was ever made: the last of 7 days, of 4 weeks, of 12 months, and their bases.
    assert not elegir(taller.estante, Politica(), taller.ahora, taller.zona).se_van
    _como_esta_escrito(taller)


def _como_esta_escrito(taller: Taller) -> None:
    """All that the rules keep is there, and besides only what that stands on and the newest three."""
    hay, exigidos = {c.id for c in taller.estante}, taller.exigidos()
    assert exigidos <= hay
    nuevos = sorted(taller.hechos, key=lambda c: c.fecha)[-3:]
    assert hay <= exigidos | {c.base for c in taller.hechos if c.id in exigidos} | {c.id for c in nuevos}


@pytest.mark.parametrize("zona", ["America/Argentina/Buenos_Aires", "Europe/Madrid", "America/Santiago"])
@pytest.mark.parametrize("semilla", range(3))
def test_a_year_as_it_really_is(tmp_path: Path, zona: str, semilla: int) -> None:
    """Nights off, weekends, holidays, sleep, and a clock that is set back a day in the middle of it.

    Whenever the program has run for five minutes nothing is due; no slot is served twice; never fewer than three.
    """
    azar = random.Random(semilla)
    taller = Taller(tmp_path, INICIO, zona)
    plan = Plan()
    servidos: Counter[tuple[str, int, datetime]] = Counter()
    vuelta = 0
    for dia in range(365):
        vistos = len(taller.hechos)
        if azar.random() < 0.15:
            # Closed: a weekend, a holiday.
            taller.apagar()
            taller.pasar(DIA, DIA)
            continue
        if taller.programador is None or azar.random() < 0.7:
            taller.apagar()
            taller.pasar(timedelta(minutes=azar.randrange(0, 12 * 60)), timedelta(hours=1))
            taller.encender()
        if dia == 200:
            taller.atrasar(DIA)
            vuelta += 1
        taller.pasar(timedelta(minutes=5))
        for tipo in (COMPLETO, INCREMENTAL):
            slot = ultimo_slot(tipo, plan, taller.zona, taller.ahora).momento
            # Within five minutes of the start all is made up, unless a slot has come in these very minutes.
            exito = taller.exitos(plan, taller.ahora).get(tipo)
            assert exito is not None and (exito >= slot or taller.ahora - slot < timedelta(minutes=5))
        taller.pasar(timedelta(minutes=azar.randrange(0, 8 * 60)), timedelta(minutes=3))
        if azar.random() < 0.3:
            taller.dormir(timedelta(minutes=azar.randrange(1, 9 * 60)))
            taller.pasar(timedelta(minutes=5))
        for hecho in taller.hechos[vistos:]:
            servidos[(hecho.tipo, vuelta, ultimo_slot(hecho.tipo, plan, taller.zona, hecho.fecha).momento)] += 1
        assert len(taller.estante) >= min(3, len(taller.hechos))
        if azar.random() < 0.3:
            taller.apagar()
            taller.pasar(timedelta(hours=azar.randrange(1, 12)), timedelta(hours=1))
    assert max(servidos.values()) == 1, "no slot is served twice"
    assert len(taller.hechos) > 250
    # The last success was the last to prune, and of the days that came twice nothing is left that the rules let go.
    _como_esta_escrito(taller)


def test_a_night_off_is_made_up_after_the_start(taller: Taller) -> None:
    taller.encender()
    taller.pasar(timedelta(minutes=2))
    taller.apagar()
    taller.pasar(timedelta(hours=11), timedelta(hours=1))
    taller.encender()
    taller.pasar(timedelta(minutes=5))
    # 02:00 in Buenos Aires is 05:00 UTC; it is 14:33 UTC, before the incremental one's hour.
    assert [f"{c.fecha:%H:%M}" for c in taller.hechos][-1:] == ["14:33"]
    assert tipos(taller)[-1] == COMPLETO


def test_when_both_are_due_the_full_one_is_enough(taller: Taller) -> None:
    taller.encender()
    taller.pasar(timedelta(minutes=5))
    assert tipos(taller) == [COMPLETO]


def test_sleep_is_made_up_within_a_minute(taller: Taller) -> None:
    taller.encender()
    taller.pasar(timedelta(minutes=5))
    taller.dormir(timedelta(days=3))
    taller.pasar(timedelta(minutes=1))
    assert len(taller.hechos) == 2


def test_a_clock_set_back_a_day_makes_neither_none_nor_many(taller: Taller) -> None:
    taller.encender()
    taller.pasar(3 * DIA, timedelta(minutes=10))
    antes = len(taller.hechos)
    taller.atrasar(DIA)
    taller.pasar(timedelta(minutes=10))
    assert len(taller.hechos) - antes <= 1
    antes = len(taller.hechos)
    taller.apagar()
    taller.encender()
    taller.pasar(DIA, timedelta(minutes=10))
    # The day that comes a second time has its own two.
    assert sorted(tipos(taller)[antes:]) == [COMPLETO, INCREMENTAL]


def test_a_clock_that_was_years_ahead_does_not_hold_backups_up(taller: Taller) -> None:
    taller.ahora += 3_650 * DIA
    taller.encender()
    taller.pasar(timedelta(minutes=5))
    taller.atrasar(3_650 * DIA)
    taller.pasar(3 * DIA, timedelta(minutes=10))
    assert 6 <= len(taller.hechos) <= 8
    # And the one that was made then is not thrown away before its time.
    assert taller.hechos[0] in taller.estante


def test_failures_are_tried_again_after_pauses_that_grow(taller: Taller) -> None:
    programador = taller.encender()
    lleno = RexusError("Sin espacio", "No hay lugar.", "Liberar espacio.")
    taller.estorbos = [lleno] * 4
    intentos = []
    while not taller.hechos:
        quedan = len(taller.estorbos)
        taller.pasar(timedelta(minutes=1))
        if len(taller.estorbos) < quedan:
            intentos.append(taller.mono)
            assert programador.estado.falla is lleno
            assert programador.estado.reintento is not None and programador.estado.reintento > taller.ahora
    pausas = [b - a for a, b in pairwise(intentos)]
    assert pausas == sorted(pausas) and pausas[0] < pausas[-1]
    assert programador.estado.falla is None and programador.estado.reintento is None
    assert programador.estado.ultimo is not None and programador.estado.ultimo.conjunto == taller.hechos[0]


def test_waking_up_tries_again_at_once(taller: Taller) -> None:
    taller.encender()
    # More than four hours can use up: the pauses reach an hour with the seventh.
    taller.estorbos = [RexusError("Sin espacio", "No hay lugar.")] * 20
    taller.pasar(timedelta(hours=4))
    assert taller.estorbos
    taller.estorbos = []
    taller.pasar(timedelta(minutes=1))
    assert not taller.hechos, "it is still in its pause"
    taller.dormir(timedelta(hours=1))
    taller.pasar(timedelta(minutes=1))
    assert len(taller.hechos) == 1


def test_what_is_no_rexus_error_stops_nothing(taller: Taller, errores_esperados: list[object]) -> None:
    programador = taller.encender()
    taller.estorbos = [ZeroDivisionError("a bug")]
    taller.pasar(timedelta(minutes=1))
    assert programador.estado.falla is not None and "ZeroDivisionError" in programador.estado.falla.frase
    assert errores_esperados
    taller.pasar(timedelta(minutes=5))
    assert len(taller.hechos) == 1 and programador.estado.falla is None


def test_switched_off_it_makes_nothing_and_switched_on_what_was_missed(taller: Taller) -> None:
    taller.poner("respaldo.automatico", False)
    programador = taller.encender()
    taller.pasar(2 * DIA, timedelta(minutes=30))
    assert not taller.hechos and programador.estado.pausado and not programador.estado.proximos
    taller.poner("respaldo.automatico", True)
    taller.pasar(timedelta(minutes=2))
    assert len(taller.hechos) == 1 and not programador.estado.pausado


def test_paused_by_hand(taller: Taller) -> None:
    programador = taller.encender()
    programador.pausar()
    taller.pasar(timedelta(minutes=10))
    assert not taller.hechos and programador.estado.pausado
    programador.seguir()
    taller.pasar(timedelta(minutes=1))
    assert len(taller.hechos) == 1


def test_another_seats_turn(taller: Taller) -> None:
    programador = taller.encender()
    taller.en_turno = False
    taller.pasar(timedelta(minutes=10))
    assert not taller.hechos and programador.estado.de_otro == "otra"
    taller.en_turno = True
    taller.pasar(timedelta(minutes=1))
    assert len(taller.hechos) == 1 and not programador.estado.de_otro


def test_a_new_hour_holds_from_the_next_look(taller: Taller) -> None:
    taller.encender()
    taller.pasar(timedelta(minutes=5))
    taller.poner("respaldo.hora_completo", "00:33")
    # 03:35 UTC is 00:35: two minutes past the new hour, and the last success was before it.
    taller.pasar(timedelta(minutes=2))
    assert tipos(taller) == [COMPLETO, COMPLETO]


def test_it_tells_what_it_does(taller: Taller) -> None:
    programador = taller.encender()
    vistos: list[EstadoProgramador] = []
    dejar = programador.observar(vistos.append)
    taller.pasar(timedelta(minutes=1))
    assert [e.haciendo for e in vistos if e.haciendo][:1] == [COMPLETO]
    assert max(e.hecho for e in vistos) == 1
    assert not programador.estado.haciendo
    proximos = programador.estado.proximos
    assert [s.tipo for s in proximos] == [COMPLETO, INCREMENTAL]
    assert [f"{s.momento.astimezone(taller.zona):%H:%M}" for s in proximos] == ["02:00", "14:00"]
    dejar()
    antes = len(vistos)
    taller.pasar(DIA, timedelta(minutes=10))
    assert len(vistos) == antes


def test_an_observer_that_fails_costs_no_backup(taller: Taller, errores_esperados: list[object]) -> None:
    programador = taller.encender()

    def falla(_estado: EstadoProgramador) -> None:
        raise RuntimeError("the window is gone")

    programador.observar(falla)
    taller.pasar(timedelta(minutes=1))
    assert len(taller.hechos) == 1 and errores_esperados


def test_a_set_that_does_not_show_up_is_a_failure_and_not_made_every_minute(taller: Taller) -> None:
    programador = taller.encender()
    taller.exitos = lambda _plan, _ahora: {}  # type: ignore[method-assign]
    taller.pasar(timedelta(hours=1))
    assert programador.estado.falla is not None
    assert len(taller.hechos) <= 7


def test_a_backup_goes_before_what_is_left_to_copy(taller: Taller) -> None:
    """Copying is slow: an hour for each, and the hour of a backup comes meanwhile."""
    taller.encender()
    taller.pasar(timedelta(minutes=5))
    hechos_al_copiar: list[int] = []

    def copiar() -> bool:
        taller.ahora += timedelta(hours=1)
        taller.mono += 3_600
        hechos_al_copiar.append(len(taller.hechos))
        return True

    taller.copias_que_faltan = [copiar] * 4
    for _ in range(2):
        taller.pasar(timedelta(minutes=10))
    # 03:35 UTC and two copies: it is past 02:00 in the workshop, and the other two come after the set of that hour.
    assert hechos_al_copiar == [1, 1, 2, 2]


def test_copies_that_go_wrong_cost_no_backup(taller: Taller, errores_esperados: list[object]) -> None:
    programador = taller.encender()

    def romper() -> bool:
        raise ZeroDivisionError("a bug")

    taller.copias_que_faltan = [romper] * 50
    taller.pasar(timedelta(minutes=10))
    assert len(taller.hechos) == 1 and programador.estado.falla is None and errores_esperados
    assert len(taller.copias_que_faltan) == 49, "once an hour, not every minute"


def test_copies_go_on_while_backups_fail_and_while_the_schedule_is_off(taller: Taller) -> None:
    programador = taller.encender()
    taller.estorbos = [RexusError("Sin espacio", "No hay lugar.")] * 50
    taller.copias_que_faltan = [lambda: True]
    taller.pasar(timedelta(minutes=10))
    assert not taller.copias_que_faltan and programador.estado.novedades == 1
    taller.poner("respaldo.automatico", False)
    taller.copias_que_faltan = [lambda: True]
    taller.pasar(timedelta(minutes=10))
    assert not taller.copias_que_faltan
    programador.pausar()
    taller.copias_que_faltan = [lambda: True]
    taller.pasar(timedelta(minutes=10))
    assert taller.copias_que_faltan


def test_the_test_is_never_made_together_with_a_backup(taller: Taller) -> None:
    taller.encender()
    taller.pasar(timedelta(minutes=1))
    assert len(taller.hechos) == 1 and taller.pruebas == 0
    taller.pasar(timedelta(minutes=1))
    assert taller.pruebas == 1
    taller.en_turno = False
    taller.pasar(timedelta(minutes=5))
    assert taller.pruebas == 1


ANA = Actor("ana", "administrador", frozenset({"*"}))
DESPUES = "después de importar"


def motivos(taller: Taller) -> list[str]:
    return [c.motivo for c in taller.hechos]


@pytest.mark.parametrize("automatico", [True, False])
@pytest.mark.parametrize("en_turno", [True, False])
def test_after_an_operation_one_is_made_at_the_next_look(taller: Taller, automatico: bool, en_turno: bool) -> None:
    """Whoever has the turn, and though the schedule is off: the one before it was made just the same."""
    taller.poner("respaldo.automatico", automatico)
    taller.en_turno = en_turno
    programador = taller.encender()
    taller.pasar(timedelta(minutes=5))
    antes = len(taller.hechos)
    assert antes == (1 if automatico and en_turno else 0)
    programador.tras(DESPUES, ANA)
    taller.pasar(timedelta(minutes=5))
    assert motivos(taller)[antes:] == [DESPUES]
    assert programador.estado.ultimo is not None and programador.estado.ultimo.conjunto == taller.hechos[-1]
    if antes:
        assert taller.hechos[-1].tipo == INCREMENTAL and taller.hechos[-1].id.endswith("_despues_de_importar")


def test_one_after_an_operation_that_fails_is_told_and_tried_again(taller: Taller) -> None:
    programador = taller.encender()
    taller.pasar(timedelta(minutes=5))
    error = RexusError("No", "No hay lugar.")
    taller.estorbos = [error, error]
    programador.tras(DESPUES, ANA)
    taller.pasar(timedelta(minutes=1))
    assert programador.estado.falla is error and programador.estado.reintento is not None
    taller.pasar(timedelta(minutes=1))
    assert programador.estado.falla is error, "it is told until it is made"
    taller.pasar(timedelta(minutes=10))
    assert motivos(taller) == ["", DESPUES] and programador.estado.falla is None
    taller.pasar(timedelta(hours=1))
    assert motivos(taller) == ["", DESPUES], "and it is made once"


def test_one_after_an_operation_that_is_cancelled_is_not_made(taller: Taller) -> None:
    programador = taller.encender()
    taller.pasar(timedelta(minutes=5))
    taller.estorbos = [CanceladoError()]
    programador.tras(DESPUES, ANA)
    taller.pasar(timedelta(hours=3))
    assert DESPUES not in motivos(taller) and programador.estado.falla is None
