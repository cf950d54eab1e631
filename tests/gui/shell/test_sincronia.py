"""The shared configuration is read after the sign-in, also when the database was busy just then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.configuracion import operaciones
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from tests.gui.conftest import Driver

CLAVE = "usuarios.max_intentos"


@pytest.fixture
def una_conexion(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pool that one reader fills, and screens that wait for it only a moment."""
    monkeypatch.setenv("REXUS_DB_POOL_SIZE", "1")
    monkeypatch.setenv("REXUS_DB_MAX_OVERFLOW", "0")
    monkeypatch.setenv("REXUS_DB_POOL_TIMEOUT_PANTALLA", "0.1")


@pytest.fixture
def ocupada(una_conexion: None, account: str, start: Callable[[], Driver], home: Path) -> Driver:
    """The desk is open, its copy of the shared configuration is old, and reading it was refused once."""
    app = start()
    app.enter(account)
    session, services = app.application.session, app.application.services
    assert session is not None
    app.wait(lambda: app.application.settings.base_al_dia and not session.sincronia._busy)
    otro = Registry(paths_under(home))
    otro.escribir(INVENTARIO, SISTEMA, operaciones.poner, CLAVE, 9)
    otro.close()
    app.wait(lambda: all(not pool.en_uso for pool in services.registry.cifras()))
    with services.registry.read(INVENTARIO, SISTEMA):
        session.sincronia.sincronizar()
        app.wait(lambda: not session.sincronia._busy)
    assert app.application.settings.get(CLAVE) == 5
    return app


def test_a_database_that_was_busy_is_asked_again(ocupada: Driver) -> None:
    ocupada.wait(lambda: ocupada.application.settings.get(CLAVE) == 9)


def test_nobody_is_asked_after_the_session_ended(ocupada: Driver) -> None:
    session = ocupada.application.session
    assert session is not None and session.sincronia._later.isActive()
    session.sincronia.close()
    assert not session.sincronia._later.isActive()
