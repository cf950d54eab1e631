"""A workshop on a server: a PostgreSQL of the tests' own, the way to it that can be spoiled, and the real window on it.

Import the fixtures `taller` or `taller_lejano` (through the proxy), and `abrir`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from rexus import seguridad
from rexus.base.actor import SISTEMA
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.shell.application import Application
from rexus.shell.bootstrap import create_application
from rexus.shell.services import Services
from rexus.ui.notices import NoticeBar
from rexus.ui.paged_table import PagedTableModel, PagedTableView
from tests.gui.conftest import CLAVE, PATIENCE_MS, USUARIO, Driver
from tests.servers.postgres import Postgres
from tests.servers.proxy import Mando
from tests.servers.sitio import Sitio

ARTICULOS = 24


@dataclass(frozen=True)
class Taller:
    """`sitio` is where the databases are, whatever is done to the way there."""

    sitio: Sitio
    postgres: Postgres

    @contextmanager
    def registry(self) -> Iterator[Registry]:
        """Another seat's, beside the window."""
        registry = self.sitio.registry()
        try:
            yield registry
        finally:
            registry.close()

    @contextmanager
    def modelo(self) -> Iterator[InventarioModel]:
        """The catalogue as another seat sees it."""
        with self.registry() as registry:
            yield InventarioModel(registry, lambda: SISTEMA)

    @property
    def sesiones(self) -> int:
        """How many connections are open to the three databases."""
        return sum(self.postgres.sesiones(nombre) for nombre in self.sitio.conexion.bases.values())


def poblar(sitio: Sitio) -> None:
    """An account and some articles."""
    registry = sitio.registry()
    with registry.write(USERS, SISTEMA) as work:
        seguridad.crear_primer_administrador(work, USUARIO, CLAVE)
    modelo = InventarioModel(registry, lambda: SISTEMA)
    for n in range(1, ARTICULOS + 1):
        modelo.crear({"codigo": f"P{n:03}", "descripcion": f"Perfil número {n}", "stock_minimo": "3"}, n % 7 + 1)
    registry.close()


def _senalar(patch: pytest.MonkeyPatch, sitio: Sitio) -> None:
    for name, value in sitio.variables().items():
        patch.setenv(name, value)


