"""A Redis that goes away, is silent, refuses, or is something else; and is back."""

from __future__ import annotations

import logging
import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rexus.db.cache import Cache
from rexus.db.cache.almacen import CaidoError
from rexus.db.cache.compartida import RedisCache, Servidor
from rexus.db.cache.memoria import MemoryCache
from rexus.db.cache.respaldada import Espera, FallbackCache
from tests.integration.cache.conftest import PREFIJO, PRONTO, Puestos, hasta
from tests.redis_server import RedisServer
from tests.servers.proxy import Mando


def test_stopped_in_the_middle_and_started_again(
    puesto: Puestos, servidor: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "rexus"):
        uno = puesto()
        for _ in range(2):
            uno.ver()
            servidor.parar()
            assert [uno.ver() for _ in range(3)] == [uno.base["k"]] * 3
            assert uno.quien == "memoria"
            assert uno.cache.cifras().motivo == "No hay conexión con Redis."
            uno.cambiar("while it was away")
            assert uno.ver() == "while it was away"
            servidor.arrancar()
            hasta(lambda: uno.quien == "redis")
            assert uno.ver() == "while it was away"
            uno.cambiar("after")
            assert uno.ver() == "after"
    cifras = uno.cache.cifras()
    assert (cifras.caidas, cifras.motivo) == (2, None)
    # Said once for each change of hands, however often it was asked and tried.
    assert caplog.text.count("Redis is gone") == 2
    assert caplog.text.count("Redis serves") == 3
    assert caplog.text.count("does not serve") == 0


def test_memory_serves_nothing_from_an_earlier_absence(puesto: Puestos, proxy: Mando) -> None:
    uno, otro = puesto(proxy.puerto), puesto()
    proxy.desenchufar()
    uno.ver()
    assert uno.quien == "memoria"
    proxy.sanar()
    hasta(lambda: uno.quien == "redis")
    otro.cambiar("dos")
    proxy.desenchufar()
    assert uno.ver() == "dos"
    assert uno.quien == "memoria"


def test_what_could_not_be_told_is_told_before_redis_is_used_again(puesto: Puestos, proxy: Mando) -> None:
    """One seat is cut off, changes something and comes back; the others had stale values meanwhile, not after."""
    uno, otro = puesto(proxy.puerto), puesto()
    otro.ver()
    proxy.desenchufar()
    uno.cambiar("dos")
    assert uno.ver() == "dos"
    assert otro.ver() == "uno", "only the database's own signal could tell this seat, and there is none here"
    proxy.sanar()
    hasta(lambda: uno.quien == "redis")
    assert otro.ver() == uno.ver() == "dos"


@pytest.mark.parametrize("callando", [False, True])
def test_a_lost_answer_does_not_lose_the_change(puesto: Puestos, proxy: Mando, callando: bool) -> None:
    uno, otro = puesto(proxy.puerto), puesto()
    otro.ver()
    proxy.perder_respuesta_a("DEL", callando=callando)
    uno.cambiar("dos")
    assert otro.ver() == uno.ver() == "dos"
    proxy.sanar()
    hasta(lambda: uno.quien == "redis")
    assert otro.ver() == uno.ver() == "dos"


@pytest.mark.parametrize("veces", [1, 3])
def test_a_change_cut_on_its_way_is_told_again(puesto: Puestos, proxy: Mando, veces: int) -> None:
    """Also when it is cut again while what was missed is being told."""
    uno, otro = puesto(proxy.puerto), puesto()
    otro.ver()
    proxy.cortar_antes_de("DEL", veces)
    uno.cambiar("dos")
    assert uno.ver() == "dos"
    hasta(lambda: uno.quien == "redis")
    assert otro.ver() == "dos"


def test_a_silent_redis_is_waited_for_once(puesto: Puestos, proxy: Mando) -> None:
    uno = puesto(proxy.puerto, plazo=1.0)
    uno.ver()
    proxy.callar()
    # One question, and nobody but the thread in the background talks to it from then on.
    assert len(_quienes_hablan(lambda: [uno.ver() for _ in range(50)])) == 1
    assert (uno.quien, uno.cache.cifras().motivo) == ("memoria", "Redis no contesta a tiempo.")
    assert uno.leidas == ["k", "k"]
    uno.cambiar("dos")
    assert uno.ver() == "dos"
    proxy.sanar()
    hasta(lambda: uno.quien == "redis")
    assert uno.ver() == "dos"


