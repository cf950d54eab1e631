"""The page of accounts in the real window, on a SQLite home or on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from rexus import seguridad
from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.conexion import Conexion
from rexus.db.names import USERS
from rexus.shell.application import Application
from rexus.shell.bootstrap import create_application
from tests.gui.conftest import CLAVE, PATIENCE_MS, USUARIO
from tests.gui.usuarios.puesto import Puesto
from tests.servers.sitio import Sitio


class Abridor:
    """Opens the window of somebody who signed in; all are closed at the end."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        self._home = home
        self._qtbot = qtbot
        self._abiertas: list[Application] = []

    def __call__(self, sitio: Sitio, usuario: str = USUARIO, clave: str = CLAVE) -> Puesto:
        application = create_application(self._home)
        self._abiertas.append(application)
        application.window.resize(1360, 820)
        application.window.activateWindow()
        with self._qtbot.waitActive(application.window, timeout=PATIENCE_MS):
            pass
        puesto = Puesto(application, self._qtbot)
        puesto.sitio = sitio
        puesto.enter(usuario, clave)
        return puesto

    def close(self) -> None:
        for application in self._abiertas:
            application.close()


@pytest.fixture
def abrir(home: Path, qtbot: QtBot) -> Iterator[Abridor]:
    """Opens windows."""
    abridor = Abridor(home, qtbot)
    yield abridor
    abridor.close()


def primera_cuenta(sitio: Sitio) -> None:
    """The administrator ana."""
    registry = sitio.registry()
    with registry.write(USERS, SISTEMA) as work:
        seguridad.crear_primer_administrador(work, USUARIO, CLAVE)
    registry.close()


@pytest.fixture
def archivos(home: Path) -> Sitio:
    """The SQLite files of the test's home, with their administrator."""
    paths = paths_under(home)
    paths.crear()
    sitio = Sitio(paths, Conexion())
    primera_cuenta(sitio)
    return sitio


@pytest.fixture
def puesto(archivos: Sitio, abrir: Abridor) -> Puesto:
    """The administrator looks at the accounts: ana and luis, an operator."""
    puesto = abrir(archivos)
    puesto.crear("luis", nombre="Luis", apellido="Fernández", email="luis@taller.example")
    puesto.ir("usuarios")
    puesto.se_ven("ana", "luis")
    return puesto


@pytest.fixture
def en_cada_motor(sitio: Sitio, abrir: Abridor, monkeypatch: pytest.MonkeyPatch) -> Puesto:
    """The same on every engine, with ana alone."""
    primera_cuenta(sitio)
    for nombre, valor in sitio.variables().items():
        monkeypatch.setenv(nombre, valor)
    puesto = abrir(sitio)
    puesto.ir("usuarios")
    puesto.se_ven("ana")
    return puesto
