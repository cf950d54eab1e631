"""The page of the configuration in a window of its own, over real databases, and a second seat that changes things."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from qasync import QSelectorEventLoop

import rexus.modulos.tablas  # noqa: F401  the whole schema
from rexus.base.actor import Actor
from rexus.base.paths import Paths, paths_under
from rexus.configuracion import Cambiado, Sincronizador
from rexus.db.registry import Registry
from rexus.modulos.configuracion.controller.page import ConfiguracionController
from rexus.modulos.configuracion.module import MODULE
from rexus.modulos.configuracion.view.fila import Fila
from rexus.modulos.configuracion.view.page import ConfiguracionView
from rexus.settings import CATEGORIAS, Settings
from rexus.ui import theme
from rexus.ui.jobs import Jobs
from rexus.ui.module import Context
from rexus.ui.notices import NoticeBar
from rexus.ui.salud import SaludVisible
from rexus.ui.shortcuts import Shortcuts
from rexus.ui.undo import UndoStack
from tests.servers.sitio import Sitio
from tests.unit.settings.llavero import FileKeyring, in_use

# Long enough for a busy machine; a test that waits this long has failed.
PATIENCE_MS = 20_000
ZONA = timezone(timedelta(hours=-3))
ANA = Actor("ana", "administrador", frozenset({"*"}))
LUIS = Actor("luis", "administrador", frozenset({"*"}))
MIRA = Actor("mara", "consulta", frozenset({"configuracion.ver"}))

T = TypeVar("T", bound=QObject)


@pytest.fixture(autouse=True)
def llavero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileKeyring]:
    """The keyring of these tests; empty."""
    with in_use(tmp_path, monkeypatch) as llavero:
        yield llavero


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    """Jobs whose failures fail the test."""
    if theme.current() is None:
        theme.Theme(qapp)
    loop = QSelectorEventLoop(qapp)
    jobs = Jobs(loop)
    failures: list[BaseException] = []
    jobs.failed.connect(failures.append)
    yield jobs
    jobs.shutdown()
    for task in asyncio.all_tasks(loop):
        task.cancel()
    for _ in range(20):
        QCoreApplication.processEvents()
    loop.close()
    asyncio.set_event_loop(None)
    if failures:
        raise failures[0]


class Ventana:
    """A window, worked with real clicks and keys."""

    def __init__(self, window: QMainWindow, jobs: Jobs, qtbot: QtBot) -> None:
        self.window = window
        self.jobs = jobs
        self.qtbot = qtbot

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a coroutine."""
        task = self.jobs.spawn(work)
        assert task is not None
        return task

    def wait(self, condition: Callable[[], object]) -> None:
        """Process events until it holds."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def all(self, name: str, kind: type[T] = QWidget) -> list[T]:  # type: ignore[assignment]
        """Every object of that name, in this window and those above it."""
        tops = [self.window, *QApplication.topLevelWidgets()]
        found = {id(o): o for top in tops for o in [top, *top.findChildren(kind, name)] if o.objectName() == name}
        return [o for o in found.values() if isinstance(o, kind)]

    def find(self, name: str, kind: type[T] = QWidget) -> T:  # type: ignore[assignment]
        """The one object of that name; of several (a dialog is destroyed a moment after it closed) the visible one."""
        found = self.all(name, kind)
        if len(found) > 1:
            found = [o for o in found if isinstance(o, QWidget) and o.isVisible()]
        assert len(found) == 1, f"{len(found)} objects of {kind.__name__} are called {name}"
        return found[0]

    def shows(self, name: str) -> bool:
        """Whether something of that name is visible."""
        return any(widget.isVisible() for widget in self.all(name))

    def text(self, name: str) -> str:
        """What a label, a button or a field says."""
        widget: Any = self.find(name)
        return str(widget.toPlainText() if isinstance(widget, QPlainTextEdit) else widget.text())

    def click(self, name: str) -> None:
        """Press a button that can be pressed."""
        button = self.find(name, QAbstractButton)
        assert button.isVisible() and button.isEnabled(), name
        # A box is clicked on its mark: its row may go on far to the right.
        at = button.rect().center() if isinstance(button, QPushButton) else QPoint(8, button.height() // 2)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=at)

    def trigger(self, name: str) -> None:
        """Choose an action as a menu would: only if it is enabled."""
        action = self.find(name, QAction)
        assert action.isEnabled(), f"{name} is disabled"
        action.trigger()

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key in the widget that has the focus."""
        together = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            together |= modifier
        QTest.keyClick(QApplication.focusWidget() or self.window, key, together)

    def write(self, text: str) -> None:
        """Type into the widget that has the focus; accents too, for which QTest has no keys."""
        for letter in text:
            target = QApplication.focusWidget()
            assert target is not None
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    def type(self, name: str, text: str) -> None:
        """Empty a field and type into it."""
        field: Any = self.find(name)
        assert field.isVisible() and field.isEnabled(), name
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        self.write(text)

    def pick(self, name: str, text: str) -> None:
        """Choose the entry of a combo box by its keys."""
        combo = self.find(name, QComboBox)
        at = combo.findText(text)
        assert at >= 0, f"{text} is not among {[combo.itemText(n) for n in range(combo.count())]}"
        combo.setFocus()
        QTest.keyClick(combo, Qt.Key.Key_Home)
        for _ in range(at):
            QTest.keyClick(combo, Qt.Key.Key_Down)

    def dialog(self, name: str) -> Any:
        """Wait for the dialog of that name, and for the keys to go to it."""
        self.wait(lambda: self.shows(name))
        dialog = self.find(name, QDialog)
        if QApplication.activeWindow() is not dialog:
            # A screen without a window manager activates nothing when another dialog closes.
            dialog.activateWindow()
            self.wait(lambda: QApplication.activeWindow() is dialog)
        return dialog

    def gone(self, name: str) -> None:
        """Wait until nothing of that name shows."""
        self.wait(lambda: not self.shows(name))

    def answer_file(self, name: str, file: Path) -> None:
        """Put a path into the file dialog of that name and press Enter."""
        dialog = self.dialog(name)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        field.setFocus()
        # Typed, the list of suggestions would take the Enter.
        field.setText(str(file))
        # It lists the folder first, in a thread of its own.
        self.wait(lambda: any(b.isDefault() and b.isEnabled() for b in dialog.findChildren(QPushButton)))
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.gone(name)

    def rows(self, name: str) -> list[list[str]]:
        """What a table shows."""
        table: Any = self.find(name)
        rows: list[list[str]] = table.rows()
        return rows


