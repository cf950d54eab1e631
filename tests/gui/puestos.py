"""Windows of somebody who signed in, on databases that other seats work on too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from pytestqt.qtbot import QtBot

from rexus.db.registry import Registry
from rexus.shell.application import Application
from rexus.shell.bootstrap import create_application
from tests.gui.conftest import CLAVE, PATIENCE_MS, USUARIO
from tests.gui.taller import Ventana
from tests.servers.sitio import Sitio


class VentanaEnSitio(Ventana):
    """`sitio` is where the databases are."""

    sitio: Sitio

    @contextmanager
    def otro(self) -> Iterator[Registry]:
        """Another seat's registry."""
        registry = self.sitio.registry()
        try:
            yield registry
        finally:
            registry.close()


P = TypeVar("P", bound=VentanaEnSitio)


class AbridorDe(Generic[P]):
    """Opens the window of somebody who signed in, as a `clase`; all are closed at the end."""

    def __init__(self, clase: type[P], home: Path, qtbot: QtBot) -> None:
        self._clase = clase
        self._home = home
        self._qtbot = qtbot
        self._abiertas: list[Application] = []

    def __call__(self, sitio: Sitio, usuario: str = USUARIO, clave: str = CLAVE) -> P:
        application = create_application(self._home)
        self._abiertas.append(application)
        application.window.resize(1360, 820)
        application.window.activateWindow()
        with self._qtbot.waitActive(application.window, timeout=PATIENCE_MS):
            pass
        puesto = self._clase(application, self._qtbot)
        puesto.sitio = sitio
        puesto.enter(usuario, clave)
        return puesto

    def close(self) -> None:
        for application in self._abiertas:
            application.close()
