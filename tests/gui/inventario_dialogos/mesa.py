"""A window over a real database, to open dialogs and pages in and work them with real clicks and keys."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from qasync import QSelectorEventLoop
from sqlalchemy import select

import rexus.modulos.tablas  # noqa: F401  the whole schema
from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.names import INVENTARIO
from rexus.db.outbox import InventarioOutbox
from rexus.db.registry import Registry
from rexus.intercambio.analisis import Analisis
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.settings import Settings
from rexus.stock.kardex import LineaKardex
from rexus.ui import theme
from rexus.ui.jobs import Jobs
from rexus.ui.module import Context
from rexus.ui.notices import Notice, NoticeBar
from rexus.ui.salud import SaludVisible
from rexus.ui.shortcuts import Shortcuts
from rexus.ui.undo import UndoStack
from tests.servers.sitio import Sitio

# Long enough for a busy machine; a test that waits this long has failed.
PATIENCE_MS = 30_000
# How far apart a scanner's keys may be in tests that scan: a busy machine is slow.
SCANNING_MS = 500
ZONA = timezone(timedelta(hours=-3))

T = TypeVar("T", bound=QObject)


class Model(InventarioModel):
    """The model itself; it only remembers the analyses that it gave out."""

    def __init__(self, registry: Registry) -> None:
        super().__init__(registry, lambda: SISTEMA)
        self.analyses: list[Analisis] = []

    def analizar(self, *args: Any, **kw: Any) -> Analisis:
        analisis = super().analizar(*args, **kw)
        self.analyses.append(analisis)
        return analisis


@dataclass
class Mesa:
    """The window, and what a workshop has in it."""

    window: QMainWindow
    page: QWidget
    ctx: Context
    model: Model
    qtbot: QtBot
    ids: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    # ── The workshop ──

    def place(self, codigo: str, nombre: str = "") -> int:
        """The id of a place, made if it is not there."""
        if codigo not in self.places:
            model = UbicacionesModel(self.ctx.registry, lambda: SISTEMA)
            self.places[codigo] = model.crear(codigo, nombre).value.id
        return self.places[codigo]

    def article(self, codigo: str, stock: str | int = 0, **valores: object) -> int:
        """An article with its first stock in its usual place."""
        if valores.get("ubicacion"):
            self.place(str(valores["ubicacion"]))
        self.ids[codigo] = self.model.crear({"codigo": codigo, **valores}, stock).value.id
        return self.ids[codigo]

    def id_of(self, codigo: str) -> int:
        """The id of an article."""
        return self.model.id_por_codigo(codigo)

    def stock(self, codigo: str) -> str:
        """How many pieces there are."""
        return f"{self.model.articulo(self.id_of(codigo)).stock_actual.normalize():f}"

    def card(self, codigo: str) -> list[LineaKardex]:
        """The movements of an article, oldest first."""
        return list(reversed(self.model.kardex(self.id_of(codigo), limite=None)))

    def events(self, accion: str) -> list[dict[str, Any]]:
        """What was recorded of that kind, oldest first."""
        o = InventarioOutbox
        with self.ctx.registry.read(INVENTARIO, SISTEMA) as work:
            found = work.connection.scalars(select(o.despues).where(o.accion == accion).order_by(o.id)).all()
        return [json.loads(text or "{}") for text in found]

    def is_true(self) -> bool:
        """Whether the stock is proven."""
        return self.model.verificar().ok

    # ── The window ──

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Open something."""
        self.ctx.jobs.spawn(work)

    def wait(self, condition: Callable[[], object]) -> None:
        """Process events until it holds."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def find(self, name: str, kind: type[T] = QWidget) -> T:  # type: ignore[assignment]
        """The one object of that name in the window."""
        found = self.window.findChildren(kind, name)
        if len(found) > 1:
            # A dialog that was closed is destroyed a moment later.
            found = [o for o in found if isinstance(o, QWidget) and o.isVisible()]
        assert len(found) == 1, f"{len(found)} objects of {kind.__name__} are called {name}"
        return found[0]

    def dialog(self, name: str) -> Any:
        """Wait for the dialog of that name, and for the keys to go to it."""
        self.wait(lambda: self._dialogs(name))
        dialog = self._dialogs(name)[0]
        if QApplication.activeWindow() is not dialog:
            # A screen without a window manager activates nothing when another dialog closes.
            dialog.activateWindow()
            self.wait(lambda: QApplication.activeWindow() is dialog)
        return dialog

    def gone(self, name: str) -> None:
        """Wait until the dialog of that name is closed."""
        self.wait(lambda: not self._dialogs(name))

    def _dialogs(self, name: str) -> list[QDialog]:
        return [d for d in self.window.findChildren(QDialog, name) if d.isVisible()]

    def click(self, name: str) -> None:
        """Press a button that can be pressed."""
        button = self.find(name, QAbstractButton)
        assert button.isVisible() and button.isEnabled(), name
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key in the widget that has the focus."""
        together = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            together |= modifier
        QTest.keyClick(QApplication.focusWidget() or self.window, key, together)

    def keys(self, text: str) -> None:
        """Type, each key into the widget that has the focus then."""
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget() or self.window, letter)

    def line(self, text: str) -> None:
        """Type and press Enter as people do: slower than any scanner."""
        for letter in text:
            self.keys(letter)
            QTest.qWait(2 * self.ctx.settings.get("escaner.intervalo_ms") if len(text) > 2 else 0)
        self.key(Qt.Key.Key_Return)

    def scan(self, code: str) -> None:
        """Type and press Enter as a scanner does: at once. The interval must be long enough for this machine."""
        assert self.ctx.settings.get("escaner.intervalo_ms") == SCANNING_MS
        self.keys(code)
        self.key(Qt.Key.Key_Return)

    def type(self, name: str, text: str) -> QLineEdit:
        """Empty a field and type into it."""
        field = self.find(name, QLineEdit)
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)
        return field

    def pick(self, name: str, text: str) -> QComboBox:
        """Choose the entry of a combo box that begins with `text`, by its keys."""
        combo = self.find(name, QComboBox)
        at = combo.findText(text, Qt.MatchFlag.MatchStartsWith)
        assert at >= 0, f"{text} is not among {[combo.itemText(n) for n in range(combo.count())]}"
        combo.setFocus()
        QTest.keyClick(combo, Qt.Key.Key_Home)
        for _ in range(at):
            QTest.keyClick(combo, Qt.Key.Key_Down)
        return combo

    def text(self, name: str) -> str:
        """What a label says."""
        return self.find(name, QLabel).text()

    def shows(self, name: str) -> bool:
        """Whether something of that name is visible."""
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def notice(self) -> Notice:
        """Wait for a notice."""
        self.wait(lambda: self.ctx.notices.current is not None)
        current = self.ctx.notices.current
        assert current is not None
        return current

    def told(self, text: str) -> Notice:
        """Wait for a notice that says exactly this."""
        self.wait(lambda: self.ctx.notices.current is not None and self.ctx.notices.current.texto == text)
        return self.notice()

    def idle(self) -> None:
        """Wait until no titled work goes on."""
        self.wait(lambda: not self.ctx.jobs.running)

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
        """What a table shows, row by row, without the hidden columns."""
        table: Any = self.find(name)
        model = table.model()
        columns = [n for n in range(model.columnCount()) if not table.isColumnHidden(n)]
        return [[str(model.index(row, n).data() or "") for n in columns] for row in range(model.rowCount())]