class Mesa(Ventana):
    """The page and what is behind it."""

    def __init__(self, window: QMainWindow, ctx: Context, page: ConfiguracionView, qtbot: QtBot) -> None:
        super().__init__(window, ctx.jobs, qtbot)
        self.ctx = ctx
        self.page = page

    @property
    def settings(self) -> Settings:
        """The settings of this seat."""
        return self.ctx.settings

    @property
    def controller(self) -> ConfiguracionController:
        """Who joins the page to the settings."""
        return self.page.findChildren(ConfiguracionController)[0]

    def category(self, category: str) -> None:
        """Click a category."""
        items = self.page.categories
        at = [c.id for c in CATEGORIAS].index(category)
        where = items.visualItemRect(items.item(at)).center()
        self.qtbot.mouseClick(items.viewport(), Qt.MouseButton.LeftButton, pos=where)

    def go(self, clave: str) -> Fila:
        """To the category of a key; its row."""
        self.category(next(c.id for c in CATEGORIAS if clave.partition(".")[0] in c.prefijos))
        return self.page.fila(clave)

    def edit(self, clave: str, text: str) -> Fila:
        """Type another value for a key."""
        fila = self.go(clave)
        self.type(f"configuracion.{clave}", text)
        return fila

    def save(self) -> None:
        """Press «Guardar cambios» and wait until everything is saved."""
        self.click("configuracion.guardar")
        self.wait(lambda: not self.page.changed and not self.page.is_saving)

    def error(self, clave: str) -> str:
        """What the page says is wrong with a key."""
        label = self.find(f"configuracion.{clave}.error", QLabel)
        return label.text() if not label.isHidden() else ""

    def mark(self, clave: str) -> str:
        """Where the page says that the value comes from."""
        label = self.find(f"configuracion.{clave}.origen", QLabel)
        return label.text() if not label.isHidden() else ""

    def visible(self) -> list[str]:
        """The keys whose rows show, from top to bottom."""
        return [fila.setting.clave for fila in self.page.filas if fila.isVisible()]

    def told(self, text: str) -> None:
        """Wait for a notice that says exactly this."""
        self.wait(lambda: self.ctx.notices.current is not None and self.ctx.notices.current.texto == text)

    def band(self, name: str) -> str:
        """What a line above the keys says; empty while it does not show."""
        band = self.find(f"configuracion.banda.{name}")
        return self.text(f"configuracion.banda.{name}.texto") if band.isVisible() else ""


