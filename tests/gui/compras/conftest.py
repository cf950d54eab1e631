"""The page of Compras in a window of its own, over a real database in the test's home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QMainWindow, QTabBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rexus.base.actor import SISTEMA
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.compras.module import MODULE
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock import obras, requerimientos
from rexus.ui.lineas import LineList
from rexus.ui.module import Context
from rexus.ui.paged_table import PagedTableModel, PagedTableView
from tests.gui.inventario.conftest import PATIENCE_MS, Desk, ctx, jobs, loop, registry

__all__ = ["ctx", "jobs", "loop", "registry"]

FALTANTES, PEDIDOS, PROVEEDORES = range(3)
_TABLES = ("compras.faltantes.tabla", "compras.pedidos.tabla", "compras.proveedores.tabla")


class Purchases(Desk):
    """The page of three tabs, worked with real clicks and keys."""

    def __init__(self, window: QMainWindow, ctx: Context, page: Any, qtbot: QtBot, registry: Registry) -> None:
        super().__init__(window, ctx, page, qtbot)
        self.registry = registry
        self.perfiles = InventarioModel(registry, lambda: SISTEMA)

    def do(self, operation: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """What somebody else does meanwhile; the page hears of it as of its own."""
        hecho = self.registry.escribir(INVENTARIO, SISTEMA, operation, *args, **kw)
        self.ctx.jobs.changed.emit(hecho.change)
        return hecho.value

    def read(self, operation: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return self.registry.leer(INVENTARIO, SISTEMA, operation, *args, **kw)

    def tab(self, n: int) -> PagedTableView:
        """Click a tab; its table, once it shows what there is."""
        tabs = self.find("compras.pestanas", QTabBar)
        self.qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(n).center())
        table = self.find(_TABLES[n], PagedTableView)
        self.wait(table.isVisible)
        return table

    def rows(self, table: PagedTableView, *columns: str) -> list[tuple[str, ...]]:
        """What the table shows in those columns, once it has settled."""
        model = table.model()
        assert isinstance(model, PagedTableModel)
        self.wait(lambda: model.settled and all(model.cells(n) is not None for n in range(model.rowCount())))
        keys = [column.key for column in model.columns]
        return [
            tuple(str(model.index(n, keys.index(c)).data()).strip() for c in columns) for n in range(model.rowCount())
        ]

    def shows(self, table: PagedTableView, columns: tuple[str, ...], *rows: tuple[str, ...]) -> None:  # type: ignore[override]
        """Wait until exactly these are in the table."""
        self.wait(lambda: self.rows(table, *columns) == list(rows))

    def click_row(self, table: PagedTableView, text: str) -> None:
        """Click the row whose first cell says so."""
        first = next(c.key for c in table.model().columns)  # type: ignore[attr-defined]
        self.wait(lambda: (text,) in self.rows(table, first))
        row = self.rows(table, first).index((text,))
        table.scrollTo(table.model().index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        where = table.visualRect(table.model().index(row, 0)).center()
        self.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)

    def line(self, lines: LineList, code: str) -> int:
        """The row of a code in a list that is filled in."""
        return next(n for n in range(lines.rowCount()) if lines.text_at(n, 0) == code)

    def fill(self, lines: LineList, row: int, column: int, text: str) -> None:
        """Type into a cell, and Enter."""
        lines.setFocus()
        lines.setCurrentCell(row, column)
        QTest.keyClick(lines, Qt.Key.Key_F2)
        editor = next(w for w in lines.viewport().findChildren(QLineEdit) if w.isVisible())
        editor.selectAll()
        self.write(text, on=editor)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        # Qt takes what was typed at the next turn of its loop.
        self.wait(lambda: lines.text_at(row, column) == text)


@pytest.fixture
def workshop(registry: Registry) -> dict[str, tuple[str, int]]:
    """Two obras that need a bar by sixes at least, one of packs of four, and a hinge that nobody sells."""
    perfiles, herrajes = InventarioModel(registry, lambda: SISTEMA), HerrajesModel(registry, lambda: SISTEMA)
    rehau = {"proveedor": "INDUSTRIAS REHAU"}
    articles = {
        "245536": ("perfil", {"descripcion": "Refuerzo", "ped_min": "6", "importe": "10,50", **rehau}, 0),
        "564002": ("perfil", {"descripcion": "Marco 64", "emba": "4", "proveedor": "Veka", "importe": "20"}, 3),
        "HER1": ("herraje", {"nombre": "Bisagra"}, 0),
    }
    ids = {}
    for codigo, (clase, valores, stock) in articles.items():
        model = perfiles if clase == "perfil" else herrajes
        ids[codigo] = (clase, model.crear({"codigo": codigo, **valores}, stock).value.id)
    for codigo, nombre, entrega, necesita in (
        ("OB-1", "Casa Núñez", "2026-12-01", {"245536": 4, "564002": 5}),
        ("OB-2", "", "2026-11-01", {"245536": 1, "HER1": 2}),
    ):
        valores = {"codigo": codigo, "nombre": nombre, "fecha_entrega": entrega}
        obra = registry.escribir(INVENTARIO, SISTEMA, obras.crear, valores).value.id
        registry.escribir(INVENTARIO, SISTEMA, requerimientos.poner, obra, {ids[c]: n for c, n in necesita.items()})
    return ids


@pytest.fixture
def desk(workshop: dict[str, tuple[str, int]], ctx: Context, registry: Registry, qtbot: QtBot) -> Iterator[Purchases]:
    """The page over that workshop."""
    window = QMainWindow()
    page = MODULE.build(ctx)
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
    yield Purchases(window, ctx, page, qtbot, registry)
    window.close()
    window.deleteLater()
    QCoreApplication.processEvents()


@pytest.fixture
def enter_text(desk: Purchases) -> Callable[[str, str], None]:
    """Write into a field that offers values and takes any other."""

    def enter_text(name: str, text: str) -> None:
        line = desk.find(name, QComboBox).lineEdit()
        line.setFocus()
        line.selectAll()
        desk.write(text, on=line)

    return enter_text