def test_a_redis_silent_from_the_start_serves_when_it_wakes(puesto: Puestos, proxy: Mando) -> None:
    proxy.callar()
    uno = puesto(proxy.puerto, listo=False, plazo=0.05)
    assert [uno.ver() for _ in range(3)] == ["uno"] * 3
    hasta(lambda: uno.cache.cifras().motivo == "Redis no contesta a tiempo.")
    assert uno.leidas == ["k"]
    proxy.sanar()
    hasta(lambda: uno.quien == "redis")


def _quienes_hablan(accion: Callable[[], object]) -> list[str]:
    """The thread of each message sent or connection begun during the action, but those of the cache's own thread."""
    hilos: list[str] = []

    def anotada(real: Callable[..., Any]) -> Callable[..., Any]:
        def anotar(*args: Any) -> Any:
            hilos.append(threading.current_thread().name)
            return real(*args)

        return anotar

    with pytest.MonkeyPatch.context() as patch:
        for nombre in ("send", "sendall", "connect"):
            patch.setattr(socket.socket, nombre, anotada(getattr(socket.socket, nombre)))
        accion()
    return [hilo for hilo in hilos if hilo != "rexus-cache"]


def test_no_caller_ever_connects(servidor: RedisServer) -> None:
    """Connecting may wait for a name server, which knows no timeout."""
    hilos: list[str] = []

    def conectar() -> RedisCache:
        hilos.append(threading.current_thread().name)
        return RedisCache(Servidor(servidor.host, servidor.puerto, servidor.clave), PREFIJO, 300)

    cache = Cache(FallbackCache(conectar, MemoryCache(300), espera=PRONTO))
    assert hilos == []
    for _ in range(3):
        cache.recordar("a", "k", str, str)
        hasta(lambda: cache.cifras().quien == "redis")
        servidor.parar()
        cache.recordar("a", "k", str, str)
        servidor.arrancar()
    hasta(lambda: cache.cifras().quien == "redis")
    cache.close()
    assert set(hilos) == {"rexus-cache"}


def test_many_callers_wait_for_a_silent_redis_together(puesto: Puestos, proxy: Mando) -> None:
    """The one whose question failed ends the connection for all: the others do not ask again, one after the other."""
    uno = puesto(proxy.puerto, plazo=1.0)
    uno.ver()
    proxy.callar()
    listos = threading.Barrier(8)
    valores: list[str | None] = []

    def pedir() -> None:
        listos.wait(20)
        valores.append(uno.ver())

    def todos() -> None:
        hilos = [threading.Thread(target=pedir) for _ in range(8)]
        for hilo in hilos:
            hilo.start()
        for hilo in hilos:
            hilo.join(20)

    assert len(_quienes_hablan(todos)) == 1
    assert valores == ["uno"] * 8
    assert uno.cache.cifras().caidas == 1
    assert uno.leidas == ["k", "k"]


@pytest.mark.parametrize("clave", ["", "otra"])
def test_a_wrong_password_is_told_and_mended(
    servidor: RedisServer, caplog: pytest.LogCaptureFixture, clave: str
) -> None:
    claves = [clave]

    def conectar() -> RedisCache:
        return RedisCache(Servidor(servidor.host, servidor.puerto, claves[-1]), PREFIJO, 300)

    cache = Cache(FallbackCache(conectar, MemoryCache(300), espera=PRONTO))
    assert [cache.recordar("a", "k", str, lambda: "valor") for _ in range(3)] == ["valor"] * 3
    hasta(lambda: cache.cifras().motivo == "Redis no acepta la clave.")
    assert cache.cifras().quien == "memoria"
    claves.append(servidor.clave)
    hasta(lambda: cache.cifras().quien == "redis")
    cache.close()
    assert caplog.text.count("does not serve") == 1
    assert servidor.clave not in caplog.text


def test_the_password_is_not_shown(servidor: RedisServer) -> None:
    assert servidor.clave not in repr(Servidor(servidor.host, servidor.puerto, servidor.clave))


def test_a_redis_that_takes_no_more_is_not_used(servidor: RedisServer) -> None:
    destino = Servidor(servidor.host, servidor.puerto, servidor.clave)
    with servidor.cliente() as cliente:
        cache = Cache(FallbackCache(lambda: RedisCache(destino, PREFIJO, 300), MemoryCache(300), espera=PRONTO))
        cache.recordar("a", "k", str, lambda: "valor")
        hasta(lambda: cache.cifras().quien == "redis")
        cliente.config_set("maxmemory", "1")
        try:
            assert [cache.recordar("a", "k", str, lambda: "valor") for _ in range(3)] == ["valor"] * 3
            hasta(lambda: (cache.cifras().motivo or "").startswith("Redis no hace lo que se le pide: "))
            assert cache.cifras().quien == "memoria"
        finally:
            cliente.config_set("maxmemory", "0")
        hasta(lambda: cache.cifras().quien == "redis")
        cache.close()