@pytest.fixture
def registry(sitio_sqlite: Sitio) -> Iterator[Registry]:
    """The databases of the test's home."""
    registry = sitio_sqlite.registry()
    yield registry
    registry.close()


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    """Jobs on a loop that Qt's own spins. What fails in them fails the test."""
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


@pytest.fixture
def ctx(qapp: QApplication, registry: Registry, jobs: Jobs, home: Path) -> Iterator[Context]:
    """What the window gives to a module."""
    if theme.current() is None:
        theme.Theme(qapp)
    settings = Settings(paths_under(home))
    yield Context(
        registry=registry,
        actor=lambda: SISTEMA,
        jobs=jobs,
        notices=NoticeBar(),
        settings=settings,
        shortcuts=Shortcuts(),
        undo=UndoStack(),
        zona=ZONA,
        salud=SaludVisible(ZONA),
        paths=paths_under(home),
        reconectar=lambda: None,
    )
    settings.close()


@pytest.fixture
def mesa(ctx: Context, qtbot: QtBot) -> Iterator[Mesa]:
    """The window, over an empty database."""
    window = QMainWindow()
    page = QWidget()
    middle = QWidget()
    column = QVBoxLayout(middle)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(ctx.notices)
    column.addWidget(page, 1)
    window.setCentralWidget(middle)
    window.resize(1280, 760)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    yield Mesa(window, page, ctx, Model(ctx.registry), qtbot)
    window.close()
    window.deleteLater()
    QCoreApplication.processEvents()
