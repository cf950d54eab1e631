"""What the program sees: values remembered, forgotten, read once, counted."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rexus.base.errors import PermisoError
from rexus.db.cache import Cache, en_memoria
from rexus.db.cache.almacen import Lectura
from rexus.db.cache.memoria import MemoryCache
from tests.unit.db.cache.reloj import Reloj


class Fuente:
    """What is looked up: counts how often."""

    def __init__(self, valor: Any) -> None:
        self.valor = valor
        self.veces = 0

    def __call__(self) -> Any:
        self.veces += 1
        if isinstance(self.valor, Exception):
            raise self.valor
        return self.valor


@pytest.mark.parametrize("valor", [["a", "b"], [], None])
def test_the_second_time_nothing_is_read(valor: list[str] | None) -> None:
    cache, fuente = en_memoria(), Fuente(valor)
    assert [cache.recordar("perfil.valores", "acabado", list[str] | None, fuente) for _ in range(3)] == [valor] * 3
    assert fuente.veces == 1
    cifras = cache.cifras()
    assert (cifras.quien, cifras.con_redis, cifras.aciertos, cifras.fallos) == ("memoria", False, 2, 1)


def test_keys_labels_and_types_are_apart() -> None:
    cache = en_memoria()
    assert cache.recordar("a", "b.c", str, lambda: "1") == "1"
    assert cache.recordar("a.b", "c", str, lambda: "2") == "2"
    assert cache.recordar("a", "b", str, lambda: "3") == "3"
    assert cache.recordar("a", "b.c", int, lambda: 4) == 4
    assert cache.recordar("a", "b.c", str, lambda: "other") == "1"


@pytest.mark.parametrize("etiqueta", ["", "*", "a:b", "ñ", "a b", "A", "a\n"])
def test_labels_are_plain_words(etiqueta: str) -> None:
    cache = en_memoria()
    with pytest.raises(ValueError):
        cache.recordar(etiqueta, "k", str, lambda: "")
    with pytest.raises(ValueError):
        cache.olvidar(etiqueta)


@pytest.mark.parametrize("clave", ["", "con espacio", "a:b", "\x00", "\ud800", "ñ" * 1_000])
def test_keys_may_be_any_text(clave: str) -> None:
    cache = en_memoria()
    assert [cache.recordar("a", clave, str, Fuente(clave[:1].strip("\ud800"))) for _ in range(2)]
    assert cache.cifras().aciertos == 1


def test_each_caller_has_an_object_of_its_own() -> None:
    cache, fuente = en_memoria(), Fuente(["a"])
    primera = cache.recordar("a", "k", list[str], fuente)
    primera.append("spoiled")
    segunda = cache.recordar("a", "k", list[str], fuente)
    assert segunda == ["a"]
    segunda.append("spoiled")
    assert cache.recordar("a", "k", list[str], fuente) == ["a"]


def test_an_error_passes_and_is_not_remembered() -> None:
    cache, fuente = en_memoria(), Fuente(PermisoError("no"))
    for veces in (1, 2):
        with pytest.raises(PermisoError):
            cache.recordar("a", "k", list[str], fuente)
        assert fuente.veces == veces
    fuente.valor = ["a"]
    assert cache.recordar("a", "k", list[str], fuente) == ["a"]


def test_what_was_read_before_a_change_is_never_served_after_it() -> None:
    cache, fuente = en_memoria(), Fuente("before")

    def leer_mientras_cambia() -> str:
        leido: str = fuente()
        fuente.valor = "after"
        cache.olvidar("a")
        return leido

    assert cache.recordar("a", "k", str, leer_mientras_cambia) == "before"
    assert cache.recordar("a", "k", str, fuente) == "after"


def test_who_asks_after_a_change_does_not_join_a_reading_from_before() -> None:
    cache = en_memoria()
    empezado, sigue = threading.Event(), threading.Event()

    def viejo() -> str:
        empezado.set()
        assert sigue.wait(20)
        return "before"

    with ThreadPoolExecutor(2) as hilos:
        lenta = hilos.submit(cache.recordar, "a", "k", str, viejo)
        assert empezado.wait(20)
        cache.olvidar("a")
        nueva = hilos.submit(cache.recordar, "a", "k", str, lambda: "after")
        try:
            # Joining, it would have no answer yet.
            assert nueva.result(5) == "after"
        finally:
            sigue.set()
        assert lenta.result() == "before"
    assert cache.recordar("a", "k", str, lambda: "read again") == "after"


def test_two_threads_that_miss_the_same_read_it_once() -> None:
    cache = en_memoria()
    todos = threading.Barrier(8)
    fuente = Fuente(["a"])
    sigue = threading.Event()

    def lenta() -> list[str]:
        assert sigue.wait(20)
        return fuente()  # type: ignore[no-any-return]

    def pedir() -> list[str]:
        todos.wait(20)
        return cache.recordar("a", "k", list[str], lenta)

    with ThreadPoolExecutor(8) as hilos:
        pedidos = [hilos.submit(pedir) for _ in range(8)]
        while not cache.cifras().fallos:
            time.sleep(0.001)
        sigue.set()
        valores = [pedido.result() for pedido in pedidos]
    assert valores == [["a"]] * 8
    assert len({id(valor) for valor in valores}) == 8
    assert fuente.veces == 1
    assert cache.cifras().aciertos == 7


def test_everything_may_be_forgotten() -> None:
    cache, fuente = en_memoria(), Fuente("x")
    cache.recordar("a", "k", str, fuente)
    cache.olvidar_todo()
    cache.recordar("a", "k", str, fuente)
    cache.olvidar()
    cache.recordar("a", "k", str, fuente)
    assert fuente.veces == 2


class _Danada(MemoryCache):
    """Gives back something else than it was given."""

    def leer(self, etiqueta: str, clave: str) -> Lectura:
        real = super().leer(etiqueta, clave)
        return Lectura(real.quien, etiqueta, clave, real.version, real.dato and b'{"secret": "in the value"}')


def test_a_broken_value_is_a_miss_and_is_told(caplog: pytest.LogCaptureFixture) -> None:
    cache, fuente = Cache(_Danada(300)), Fuente(["a"])
    with caplog.at_level(logging.WARNING, "rexus"):
        assert [cache.recordar("a", "k", list[str], fuente) for _ in range(2)] == [["a"], ["a"]]
    assert fuente.veces == 2
    assert "broken value under a in memoria" in caplog.text
    assert "secret" not in caplog.text


def test_a_value_of_another_type_is_a_bug_that_the_user_does_not_feel(
    errores_esperados: list[logging.LogRecord],
) -> None:
    cache = en_memoria()
    assert cache.recordar("a", "k", list[int], lambda: ["a"]) == ["a"]
    assert "not of the type" in errores_esperados[0].getMessage()
    assert cache.recordar("a", "k", list[int], lambda: [1]) == [1]


def test_figures_go_to_the_log_at_the_end_and_now_and_then(caplog: pytest.LogCaptureFixture) -> None:
    reloj = Reloj()
    cache = Cache(MemoryCache(300), reloj=reloj)
    with caplog.at_level(logging.INFO, "rexus"):
        for _ in range(100):
            cache.recordar("a", "k", str, lambda: "x")
        assert not caplog.records
        reloj.pasan(900)
        for _ in range(100):
            cache.recordar("a", "k", str, lambda: "x")
        assert len(caplog.records) == 1
        cache.close()
    assert "memory 199 hits 1 misses" in caplog.messages[-1]


def test_a_cache_that_nobody_asked_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "rexus"):
        en_memoria().close()
    assert not caplog.records
