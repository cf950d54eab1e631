"""One reading at a time for each key."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as esperar
from typing import Any

import pytest

from rexus.db.cache.vuelos import Vuelos


class _Lento:
    """A reading that goes on until it is let go; counts how often it was begun."""

    def __init__(self, hace: Any) -> None:
        self.hace = hace
        self.empezado = threading.Event()
        self.sigue = threading.Event()
        self.veces = 0

    def __call__(self) -> tuple[str, bytes | None]:
        self.veces += 1
        self.empezado.set()
        assert self.sigue.wait(20)
        if isinstance(self.hace, BaseException):
            raise self.hace
        return self.hace  # type: ignore[no-any-return]


def _esperando(vuelos: Vuelos, cuantos: int) -> None:
    """Until so many threads wait for a flight."""
    (vuelo,) = vuelos._vuelos.values()
    while len(vuelo.listo._cond._waiters) < cuantos:  # type: ignore[attr-defined]
        time.sleep(0.001)


def test_who_asks_meanwhile_gets_the_same_answer() -> None:
    vuelos, lento = Vuelos(), _Lento(("valor", b"json"))
    with ThreadPoolExecutor(9) as hilos:
        primero = hilos.submit(vuelos.uno, "k", lento)
        assert lento.empezado.wait(20)
        otros = [hilos.submit(vuelos.uno, "k", lento) for _ in range(8)]
        _esperando(vuelos, 8)
        lento.sigue.set()
        assert primero.result() == ("valor", None)
        assert [otro.result() for otro in otros] == [(None, b"json")] * 8
    assert lento.veces == 1


def test_other_keys_do_not_wait() -> None:
    vuelos, lento = Vuelos(), _Lento(("valor", b"json"))
    with ThreadPoolExecutor(1) as hilos:
        primero = hilos.submit(vuelos.uno, "k", lento)
        assert lento.empezado.wait(20)
        assert vuelos.uno("otra", lambda: ("otro", b"")) == ("otro", None)
        lento.sigue.set()
        primero.result()


def test_an_error_is_its_own_callers_only() -> None:
    vuelos, lento = Vuelos(), _Lento(PermissionError("no"))
    with ThreadPoolExecutor(3) as hilos:
        primero = hilos.submit(vuelos.uno, "k", lento)
        assert lento.empezado.wait(20)
        otros: list[Future[Any]] = [hilos.submit(vuelos.uno, "k", lambda: ("mío", b"mio")) for _ in range(2)]
        _esperando(vuelos, 2)
        lento.sigue.set()
        with pytest.raises(PermissionError):
            primero.result()
        assert [otro.result() for otro in otros] == [("mío", None)] * 2
    # And it is not remembered.
    assert vuelos.uno("k", lambda: ("otra vez", b"")) == ("otra vez", None)


def test_what_cannot_be_shared_is_read_by_each() -> None:
    vuelos, lento = Vuelos(), _Lento(("valor", None))
    with ThreadPoolExecutor(2) as hilos:
        primero = hilos.submit(vuelos.uno, "k", lento)
        assert lento.empezado.wait(20)
        otro = hilos.submit(vuelos.uno, "k", lambda: ("mío", None))
        _esperando(vuelos, 1)
        lento.sigue.set()
        assert primero.result() == ("valor", None)
        assert otro.result() == ("mío", None)


def test_nobody_waits_for_ever() -> None:
    vuelos, lento = Vuelos(paciencia=0.01), _Lento(("valor", b"json"))
    with ThreadPoolExecutor(1) as hilos:
        primero = hilos.submit(vuelos.uno, "k", lento)
        assert lento.empezado.wait(20)
        assert vuelos.uno("k", lambda: ("mío", b"mio")) == ("mío", None)
        lento.sigue.set()
        esperar([primero])


def test_a_reading_that_asks_for_its_own_key_ends() -> None:
    vuelos = Vuelos(paciencia=0.01)
    assert vuelos.uno("k", lambda: vuelos.uno("k", lambda: ("dentro", b"dentro"))) == (("dentro", None)[0], None)
