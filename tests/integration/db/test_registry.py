"""The registry: nothing before it is needed, everything given back, and what it counts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseInalcanzableError
from rexus.db.conexion import PoolSettings
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.db.turnos import SinConexionesError
from rexus.db.work import Work
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock.consulta import Consulta
from rexus.stock.movimientos import Pedido
from tests.servers.proxy import COMMIT, Mando
from tests.servers.sitio import Sitio


@contextmanager
def abierto(sitio: Sitio, pool: PoolSettings | None = None, **kw: Any) -> Iterator[Registry]:
    registry = sitio.registry(pool, **kw)
    try:
        yield registry
    finally:
        registry.close()


def uno(work: Work) -> int:
    return int(work.connection.scalar(text("SELECT 1")))


def hasta(condicion: Callable[[], bool], segundos: float = 20, apurar: Registry | None = None) -> bool:
    """Whether it came true in time. `apurar` makes that registry's heart beat at once instead of when it is due."""
    fin = time.monotonic() + segundos
    while time.monotonic() < fin:
        if condicion():
            return True
        if apurar is not None:
            apurar.salud.reintentar()
        time.sleep(0.05)
    return False


def test_no_connection_is_opened_before_an_operation_needs_one(sitio: Sitio) -> None:
    hilos = set(threading.enumerate())
    with abierto(sitio) as registry:
        InventarioModel(registry, lambda: SISTEMA)
        registry.engine(INVENTARIO)
        assert [c.abiertas for c in registry.cifras()] == [0]
        assert set(threading.enumerate()) <= hilos
        registry.leer(USERS, SISTEMA, uno)
        assert {c.base: c.abiertas for c in registry.cifras()} == {INVENTARIO: 0, USERS: 1}


def test_a_pooled_connection_is_used_again_and_direct_ones_are_not_kept(sitio: Sitio) -> None:
    for activo, abiertas in ((True, 1), (False, 4)):
        with abierto(sitio, PoolSettings(activo=activo)) as registry:
            for _ in range(3):
                assert registry.leer(INVENTARIO, SISTEMA, uno) == 1
            (cifras,) = registry.cifras()
            # One more for the look at the schema, which the pool lends again.
            assert (cifras.con_pool, cifras.abiertas, cifras.en_uso) == (activo, abiertas, 0)


def test_the_pool_never_holds_more_than_it_may_and_says_who_waited(sitio: Sitio) -> None:
    with abierto(sitio, PoolSettings(size=1, max_overflow=1, timeout_pantalla=0.2)) as registry:
        with registry.read(INVENTARIO, SISTEMA), registry.read(INVENTARIO, SISTEMA):
            with pytest.raises(SinConexionesError):
                registry.leer(INVENTARIO, SISTEMA, uno)
            (cifras,) = registry.cifras()
            assert (cifras.tope, cifras.en_uso, cifras.esperas, cifras.rechazos) == (2, 2, 1, 1)
        assert registry.leer(INVENTARIO, SISTEMA, uno) == 1


def test_idle_connections_are_let_go(sitio: Sitio) -> None:
    with abierto(sitio, PoolSettings(inactividad=0.1)) as registry:
        registry.leer(INVENTARIO, SISTEMA, uno)
        assert hasta(lambda: registry.cifras()[0].libres == 0, apurar=registry)
        assert registry.leer(INVENTARIO, SISTEMA, uno) == 1


def test_another_seat_hears_which_lookups_became_stale(sitio: Sitio) -> None:
    with abierto(sitio) as aqui, abierto(sitio) as alla:
        oidas: list[frozenset[str]] = []
        alla.observar_invalidadas(oidas.append)
        lugares = UbicacionesModel(alla, lambda: SISTEMA)
        assert [u.codigo for u in lugares.listar()] == ["General"]
        # Its heartbeat must have seen the counters once before they move.
        assert hasta(lambda: alla._latido._versiones is not None, apurar=alla)

        def avisar(work: Work) -> None:
            work.invalidar("ubicaciones")

        aqui.escribir(INVENTARIO, SISTEMA, avisar)
        assert hasta(lambda: frozenset({"ubicaciones"}) in oidas, apurar=alla)


