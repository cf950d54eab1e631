"""Remembering in memory: for how long, how much, and under which version."""

from __future__ import annotations

from rexus.db.cache.almacen import MAX_VALOR
from rexus.db.cache.memoria import MemoryCache
from tests.unit.db.cache.reloj import Reloj


def _guardar(memoria: MemoryCache, etiqueta: str, clave: str, dato: bytes) -> None:
    memoria.guardar(memoria.leer(etiqueta, clave), dato)


def test_a_value_ends_with_its_time() -> None:
    reloj = Reloj()
    memoria = MemoryCache(300, reloj=reloj)
    _guardar(memoria, "a", "1", b"x")
    reloj.pasan(299.9)
    assert memoria.leer("a", "1").dato == b"x"
    reloj.pasan(0.1)
    assert memoria.leer("a", "1").dato is None
    assert len(memoria) == 0


def test_being_read_does_not_make_it_live_longer() -> None:
    reloj = Reloj()
    memoria = MemoryCache(10, reloj=reloj)
    _guardar(memoria, "a", "1", b"x")
    for _ in range(3):
        reloj.pasan(4)
        dato = memoria.leer("a", "1").dato
    assert dato is None


def test_labels_are_forgotten_one_by_one() -> None:
    memoria = MemoryCache(300)
    for etiqueta in "abc":
        _guardar(memoria, etiqueta, "1", etiqueta.encode())
    memoria.olvidar("a", "c", "never seen")
    assert [memoria.leer(etiqueta, "1").dato for etiqueta in "abc"] == [None, b"b", None]


def test_what_was_missed_before_the_label_was_forgotten_is_not_stored_after() -> None:
    memoria = MemoryCache(300)
    antes = memoria.leer("a", "1")
    memoria.olvidar("a")
    memoria.guardar(antes, b"old")
    assert memoria.leer("a", "1").dato is None
    # Nor after everything was forgotten, when labels begin anew.
    antes = memoria.leer("a", "1")
    memoria.olvidar_todo()
    memoria.leer("a", "1")
    memoria.guardar(antes, b"old")
    assert memoria.leer("a", "1").dato is None


def test_too_many_values_push_out_the_least_recently_used() -> None:
    memoria = MemoryCache(300, max_entradas=3)
    for clave in "123":
        _guardar(memoria, "a", clave, clave.encode())
    memoria.leer("a", "1")
    _guardar(memoria, "a", "4", b"4")
    assert [memoria.leer("a", clave).dato for clave in "1234"] == [b"1", None, b"3", b"4"]


def test_bytes_are_bounded_too() -> None:
    memoria = MemoryCache(300, max_bytes=100)
    for clave in "1234":
        _guardar(memoria, "a", clave, b"x" * 40)
    assert [memoria.leer("a", clave).dato is None for clave in "1234"] == [True, True, False, False]
    # One that would push out all others is not kept, nor one of more than the limit of any value.
    _guardar(memoria, "a", "5", b"x" * 101)
    assert [memoria.leer("a", clave).dato is None for clave in "345"] == [False, False, True]
    grande = MemoryCache(300)
    _guardar(grande, "a", "1", b"x" * (MAX_VALOR + 1))
    assert grande.leer("a", "1").dato is None


def test_a_value_that_is_replaced_is_counted_once() -> None:
    memoria = MemoryCache(300, max_bytes=100)
    for _ in range(10):
        _guardar(memoria, "a", "1", b"x" * 60)
    _guardar(memoria, "a", "2", b"x" * 40)
    assert memoria.leer("a", "1").dato is not None
    assert memoria.leer("a", "2").dato is not None
