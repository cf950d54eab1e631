"""The database goes away under the seats, and comes back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from rexus.base.errors import BaseError, BaseInalcanzableError
from rexus.configuracion import AUSENTE, vigentes
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.db.salud import Estado
from tests.servers.proxy import COMMIT, Mando
from tests.servers.sitio import Sitio

from .conftest import Abrir, Puesto

NOMBRE, INTENTOS = "empresa.nombre", "usuarios.max_intentos"


@pytest.fixture
def lejos(sitio_postgres: Sitio, proxy: Mando, puestos: Abrir) -> Iterator[Puesto]:
    """A seat that reaches the server through the proxy."""
    registry = sitio_postgres.por(proxy.puerto).registry()
    yield puestos(registry, "ana")
    registry.close()


@pytest.fixture
def cerca(sitio_postgres: Sitio, puestos: Abrir) -> Iterator[Puesto]:
    """Another, straight beside the server."""
    registry = sitio_postgres.registry()
    yield puestos(registry, "beto")
    registry.close()


def esperar_en_linea(registry: Registry) -> None:
    vuelta = threading.Event()
    parar = registry.salud.observar(lambda instante: vuelta.set() if instante.estado is Estado.ONLINE else None)
    if registry.salud.estado is not Estado.ONLINE:
        registry.salud.reintentar()
        assert vuelta.wait(40), "the server is back and nobody noticed"
    parar()


@pytest.mark.parametrize("corte", [Mando.desenchufar, Mando.callar], ids=["unplugged", "silent"])
def test_edited_while_away_and_applied_without_a_restart(
    lejos: Puesto, cerca: Puesto, proxy: Mando, corte: Callable[[Mando], None]
) -> None:
    lejos.cambiar({NOMBRE: "Antes"})
    corte(proxy)
    hecho = lejos.cambiar({NOMBRE: "Después", "db.pool_size": 4})
    assert (hecho.guardados, hecho.pendientes) == (("db.pool_size",), (NOMBRE,))
    assert isinstance(hecho.sin_base, BaseInalcanzableError)
    assert (lejos.settings.get(NOMBRE), lejos.settings.get("db.pool_size")) == ("Después", 4)
    with pytest.raises(BaseError):
        lejos.sincronizar()
    historia = lejos.sincronizador.historial()
    assert isinstance(historia.sin_base, AUSENTE)
    assert [c.clave for c in historia.cambios] == ["db.pool_size"]
    cerca.sincronizador.traer()
    assert cerca.settings.get(NOMBRE) == "Antes"
    proxy.sanar()
    esperar_en_linea(lejos.registry)
    assert lejos.sincronizar().aplicados == (NOMBRE,)
    cerca.sincronizador.traer()
    assert cerca.settings.get(NOMBRE) == "Después"


def test_started_while_away_the_copy_answers_and_the_edit_meets_the_other_seats(
    lejos: Puesto, cerca: Puesto, proxy: Mando
) -> None:
    cerca.cambiar({NOMBRE: "Antes", INTENTOS: 8})
    lejos.sincronizador.traer()
    proxy.desenchufar()
    lejos.reiniciar()
    assert (lejos.settings.get(INTENTOS), lejos.settings.base_al_dia) == (8, False)
    assert lejos.cambiar({NOMBRE: "De Ana", INTENTOS: 6}).pendientes == (NOMBRE, INTENTOS)
    cerca.cambiar({NOMBRE: "De Beto"})
    lejos.reiniciar()
    proxy.sanar()
    esperar_en_linea(lejos.registry)
    hecho = lejos.sincronizar()
    assert hecho.aplicados == (INTENTOS,)
    assert [(c.mio, c.suyo) for c in hecho.conflictos] == [("De Ana", "De Beto")]
    assert lejos.settings.get(NOMBRE) == "De Beto"


def test_a_commit_whose_answer_was_lost_is_neither_lost_nor_a_conflict(lejos: Puesto, proxy: Mando) -> None:
    lejos.cambiar({NOMBRE: "Antes"})
    proxy.perder_respuesta_a(COMMIT)
    hecho = lejos.cambiar({NOMBRE: "Después"})
    proxy.sanar()
    esperar_en_linea(lejos.registry)
    if hecho.pendientes:
        assert isinstance(hecho.sin_base, AUSENTE)
    assert lejos.sincronizar().conflictos == ()
    assert lejos.settings.pendientes() == {}
    assert lejos.registry.leer(INVENTARIO, lejos.actor, vigentes)[NOMBRE] == "Después"
    assert [c.despues for c in lejos.sincronizador.historial(NOMBRE).cambios] == ["Después", "Antes"]


@pytest.mark.solo("sqlite", porque="it damages the file")
def test_a_damaged_file_keeps_the_edit_for_the_restored_one(sitio: Sitio, puestos: Abrir) -> None:
    registry = sitio.registry()
    ana = puestos(registry)
    ana.cambiar({NOMBRE: "Antes"})
    registry.close()
    file = sitio.paths.database(INVENTARIO)
    whole = file.read_bytes()
    file.write_bytes(b"no es una base" * 1000)
    rota = sitio.registry()
    ana = puestos(rota)
    hecho = ana.cambiar({NOMBRE: "Después"})
    assert hecho.pendientes == (NOMBRE,)
    assert hecho.sin_base is not None
    rota.close()
    file.write_bytes(whole)
    sana = sitio.registry()
    ana.registry = sana
    ana.reiniciar()
    # This seat never saw the database: that it held another name is something to look at, not to overwrite.
    (conflicto,) = ana.sincronizar().conflictos
    assert (conflicto.mio, conflicto.suyo) == ("Después", "Antes")
    sana.close()


@pytest.mark.solo("sqlite", porque="the write lock is SQLite's")
def test_a_busy_database_is_told_and_nothing_waits(
    sitio: Sitio, puestos: Abrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry, otro = sitio.registry(), sitio.registry()
    ana = puestos(registry)
    ana.cambiar({NOMBRE: "Antes"})
    with otro.write(INVENTARIO, ana.actor), pytest.raises(BaseError):
        ana.cambiar({NOMBRE: "Después", "db.pool_size": 4})
    assert (ana.settings.get(NOMBRE), ana.settings.get("db.pool_size")) == ("Antes", 10)
    assert ana.settings.pendientes() == {}
    registry.close()
    otro.close()
