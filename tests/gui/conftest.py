"""The real window for tests: started on an empty home, with an account, or signed in."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rexus import seguridad
from rexus.base.actor import SISTEMA
from rexus.db.names import USERS
from rexus.shell.application import Application
from rexus.shell.bootstrap import create_application
from rexus.shell.warmup import FOR_SIGN_IN, FOR_SIGN_IN_ON_SCREEN, FOR_THE_PAGES, FOR_THE_PAGES_ON_SCREEN
from rexus.ui.collector import Collector, collect_due, keep_loaded
from tests import claves_baratas
from tests.servers.sitio import Sitio

# Long enough for a busy machine; a test that waits this long has failed.
PATIENCE_MS = 20_000

USUARIO = "ana"
CLAVE = "siete barras de aluminio"

T = TypeVar("T", bound=QObject)


class Driver:
    """Finds what the handles name in the window of an application, and works it with real clicks and keys."""

    def __init__(self, application: Application, qtbot: QtBot) -> None:
        self.application = application
        self.qtbot = qtbot

    def find(self, name: str, kind: type[T] = QWidget) -> T:  # type: ignore[assignment]
        """The one object of that name, in the window or in a window above it."""
        tops = [self.application.window, *QApplication.topLevelWidgets()]
        found = {id(o): o for top in tops for o in [top, *top.findChildren(kind, name)] if o.objectName() == name}
        if len(found) > 1:
            # A page that is about to be deleted may still be there.
            found = {key: o for key, o in found.items() if not isinstance(o, QWidget) or o.isVisible()}
        assert len(found) == 1, f"{len(found)} objects are called {name}"
        return next(iter(found.values()))  # type: ignore[return-value]

    def has(self, name: str) -> bool:
        """Whether something of that name shows."""
        widgets = self.application.window.findChildren(QWidget, name)
        return any(widget.isVisible() for widget in widgets)

    def type(self, name: str, text: str) -> QLineEdit:
        """Empty a field and type into it."""
        field = self.find(name, QLineEdit)
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClick(field, Qt.Key.Key_Delete)
        self.qtbot.keyClicks(field, text)
        return field

    def click(self, name: str) -> None:
        """Press a button."""
        self.qtbot.mouseClick(self.find(name, QPushButton), Qt.MouseButton.LeftButton)

    def trigger(self, name: str) -> None:
        """Choose an action as a menu would: only if it is enabled."""
        action = self.find(name, QAction)
        assert action.isEnabled(), f"{name} is disabled"
        action.trigger()

    def press(self, keys: Qt.Key, *modifiers: Qt.KeyboardModifier, on: QWidget | None = None) -> None:
        """Press keys in the widget that has the focus."""
        together = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            together |= modifier
        self.qtbot.keyClick(on or QApplication.focusWidget() or self.application.window, keys, together)

    def wait(self, condition: Callable[[], object]) -> None:
        """Process events until it holds."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def enter(self, usuario: str = USUARIO, clave: str = CLAVE, *, pagina: str = "inventario") -> None:
        """Sign in on the sign-in page and wait for the desk; where it begins with the start page, go to `pagina`."""
        self.wait(lambda: self.has("login.entrar"))
        self.type("login.usuario", usuario)
        self.type("login.clave", clave)
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: self.has("principal"))
        if self.has("inicio") and pagina != "inicio":
            self.go(pagina)

    def go(self, modulo: str) -> None:
        """A click in the navigation, if that page is there."""
        lista = self.find("principal.navegacion", QListWidget)
        for fila in range(lista.count()):
            if lista.item(fila).data(Qt.ItemDataRole.UserRole) == modulo:
                centro = lista.visualItemRect(lista.item(fila)).center()
                self.qtbot.mouseClick(lista.viewport(), Qt.MouseButton.LeftButton, pos=centro)


@pytest.fixture(autouse=True, scope="package")
def _claves_baratas() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as parche:
        claves_baratas.usar(parche)
        yield


@pytest.fixture(autouse=True, scope="package")
def collector(qapp: QApplication) -> Iterator[Collector]:
    """Tests of a widget alone have no program that keeps the collector to its time; nor have the ends of tests."""
    collector = Collector()
    # Before there is any window, since what a test leaves must be found.
    for name in (*FOR_SIGN_IN, *FOR_SIGN_IN_ON_SCREEN, *FOR_THE_PAGES, *FOR_THE_PAGES_ON_SCREEN):
        importlib.import_module(name)
    keep_loaded()
    yield collector
    collector.close()


@pytest.fixture(autouse=True)
def collected(collector: Collector) -> Iterator[None]:
    """A test that never came to the loop is collected after, too."""
    yield
    collect_due()


@pytest.fixture
def start(qtbot: QtBot, home: Path) -> Iterator[Callable[[], Driver]]:
    """Start the program on the test's home, as often as wanted; all are closed at the end."""
    started: list[Application] = []

    def start() -> Driver:
        application = create_application(home)
        started.append(application)
        application.window.activateWindow()
        with qtbot.waitActive(application.window, timeout=PATIENCE_MS):
            pass
        return Driver(application, qtbot)

    yield start
    for application in started:
        application.close()


@pytest.fixture
def account(sitio_sqlite: Sitio) -> str:
    """The home already has its administrator, USUARIO with CLAVE."""
    registry = sitio_sqlite.registry()
    with registry.write(USERS, SISTEMA) as work:
        seguridad.crear_primer_administrador(work, USUARIO, CLAVE)
    registry.close()
    return USUARIO


@pytest.fixture
def app(start: Callable[[], Driver]) -> Driver:
    """The program on the test's home; empty unless the test asks for `account` too (before `app`)."""
    return start()


@pytest.fixture
def signed_in(account: str, start: Callable[[], Driver]) -> Driver:
    """The program with the desk of the administrator open."""
    driver = start()
    driver.enter(account)
    return driver