@pytest.mark.solo("postgresql", porque="it loses an answer in a proxy")
@pytest.mark.parametrize("callando", [False, True])
def test_a_commit_whose_answer_was_lost_counts_once(sitio: Sitio, proxy: Mando, callando: bool) -> None:
    # A single connection falls silent, its server lives: the wait ends with the time that a statement may take.
    with abierto(sitio.por(proxy.puerto), limite_pantalla=1) as registry:
        modelo = InventarioModel(registry, lambda: SISTEMA)
        creado = modelo.crear({"codigo": "A1"}, stock_inicial=10).value
        proxy.perder_respuesta_a(COMMIT, callando=callando)
        hecho = modelo.registrar_salida(Pedido(creado.id, 3)).value
        assert hecho.stock_resultante == 7
        assert modelo.articulo(creado.id).stock_actual == 7
        assert len(modelo.kardex(creado.id)) == 2
        # What has no UUID of its own is found by its attempt.
        proxy.perder_respuesta_a(COMMIT, callando=callando)
        otro = modelo.crear({"codigo": "A2"}).value
        assert otro.codigo == "A2"
        assert len(modelo.primera(Consulta(), ["codigo"])) == 2


@pytest.mark.solo("postgresql", porque="it cuts the connection in a proxy")
def test_a_cut_while_signing_in_is_no_absence_of_the_server(sitio: Sitio, proxy: Mando) -> None:
    with abierto(sitio.por(proxy.puerto)) as registry:
        registry.leer(USERS, SISTEMA, uno)
        estados: list[str] = []
        registry.salud.observar(lambda instante: estados.append(instante.estado))
        antes = proxy.cifras()
        proxy.perder_respuesta_a("database\0")
        assert registry.leer(INVENTARIO, SISTEMA, uno) == 1
        assert proxy.cifras().cortes > antes.cortes
        assert estados == []


@pytest.mark.solo("postgresql", porque="it cuts the connection in a proxy")
def test_what_was_cut_before_the_commit_runs_again(sitio: Sitio, proxy: Mando) -> None:
    with abierto(sitio.por(proxy.puerto)) as registry:
        modelo = InventarioModel(registry, lambda: SISTEMA)
        creado = modelo.crear({"codigo": "A1"}, stock_inicial=10).value
        proxy.cortar_antes_de(COMMIT)
        assert modelo.registrar_salida(Pedido(creado.id, 3)).value.stock_resultante == 7
        proxy.cortar()
        assert modelo.articulo(creado.id).stock_actual == 7


@pytest.mark.solo("postgresql", porque="it stops the server")
def test_away_and_back(sitio: Sitio, postgres: Any) -> None:
    with abierto(sitio) as registry:
        registry.leer(INVENTARIO, SISTEMA, uno)
        postgres.parar()
        assert hasta(lambda: registry.salud.estado != "ONLINE", 8)
        with pytest.raises(BaseInalcanzableError):
            registry.leer(INVENTARIO, SISTEMA, uno)
        postgres.arrancar()
        registry.salud.reintentar()
        assert hasta(lambda: registry.salud.estado == "ONLINE", 30)
        assert registry.leer(INVENTARIO, SISTEMA, uno) == 1


@pytest.mark.solo("postgresql", porque="the proxy falls silent")
def test_a_silent_server_frees_whoever_waits_for_it(sitio: Sitio, proxy: Mando) -> None:
    with abierto(sitio.por(proxy.puerto)) as registry:
        registry.leer(INVENTARIO, SISTEMA, uno)
        proxy.callar()
        desde = time.monotonic()
        with pytest.raises(BaseInalcanzableError):
            registry.leer(INVENTARIO, SISTEMA, uno)
        # Far below the two minutes of the library, far above the noise of a busy machine.
        assert time.monotonic() - desde < 20
        assert registry.salud.estado != "ONLINE"
        proxy.sanar()
        registry.salud.reintentar()
        assert hasta(lambda: registry.salud.estado == "ONLINE", 30)
        assert registry.leer(INVENTARIO, SISTEMA, uno) == 1
