"""What is known about the server, and who is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rexus.base.errors import BaseInalcanzableError
from rexus.db.salud import Estado, Instante, Salud

INICIO = datetime(2026, 3, 2, 13, 42, tzinfo=UTC)


class Reloj:
    def __init__(self) -> None:
        self.ahora = INICIO

    def __call__(self) -> datetime:
        self.ahora += timedelta(minutes=1)
        return self.ahora


def test_an_outage_keeps_its_beginning_through_every_attempt_to_come_back() -> None:
    salud = Salud(Reloj())
    vistos: list[Instante] = []
    salud.observar(vistos.append)
    motivo = BaseInalcanzableError("servidor:5432")
    salud.caer(motivo)
    desde = salud.desde
    salud.intentar()
    salud.caer(motivo)
    salud.intentar()
    assert (salud.estado, salud.desde, salud.motivo) == (Estado.RECONNECTING, desde, motivo)
    salud.volver()
    assert salud.estado is Estado.ONLINE and salud.motivo is None and salud.desde > desde
    assert [v.estado for v in vistos] == ["OFFLINE", "RECONNECTING", "OFFLINE", "RECONNECTING", "ONLINE"]


def test_waiting_threads_are_let_go_and_later_ones_wait_again() -> None:
    salud = Salud()
    antes = salud.perdida
    salud.caer(BaseInalcanzableError("servidor:5432"))
    assert antes.is_set() and salud.perdida.is_set()
    salud.volver()
    assert antes.is_set() and not salud.perdida.is_set()


def test_nothing_is_told_twice_and_nobody_after_stopping() -> None:
    salud = Salud()
    vistos: list[Instante] = []
    dejar = salud.observar(vistos.append)
    salud.volver()
    salud.intentar()
    assert vistos == [] and salud.estado is Estado.ONLINE
    dejar()
    dejar()
    salud.caer(BaseInalcanzableError("servidor:5432"))
    assert vistos == []
