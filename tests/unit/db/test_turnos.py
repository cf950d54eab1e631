"""Turns for connections."""

from __future__ import annotations

import threading

import pytest

from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance, SinAvance
from rexus.db.turnos import SinConexionesError, Turnos


def test_who_finds_no_free_turn_in_time_is_refused_and_counted() -> None:
    turnos = Turnos(1)
    with turnos.uno(0, SinAvance()):
        with pytest.raises(SinConexionesError), turnos.uno(0.05, SinAvance()):
            raise AssertionError("two had the one turn")
        cifras = turnos.cifras()
        assert (cifras.en_uso, cifras.esperas, cifras.rechazos) == (1, 1, 1)
        assert cifras.segundos_esperados > 0
    assert turnos.cifras().en_uso == 0


def test_a_turn_is_handed_on_and_the_wait_is_counted() -> None:
    turnos = Turnos(1)
    obtenidos: list[str] = []
    soltar = threading.Event()

    def primero() -> None:
        with turnos.uno(0, SinAvance()):
            obtenidos.append("primero")
            soltar.wait(10)

    def segundo() -> None:
        with turnos.uno(10, SinAvance()):
            obtenidos.append("segundo")

    hilos = [threading.Thread(target=primero), threading.Thread(target=segundo)]
    hilos[0].start()
    while turnos.cifras().en_uso == 0:
        pass
    hilos[1].start()
    threading.Timer(0.2, soltar.set).start()
    for hilo in hilos:
        hilo.join(10)
    assert obtenidos == ["primero", "segundo"]
    assert (turnos.cifras().esperas, turnos.cifras().rechazos, turnos.cifras().en_uso) == (1, 0, 0)


def test_a_cancelled_wait_ends() -> None:
    turnos, avance = Turnos(1), Avance()
    threading.Timer(0.1, avance.cancelar).start()
    with turnos.uno(0, SinAvance()), pytest.raises(CanceladoError), turnos.uno(60, avance):
        raise AssertionError("two had the one turn")