class Puesto:
    """Another seat of the workshop, and somebody at it."""

    def __init__(self, registry: Registry, settings: Settings, actor: Actor = LUIS) -> None:
        self.registry = registry
        self.settings = settings
        self.sincronizador = Sincronizador(registry, settings, lambda: actor)

    def put(self, clave: str, valor: Any) -> Cambiado:
        """Change a key, knowing what the database holds."""
        self.sincronizador.traer()
        return self.sincronizador.cambiar({clave: valor}).value

    def get(self, clave: str) -> Any:
        """What holds there, with the database read anew."""
        self.sincronizador.traer()
        return self.settings.get(clave)

    def close(self) -> None:
        """Leave."""
        self.settings.close()
        self.registry.close()


Abrir = Callable[..., Mesa]


@pytest.fixture
def settings(paths: Paths) -> Iterator[Settings]:
    """The settings of the seat; the environment is read when first asked for."""
    paths.crear()
    settings = Settings(paths)
    yield settings
    settings.close()


@pytest.fixture
def registry(sitio_sqlite: Sitio) -> Iterator[Registry]:
    """The databases of the test's home."""
    registry = sitio_sqlite.registry()
    yield registry
    registry.close()


@pytest.fixture
def ventana(jobs: Jobs, qtbot: QtBot) -> Iterator[Ventana]:
    """An empty window, to open dialogs in."""
    window = _window(qtbot)
    yield Ventana(window, jobs, qtbot)
    _close(window)


@pytest.fixture
def abrir(jobs: Jobs, paths: Paths, qtbot: QtBot) -> Iterator[Callable[..., Mesa]]:
    """Open the page: `abrir(registry, settings, actor=ANA)`, the rest of the Context by keyword."""
    windows: list[QMainWindow] = []

    def abrir(registry: Registry, settings: Settings, actor: Actor = ANA, **rest: Any) -> Mesa:
        ctx = Context(
            registry=registry,
            actor=lambda: actor,
            jobs=jobs,
            notices=NoticeBar(),
            settings=settings,
            shortcuts=Shortcuts(),
            undo=UndoStack(),
            zona=ZONA,
            salud=SaludVisible(ZONA),
            paths=paths,
            reconectar=lambda: None,
        )
        ctx = replace(ctx, **rest)
        page = MODULE.build(ctx)
        assert isinstance(page, ConfiguracionView)
        window = _window(qtbot, ctx.notices, page)
        windows.append(window)
        mesa = Mesa(window, ctx, page, qtbot)
        # The first look at the database is over: what holds there shows.
        mesa.wait(lambda: settings.base_al_dia or not registry.salud.instante.en_linea)
        mesa.wait(lambda: page.fila("db.clave").estado.secreto is not None)
        return mesa

    yield abrir
    for window in windows:
        _close(window)


@pytest.fixture
def mesa(abrir: Abrir, registry: Registry, settings: Settings) -> Mesa:
    """The page over empty databases, ana signed in."""
    return abrir(registry, settings)


@pytest.fixture
def otro(paths: Paths, home: Path) -> Iterator[Puesto]:
    """luis at another seat over the same databases."""
    puesto = Puesto(Registry(paths), Settings(replace(paths, config=_folder(home))))
    yield puesto
    puesto.close()


def otro_puesto(registry: Registry, home: Path, actor: Actor = LUIS) -> Puesto:
    """Another seat over the databases of that registry, which is closed with it."""
    return Puesto(registry, Settings(replace(paths_under(home), config=_folder(home))), actor)


def _folder(home: Path) -> Path:
    folder = home / "otro puesto"
    folder.mkdir(exist_ok=True)
    return folder


def _window(qtbot: QtBot, *widgets: QWidget) -> QMainWindow:
    window = QMainWindow()
    middle = QWidget()
    column = QVBoxLayout(middle)
    column.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        column.addWidget(widget, 1 if isinstance(widget, ConfiguracionView) else 0)
    window.setCentralWidget(middle)
    window.resize(1088, 660)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    return window


def _close(window: QMainWindow) -> None:
    window.close()
    window.deleteLater()
    for _ in range(5):
        QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