def test_closing_tells_redis_what_it_was_not_told_yet(puesto: Puestos, proxy: Mando) -> None:
    """A command of a second's length changes something and ends before anything is connected."""
    uno = puesto()
    uno.ver()
    breve = puesto(proxy.puerto, listo=False)
    breve.cambiar("dos")
    breve.cache.close()
    assert uno.ver() == "dos"


def test_closing_without_redis_says_what_was_lost(
    puesto: Puestos, servidor: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    uno = puesto()
    servidor.parar()
    uno.cambiar("dos")
    uno.cache.close()
    assert "closed before Redis was told to forget a" in caplog.text
    # Closed is closed, and still answers.
    assert uno.ver() == "dos"
    assert not [hilo for hilo in threading.enumerate() if hilo.name == "rexus-cache"]


def test_attempts_grow_apart_at_random() -> None:
    espera = Espera()
    assert espera.antes_de(0) == 0
    for intento, tope in [(1, 0.5), (2, 1.0), (5, 8.0), (7, 30.0), (10_000, 30.0)]:
        esperas = [espera.antes_de(intento) for _ in range(200)]
        assert all(0 <= una <= tope for una in esperas)
        assert max(esperas) > tope / 2 > min(esperas)


# ── Something else on that port ──


@contextmanager
def _contesta(dato: bytes) -> Iterator[int]:
    """A server that says that to whatever it is asked, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as oye:

        def servir() -> None:
            linea, _ = oye.accept()
            with linea:
                linea.recv(65_536)
                linea.sendall(dato)

        hilo = threading.Thread(target=servir)
        hilo.start()
        yield oye.getsockname()[1]
        hilo.join(20)


@settings(max_examples=60)
@given(
    st.binary(max_size=60) | st.builds(lambda a, b: a + b, st.sampled_from([b"+", b"-", b":", b"$", b"*"]), st.binary())
)
@example(b"HTTP/1.1 400 Bad Request\r\n\r\n")
@example(b"SSH-2.0-OpenSSH_9.6\r\n")
@example(b"$x\r\n")
@example(b"*-5\r\n+OK\r\n")
@example(b":1\r\n:1\r\n:1\r\n:1\r\n")
@example(b"+OK\r\n+NO\r\n+NO\r\n+NO\r\n")
@example(b"*1\r\n" * 3_000)
@example(b"+\xff\xfe\r\n+\xff\r\n+\xff\r\n")
def test_whatever_answers_there_is_not_taken_for_redis(dato: bytes) -> None:
    with _contesta(dato) as puerto, pytest.raises(CaidoError):
        RedisCache(Servidor("127.0.0.1", puerto, "clave", plazo=0.2), PREFIJO, 300)


# ── Everything at once ──


@pytest.mark.parametrize("semilla", range(6))
def test_against_the_simplest_model(puesto: Puestos, proxy: Mando, semilla: int) -> None:
    """Two seats, one line that fails at random: who changed something sees it, and both do once the line is whole."""
    azar = random.Random(semilla)
    cortado, sano = puesto(proxy.puerto), puesto()
    enchufado = True
    for paso in range(120):
        clave = azar.choice("xyz")
        match azar.choice(["ver", "ver", "ver", "cambiar", "cambiar ajeno", "línea"]):
            case "ver":
                visto = cortado.ver(clave)
                assert visto == cortado.base.get(clave) or not enchufado or cortado.quien == "memoria"
                if enchufado and cortado.quien == "redis":
                    assert sano.ver(clave) == sano.base.get(clave)
            case "cambiar":
                cortado.cambiar(f"{paso}", clave)
                assert cortado.ver(clave) == f"{paso}"
            case "cambiar ajeno":
                sano.cambiar(f"{paso}", clave)
                assert sano.ver(clave) == f"{paso}"
            case "línea":
                if enchufado:
                    azar.choice([proxy.desenchufar, proxy.cortar, lambda: proxy.cortar(rst=False)])()
                    enchufado = azar.random() < 0.3 and bool(proxy.sanar())
                else:
                    proxy.sanar()
                    enchufado = True
                    cortado.espera_a("redis")
    proxy.sanar()
    cortado.espera_a("redis")
    for clave in "xyz":
        assert cortado.ver(clave) == sano.ver(clave) == cortado.base.get(clave)
