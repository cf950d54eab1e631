"""Seats that share a Redis."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rexus.db.cache.compartida import RedisCache, Servidor
from tests.integration.cache.conftest import PREFIJO, Puestos, hasta
from tests.redis_server import RedisServer


def test_what_one_seat_read_the_other_does_not_read_again(puesto: Puestos) -> None:
    uno, otro = puesto(), puesto()
    assert uno.ver() == "uno"
    assert otro.ver() == "uno"
    assert (uno.leidas, otro.leidas) == (["k"], [])
    assert otro.cache.cifras().aciertos_redis == 1


def test_what_one_seat_changes_the_other_sees_at_once(puesto: Puestos) -> None:
    uno, otro = puesto(), puesto()
    for vuelta in range(20):
        uno.ver(), otro.ver()
        uno.cambiar(f"a{vuelta}")
        assert otro.ver() == f"a{vuelta}"
        otro.cambiar(f"b{vuelta}")
        assert uno.ver() == f"b{vuelta}"


def test_other_labels_stay(puesto: Puestos) -> None:
    uno, otro = puesto(), puesto()
    uno.ver("k", "a"), uno.ver("k", "b")
    otro.cambiar("dos", "x", "a")
    uno.ver("k", "a"), uno.ver("k", "b")
    assert uno.leidas == ["k", "k", "k"]


def test_what_was_read_before_another_seats_change_is_not_served_after_it(puesto: Puestos) -> None:
    uno, otro = puesto(), puesto()

    def leer_despacio() -> str | None:
        leido = uno.base["k"]
        otro.cambiar("dos")
        assert otro.ver() == "dos"
        return leido

    assert uno.cache.recordar("a", "k", str | None, leer_despacio) == "uno"
    assert uno.ver() == otro.ver() == "dos"


def test_none_is_a_value(puesto: Puestos) -> None:
    uno, otro = puesto(), puesto()
    assert uno.ver("falta") is otro.ver("falta") is None
    assert otro.leidas == []


def test_a_value_ends_with_its_time_and_nothing_stays_for_ever(puesto: Puestos, servidor: RedisServer) -> None:
    uno = puesto(ttl=0.05)
    uno.ver()
    hasta(lambda: bool(uno.ver() and len(uno.leidas) > 1))
    with servidor.cliente() as cliente:
        assert all(0 < cliente.ttl(llave) <= 86_400 or cliente.pttl(llave) < 1_000 for llave in cliente.keys("*"))


def test_workshops_do_not_meet(servidor: RedisServer) -> None:
    destino = Servidor(servidor.host, servidor.puerto, servidor.clave)
    caches = [RedisCache(destino, f"rexus:{taller}", 300) for taller in ("norte", "sur")]
    for cache in caches:
        lectura = cache.leer("a", "k")
        assert lectura.dato is None
        cache.guardar(lectura, b"1")
    caches[0].olvidar_todo()
    assert [cache.leer("a", "k").dato for cache in caches] == [None, b"1"]
    for cache in caches:
        cache.close()


def test_a_seat_that_starts_forgets_what_an_earlier_run_may_not_have_told(puesto: Puestos) -> None:
    uno = puesto()
    uno.ver()
    # As after a kill between the change and its being told.
    uno.base["k"] = "dos"
    assert puesto().ver() == "dos"
    assert uno.ver() == "dos"


def test_permissions_are_never_believed_from_redis(puesto: Puestos, servidor: RedisServer) -> None:
    uno, otro = puesto(), puesto()
    uno.ver(etiqueta="permisos"), uno.ver(etiqueta="permisos"), otro.ver(etiqueta="permisos")
    assert (uno.leidas, otro.leidas) == (["k"], ["k"])
    with servidor.cliente() as cliente:
        assert not [llave for llave in cliente.keys("*") if b"permisos" in llave]
    uno.cambiar("dos", etiqueta="permisos")
    assert uno.ver(etiqueta="permisos") == "dos"


@pytest.mark.parametrize("basura", [b"", b"\x00\xff", b"null", b"[1]", b"0" * 16 + b"." + b"0" * 16 + b"\n[1]"])
def test_a_foreign_value_is_a_miss(puesto: Puestos, servidor: RedisServer, basura: bytes) -> None:
    uno = puesto()
    uno.ver()
    with servidor.cliente() as cliente:
        (llave,) = cliente.keys(f"{PREFIJO}:valor:a:*")
        cliente.set(llave, basura)
    assert uno.ver() == uno.ver() == "uno"
    assert uno.leidas == ["k", "k"]
    assert uno.quien == "redis"


def test_a_broken_value_is_a_miss_and_is_told(
    puesto: Puestos, servidor: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    uno = puesto()
    uno.ver()
    with servidor.cliente() as cliente:
        (llave,) = cliente.keys(f"{PREFIJO}:valor:a:*")
        cliente.append(llave, b"}")
        with caplog.at_level(logging.WARNING, "rexus"):
            assert uno.ver() == "uno"
        cliente.set(llave, b"something else")
        with caplog.at_level(logging.WARNING, "rexus"):
            assert uno.ver() == "uno"
    # Other tests may have left the logger more talkative than this one made it.
    avisos = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert ["broken" in aviso or "not a value" in aviso for aviso in avisos] == [True, True]
    assert uno.leidas == ["k"] * 3


@pytest.mark.parametrize("cual", ["valor:a:*", "version:a", "version:[*]"])
def test_a_key_of_another_kind_in_the_way_costs_a_reading_and_no_more(
    puesto: Puestos, servidor: RedisServer, cual: str
) -> None:
    uno = puesto()
    uno.ver()
    with servidor.cliente() as cliente:
        (llave,) = cliente.keys(f"{PREFIJO}:{cual}")
        cliente.delete(llave)
        cliente.lpush(llave, b"a list")
    assert uno.ver() == "uno"
    assert uno.quien == "redis"
    uno.cambiar("dos")
    uno.almacen.olvidar_todo()
    uno.ver()
    assert uno.ver() == "dos"
    assert len(uno.leidas) == 3


def test_a_version_that_redis_lost_is_not_used_again(puesto: Puestos, servidor: RedisServer) -> None:
    uno, otro = puesto(), puesto()

    def leer_despacio() -> str | None:
        leido = uno.base["k"]
        otro.cambiar("dos")
        with servidor.cliente() as cliente:
            # As when memory runs short there, or it starts again.
            cliente.flushall()
        otro.cache.recordar("a", "another key", str, str)
        return leido

    uno.cache.recordar("a", "k", str | None, leer_despacio)
    assert otro.ver() == "dos"


def test_many_threads_on_two_seats_never_see_the_past(puesto: Puestos) -> None:
    puestos = [puesto(), puesto()]
    base = puestos[0].base
    base["k"] = "0"
    fin = time.monotonic() + 1.0

    def cambiar() -> int:
        n = 0
        while time.monotonic() < fin:
            n += 1
            puestos[n % 2].cambiar(str(n))
            confirmados.append(n)
        return n

    def mirar(cual: int) -> int:
        vistos = 0
        while time.monotonic() < fin:
            antes = confirmados[-1]
            visto = puestos[cual].ver()
            assert visto is not None and int(visto) >= antes, f"{visto} after {antes} was told"
            vistos += 1
        return vistos

    confirmados = [0]
    with ThreadPoolExecutor(5) as hilos:
        trabajos = [hilos.submit(mirar, n % 2) for n in range(4)] + [hilos.submit(cambiar)]
        assert all(trabajo.result() > 0 for trabajo in trabajos)
    assert [p.quien for p in puestos] == ["redis", "redis"]