@pytest.fixture
def taller(sitio_postgres: Sitio, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Taller:
    """Its server is reached directly."""
    poblar(sitio_postgres)
    _senalar(monkeypatch, sitio_postgres)
    return Taller(sitio_postgres, postgres)


@pytest.fixture
def taller_lejano(sitio_postgres: Sitio, postgres: Postgres, proxy: Mando, monkeypatch: pytest.MonkeyPatch) -> Taller:
    """The window reaches its server through the proxy."""
    poblar(sitio_postgres)
    _senalar(monkeypatch, sitio_postgres.por(proxy.puerto))
    return Taller(sitio_postgres, postgres)


class Ventana(Driver):
    """The window of a workshop on a server."""

    @property
    def services(self) -> Services:
        """What the window works with."""
        services = self.application.services
        assert services is not None
        return services

    @property
    def registry(self) -> Registry:
        """The window's own."""
        return self.services.registry

    @property
    def estado(self) -> str:
        """What the status strip says of the database."""
        return self.find("principal.estado.base", QLabel).text()

    @property
    def en_linea(self) -> bool:
        """Whether the strip says that all is well."""
        return self.estado.startswith("Servidor ")

    @property
    def tabla(self) -> PagedTableView:
        """The articles."""
        return self.find("inventario.tabla", PagedTableView)

    @property
    def modelo(self) -> PagedTableModel:
        """What the table shows."""
        modelo = self.tabla.model()
        assert isinstance(modelo, PagedTableModel)
        return modelo

    def codigos(self) -> list[str]:
        """The codes that the table shows."""
        modelo = self.modelo
        return [str(modelo.index(fila, 0).data()) for fila in range(modelo.rowCount())]

    def ir(self, modulo: str) -> None:
        """A click in the navigation."""
        self.go(modulo)
        self.wait(lambda: self.has(modulo))

    def escribir(self, nombre: str, texto: str) -> None:
        """Empty a field and type into it, letters beyond ASCII too."""
        campo = self.type(nombre, "")
        for letra in texto:
            QApplication.sendEvent(campo, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letra))
        assert campo.text() == texto

    def elegir_opcion(self, nombre: str) -> None:
        """Click a radio button or a box on its mark."""
        boton = self.find(nombre, QAbstractButton)
        self.qtbot.mouseClick(boton, Qt.MouseButton.LeftButton, pos=QPoint(8, boton.height() // 2))

    def texto(self, nombre: str) -> str:
        """What a label says."""
        return self.find(nombre, QLabel).text()

    def elegir(self, fila: int) -> None:
        """A click on a row of the table; waits until the pane beside it tells of that article."""
        tabla = self.tabla
        centro = tabla.visualRect(tabla.model().index(fila, 0)).center()
        self.qtbot.mouseClick(tabla.viewport(), Qt.MouseButton.LeftButton, pos=centro)
        codigo = self.codigos()[fila]
        self.wait(lambda: self.texto("inventario.detalle.codigo") == codigo)

    def dialogo(self, nombre: str) -> QDialog:
        """Wait for a dialog and bring the keys to it."""
        self.wait(lambda: self._abiertos(nombre))
        dialogo = self._abiertos(nombre)[0]
        dialogo.activateWindow()
        self.wait(lambda: QApplication.activeWindow() is dialogo)
        return dialogo

    def _abiertos(self, nombre: str) -> list[QDialog]:
        return [d for d in self.application.window.findChildren(QDialog, nombre) if d.isVisible()]

    def cerrado(self, nombre: str) -> None:
        """Wait until a dialog is gone and the window has the keys again."""
        self.wait(lambda: not self._abiertos(nombre))
        window: QWidget = self.application.window
        # A screen without a window manager activates nothing by itself.
        window.activateWindow()
        self.wait(lambda: QApplication.activeWindow() is window)

    def click_cuando_se_pueda(self, nombre: str) -> None:
        """Press a button as soon as it can be pressed."""
        self.wait(self.find(nombre).isEnabled)
        self.click(nombre)

    def aviso(self, comienzo: str) -> None:
        """Wait for a notice; one that does not come says which ones did."""

        def llego() -> bool:
            barra = self.barra
            assert barra.isVisible() and barra.current is not None, f"no notice; {self.estado}"
            assert barra.current.texto.startswith(comienzo), f"{barra.current}, {barra.waiting} more; {self.estado}"
            return True

        self.qtbot.waitUntil(llego, timeout=PATIENCE_MS)

    @property
    def barra(self) -> NoticeBar:
        """Where notices show."""
        return self.find("principal.aviso", NoticeBar)


Abrir = Callable[[], Ventana]


@pytest.fixture
def abrir(qtbot: QtBot, home: Path) -> Iterator[Abrir]:
    """Start the program on the test's home; closed at the end."""
    abiertas: list[Application] = []

    def abrir() -> Ventana:
        application = create_application(home)
        abiertas.append(application)
        application.window.resize(1360, 820)
        application.window.activateWindow()
        with qtbot.waitActive(application.window, timeout=PATIENCE_MS):
            pass
        return Ventana(application, qtbot)

    yield abrir
    for application in abiertas:
        application.close()


@pytest.fixture
def mesa(taller: Taller, abrir: Abrir) -> Ventana:
    """The desk of ana, with the articles in sight."""
    return en_la_mesa(abrir())


def en_la_mesa(ventana: Ventana) -> Ventana:
    """Sign in and wait for the articles."""
    ventana.enter()
    ventana.wait(lambda: len(ventana.codigos()) == ARTICULOS and ventana.codigos()[0])
    return ventana
