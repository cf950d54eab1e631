"""The page of Inventario in a window of its own, over a real database in the test's home."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from qasync import QSelectorEventLoop

import rexus.modulos.tablas  # noqa: F401  the whole schema
from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.catalogo.controller.page import CatalogoController as InventarioController
from rexus.catalogo.view.page import CatalogoView as InventarioView
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.inventario.module import MODULE
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.settings import Settings
from rexus.stock.articulos import Articulo
from rexus.ui import theme
from rexus.ui.jobs import Jobs
from rexus.ui.module import Context
from rexus.ui.notices import NoticeBar
from rexus.ui.salud import SaludVisible
from rexus.ui.shortcuts import Shortcuts
from rexus.ui.undo import UndoStack
from tests.servers.sitio import Sitio

# Long enough for a busy machine; a test that waits this long has failed.
PATIENCE_MS = 20_000
ZONA = timezone(timedelta(hours=-3))

T = TypeVar("T", bound=QObject)


@dataclass
class Catalogue:
    """A small workshop: places and articles, as the operations make them."""

    registry: Registry
    model: InventarioModel
    places: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def place(self, codigo: str) -> int:
        """The id of a place, made if it is not there."""
        if codigo not in self.places:
            self.places[codigo] = UbicacionesModel(self.registry, lambda: SISTEMA).crear(codigo).value.id
        return self.places[codigo]

    def add(self, codigo: str, stock: str | int = 0, **valores: object) -> int:
        """An article, with its first stock in its usual place."""
        if valores.get("ubicacion"):
            self.place(str(valores["ubicacion"]))
        self.ids[codigo] = self.model.crear({"codigo": codigo, **valores}, stock).value.id
        return self.ids[codigo]

    def article(self, codigo: str) -> Articulo:
        """An article as the database has it now."""
        return self.model.articulo(self.ids[codigo])

    def stock(self, codigo: str) -> int:
        """How many pieces there are now."""
        return int(self.article(codigo).stock_actual)


@pytest.fixture
def registry(sitio_sqlite: Sitio) -> Iterator[Registry]:
    """The databases of the test's home."""
    registry = sitio_sqlite.registry()
    yield registry
    registry.close()


@pytest.fixture
def empty(registry: Registry) -> Catalogue:
    """No article at all."""
    return Catalogue(registry, InventarioModel(registry, lambda: SISTEMA))


@pytest.fixture
def catalogue(empty: Catalogue) -> Catalogue:
    """Five articles: enough of one, one below its minimum, one without stock, one with an accent, one inactive."""
    rehau = {"proveedor": "INDUSTRIAS REHAU", "tipo": "Perfiles", "tipo_material": "PVC"}
    empty.add(
        "564002", 12, descripcion="Marco 64 Euro-Design 60", acabado="Mon/Mon", ubicacion="Rack C16",
        stock_minimo=5, longitud=5800, qr="QR-564002", **rehau,
    )  # fmt: skip
    empty.add("564081", 2, descripcion="Hoja Z74 Euro-Design 60", acabado="Mon/Mon", ubicacion="Rack C16",
              stock_minimo=6, **rehau)  # fmt: skip
    empty.add("555320", 0, descripcion="Cuarto caña 17 mm", acabado="Material Sin Tratar", ubicacion="Rack A3",
              stock_minimo=4, **rehau)  # fmt: skip
    empty.add("700100", 40, descripcion="Bisagrá de aluminio", acabado="Natural", proveedor="Ñandú Perfiles S.R.L.",
              tipo_material="Aluminio")  # fmt: skip
    viejo = empty.add("100001", 0, descripcion="Perfil fuera de uso", proveedor="VEKA")
    empty.model.activar(viejo, activo=False)
    return empty


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """The loop of the coroutines, spun by Qt's own."""
    loop = QSelectorEventLoop(qapp)
    yield loop
    for task in asyncio.all_tasks(loop):
        task.cancel()
    for _ in range(20):
        QCoreApplication.processEvents()
    loop.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def jobs(loop: asyncio.AbstractEventLoop) -> Iterator[Jobs]:
    """Jobs whose failures fail the test."""
    jobs = Jobs(loop)
    failures: list[BaseException] = []
    jobs.failed.connect(failures.append)
    yield jobs
    jobs.shutdown()
    for _ in range(20):
        QCoreApplication.processEvents()
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


