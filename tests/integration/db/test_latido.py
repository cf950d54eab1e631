"""The heartbeat does not stop, whatever comes, and sees what happened while it did not look."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseInalcanzableError, BaseNuevaError
from rexus.db.latido import PAUSA_S
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.db.salud import Estado
from rexus.db.work import Work
from tests.integration.db.test_registry import abierto, hasta, uno
from tests.servers.fabricas import CUENTA
from tests.servers.postgres import Postgres
from tests.servers.proxy import Mando
from tests.servers.sitio import Sitio

pytestmark = pytest.mark.solo("postgresql", porque="it is about servers that come and go")


@contextmanager
def latiendo(sitio: Sitio) -> Iterator[Registry]:
    """A seat that has worked, and whose heart beats."""
    with abierto(sitio) as registry:
        registry.leer(INVENTARIO, SISTEMA, uno)
        assert hasta(lambda: registry._latido._versiones is not None, apurar=registry)
        yield registry


def test_a_server_away_for_a_week_is_found_again(sitio: Sitio, postgres: Postgres) -> None:
    with latiendo(sitio) as registry:
        postgres.parar()
        assert hasta(lambda: registry.salud.estado != Estado.ONLINE, 8)
        registry._latido._fallas = 60_000
        registry.salud.reintentar()
        time.sleep(0.2)
        postgres.arrancar()
        registry.salud.reintentar()
        assert hasta(lambda: registry.salud.estado == Estado.ONLINE, apurar=registry)


def test_a_bug_in_a_beat_is_logged_and_the_next_one_comes(
    sitio: Sitio, monkeypatch: pytest.MonkeyPatch, errores_esperados: list[Any]
) -> None:
    with latiendo(sitio) as registry:
        with monkeypatch.context() as patch:
            patch.setattr("rexus.db.versiones.leer", lambda *_: 1 / 0)
            assert hasta(lambda: registry.salud.estado != Estado.ONLINE, apurar=registry)
        assert hasta(lambda: registry.salud.estado == Estado.ONLINE, apurar=registry)
    assert "the heartbeat failed" in errores_esperados[0].getMessage()


def test_two_cuts_in_a_row_are_got_over(sitio: Sitio, proxy: Mando) -> None:
    with latiendo(sitio.por(proxy.puerto)) as registry:
        proxy.cortar_antes_de("cache_versiones", veces=2)
        assert hasta(lambda: registry.salud.estado != Estado.ONLINE, apurar=registry)
        assert hasta(lambda: registry.salud.estado == Estado.ONLINE, apurar=registry)


def test_a_session_that_the_server_ends_is_replaced(sitio: Sitio, postgres: Postgres) -> None:
    with postgres.sesion() as sesion:
        sesion.execute(f'ALTER ROLE "{CUENTA}" SET idle_session_timeout = 400')
    try:
        with latiendo(sitio) as registry:
            time.sleep(2 * PAUSA_S)
            assert registry._latido._thread is not None and registry._latido._thread.is_alive()
            assert registry.leer(INVENTARIO, SISTEMA, uno) == 1
            assert hasta(lambda: registry.salud.estado == Estado.ONLINE)
    finally:
        with postgres.sesion() as sesion:
            sesion.execute(f'ALTER ROLE "{CUENTA}" RESET idle_session_timeout')


def test_what_changed_between_two_connections_is_heard(sitio: Sitio, postgres: Postgres) -> None:
    def cambiar(work: Work) -> None:
        work.invalidar("configuracion")

    with latiendo(sitio) as aqui, latiendo(sitio) as alla:
        oidas: list[frozenset[str]] = []
        alla.observar_invalidadas(oidas.append)
        alla._latido._soltar()
        aqui.escribir(INVENTARIO, SISTEMA, cambiar)
        assert hasta(lambda: any("configuracion" in o for o in oidas), apurar=alla)


def test_a_schema_that_became_newer_stops_a_seat_at_work(sitio: Sitio) -> None:
    def adelantar(work: Work) -> None:
        work.connection.execute(text("UPDATE alembic_version SET version_num = 'inventario_9999'"))

    with latiendo(sitio) as registry, abierto(sitio.como_duena()) as duena:
        duena.escribir(INVENTARIO, SISTEMA, adelantar)

        def rechazada() -> bool:
            try:
                registry.leer(INVENTARIO, SISTEMA, uno)
            except BaseNuevaError:
                return True
            return False

        assert hasta(rechazada, apurar=registry)


def test_a_new_password_is_asked_for_and_used(sitio: Sitio, postgres: Postgres) -> None:
    claves = ["la de antes"]
    postgres.crear_cuenta("cambiante", claves[0])
    with postgres.sesion(sitio.conexion.bases[USERS]) as sesion:
        sesion.execute('GRANT SELECT ON ALL TABLES IN SCHEMA public TO "cambiante"')
    conexion = replace(sitio.conexion, usuario="cambiante", pedir_clave=lambda: claves[0])
    with abierto(replace(sitio, conexion=conexion)) as registry:
        registry.leer(USERS, SISTEMA, uno)
        claves[0] = "la de ahora"
        with postgres.sesion() as sesion:
            sesion.execute("ALTER ROLE cambiante PASSWORD 'la de ahora'")
        postgres.echar(sitio.conexion.bases[USERS])

        def sirve() -> bool:
            try:
                return registry.leer(USERS, SISTEMA, uno) == 1
            except BaseInalcanzableError:
                return False

        assert hasta(sirve, apurar=registry)


def test_a_name_with_many_silent_addresses_is_given_up_in_time(sitio: Sitio, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as mudo:
        mudo.bind(("0.0.0.0", 0))
        mudo.listen()
        puerto = mudo.getsockname()[1]
        varias = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n}", puerto)) for n in range(1, 6)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: varias)
        with abierto(sitio.por(puerto, "servidor.taller")) as registry:
            desde = time.monotonic()
            with pytest.raises(BaseInalcanzableError):
                registry.leer(USERS, SISTEMA, uno)
            # Five addresses of three seconds would be fifteen.
            assert time.monotonic() - desde < 10
            assert registry.salud.estado == Estado.OFFLINE