class Desk:
    """The page in a window, worked with real clicks and keys."""

    def __init__(self, window: QMainWindow, ctx: Context, page: InventarioView, qtbot: QtBot) -> None:
        self.window = window
        self.ctx = ctx
        self.page = page
        self.qtbot = qtbot

    @property
    def controller(self) -> InventarioController:
        """Who joins the page to the model."""
        return self.page.findChildren(InventarioController)[0]

    def wait(self, condition: Callable[[], object]) -> None:
        """Process events until it holds."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def find(self, name: str, kind: type[T] = QWidget) -> T:  # type: ignore[assignment]
        """The one object of that name; of a dialog that is being destroyed and the next one, the one in sight."""
        tops = QApplication.topLevelWidgets()
        found = {
            id(o): o
            for top in tops
            for o in ([top] if top.objectName() == name and isinstance(top, kind) else top.findChildren(kind, name))
        }
        if len(found) > 1:
            found = {i: o for i, o in found.items() if isinstance(o, QWidget) and o.isVisible()}
        assert len(found) == 1, f"{len(found)} objects of {kind.__name__} are called {name}"
        return next(iter(found.values()))  # type: ignore[return-value]

    def settled(self) -> None:
        """Wait until the table shows the whole result."""
        self.wait(lambda: self.controller.listing.rows.settled)

    def codes(self) -> list[str]:
        """The codes of the table, from top to bottom."""
        rows = self.controller.listing.rows
        self.wait(lambda: rows.settled and all(rows.cells(n) is not None for n in range(rows.rowCount())))
        return [rows.index(n, 0).data() for n in range(rows.rowCount())]

    def cell(self, codigo: str, key: str) -> str:
        """What the table shows of an article."""
        rows = self.controller.listing.rows
        column = [c.key for c in rows.columns].index(key)
        return str(rows.index(self.codes().index(codigo), column).data())

    def shows(self, *codes: str) -> None:
        """Wait until exactly these are in the table, in any order."""
        rows = self.controller.listing.rows
        self.wait(
            lambda: rows.settled and sorted(rows.index(n, 0).data() for n in range(rows.rowCount())) == sorted(codes)
        )

    def choose(self, codigo: str) -> None:
        """Click the row of an article and wait for its details."""
        row = self.codes().index(codigo)
        table = self.page.table
        where = table.visualRect(table.model().index(row, 0)).center()
        self.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
        if self.page.pane.isVisible():
            self.wait(lambda: self.page.pane.ficha is not None and self.page.pane.ficha.articulo.codigo == codigo)

    def type(self, name: str, text: str) -> QLineEdit:
        """Empty a field and type into it."""
        field = self.find(name, QLineEdit)
        field.setFocus()
        field.selectAll()
        self.key(Qt.Key.Key_Delete, on=field)
        self.write(text, on=field)
        return field

    def write(self, text: str, on: QWidget | None = None) -> None:
        """Type into the widget that has the focus; accents too, for which QTest has no keys."""
        for letter in text:
            target = on or QApplication.focusWidget()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QCoreApplication.sendEvent(target, event)

    def pick(self, name: str, text: str) -> None:
        """Choose the entry of a combo box that begins with `text`."""
        combo = self.find(name, QComboBox)
        at = combo.findText(text, Qt.MatchFlag.MatchStartsWith)
        assert at >= 0, f"{text} is not among {[combo.itemText(n) for n in range(combo.count())]}"
        combo.setCurrentIndex(at)

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier, on: QWidget | None = None) -> None:
        """Press a key in the widget that has the focus."""
        together = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            together |= modifier
        QTest.keyClick(on or QApplication.focusWidget() or self.window, key, together)

    def click(self, name: str) -> None:
        """Press a button."""
        button = self.find(name, QAbstractButton)
        assert button.isVisible() and button.isEnabled(), name
        # A box is clicked on its mark: its row may go on far to the right.
        where = QPoint(8, button.height() // 2) if isinstance(button, QCheckBox) else button.rect().center()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=where)

    def trigger(self, name: str) -> None:
        """Choose an action as a menu would: only if it is enabled."""
        action = self.find(name, QAction)
        assert action.isEnabled(), f"{name} is disabled"
        action.trigger()

    def choose_in_menu(self, menu: QMenu, text: str) -> None:
        """Choose the entry of a menu with that text."""
        menu.aboutToShow.emit()
        action = next(a for a in menu.actions() if a.text().replace("&&", "&") == text)
        assert action.isEnabled()
        action.trigger()

    def dialog(self, name: str) -> QDialog:
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

    def text(self, name: str) -> str:
        """What a label says."""
        return self.find(name, QLabel).text()

    def notice(self, text: str) -> None:
        """Wait for a notice that says exactly this."""
        self.wait(lambda: self.ctx.notices.current is not None and self.ctx.notices.current.texto == text)

    def grab(self, file: Path) -> None:
        """A picture of the window."""
        self.window.grab().save(str(file))

    def point(self, widget: QWidget) -> QPoint:
        """The middle of a widget."""
        return widget.rect().center()


OpenDesk = Callable[[], Desk]


@pytest.fixture
def open_desk(ctx: Context, qtbot: QtBot) -> Iterator[OpenDesk]:
    """Open the page in a window, once the database is as the test wants it."""
    windows: list[QMainWindow] = []

    def open_desk() -> Desk:
        window = QMainWindow()
        windows.append(window)
        page = MODULE.build(ctx)
        assert isinstance(page, InventarioView)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ctx.notices)
        column.addWidget(page, 1)
        window.setCentralWidget(middle)
        for title, actions in page.menu_actions:
            window.menuBar().addMenu(title).addActions(actions)
        window.resize(1280, 760)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
        return Desk(window, ctx, page, qtbot)

    yield open_desk
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.processEvents()


@pytest.fixture
def desk(catalogue: Catalogue, open_desk: OpenDesk) -> Desk:
    """The page over the five articles, its table filled."""
    desk = open_desk()
    desk.shows("564002", "564081", "555320", "700100")
    return desk
