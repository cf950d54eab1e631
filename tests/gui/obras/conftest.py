"""The page of Obras in a window of its own, over a real database in the test's home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QTableView,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from rexus.base.actor import SISTEMA, Actor
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.obras.module import MODULE
from rexus.modulos.obras.view.page import ObrasPage
from rexus.stock.requerimientos import Material
from rexus.ui.module import Context
from tests.gui.inventario.conftest import PATIENCE_MS, Desk, ctx, jobs, loop, registry
from tests.gui.inventario_dialogos.conftest import datos

__all__ = ["ctx", "datos", "jobs", "loop", "registry"]


@dataclass
class Workshop:
    """Articles and obras, as the operations make them."""

    inventario: InventarioModel
    model: ObrasModel
    articles: dict[str, int] = field(default_factory=dict)
    obras: dict[str, int] = field(default_factory=dict)

    def article(self, codigo: str, stock: int, descripcion: str = "") -> None:
        self.articles[codigo] = self.inventario.crear({"codigo": codigo, "descripcion": descripcion}, stock).value.id

    def obra(self, codigo: str, necesita: dict[str, int] | None = None, **valores: object) -> int:
        """A new obra, and what it needs by code."""
        self.obras[codigo] = obra_id = self.model.crear({"codigo": codigo, **valores}).value.id
        if necesita:
            self.model.poner(obra_id, {("perfil", self.articles[c]): n for c, n in necesita.items()})
        return obra_id

    def material(self, obra: str, codigo: str) -> Material:
        """How an article of an obra stands in the database now."""
        return next(m for m in self.model.materiales(self.obras[obra]) if m.codigo == codigo)

    def figures(self, obra: str, codigo: str) -> tuple[int, int, int, int]:
        """Needed, set apart, given out, missing."""
        m = self.material(obra, codigo)
        return int(m.necesarias), int(m.reservado), int(m.entregado), int(m.faltan)

    def sound(self) -> bool:
        """Everything adds up."""
        return self.inventario.verificar().ok


class ObrasDesk(Desk):
    """The page worked with real clicks and keys."""

    obras: ObrasPage

    def rows(self, name: str) -> list[list[str]]:
        """What a table shows, once it is read."""
        model = self.find(name, QTableView).model()
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def shows_rows(self, name: str, column: int, *texts: str) -> None:
        """Wait until exactly these stand in a column, from top to bottom."""
        self.wait(lambda: [row[column] for row in self.rows(name)] == list(texts))

    def pick_row(self, name: str, text: str) -> None:
        """Click the row in whose first column `text` stands."""
        self.wait(lambda: any(row[0] == text for row in self.rows(name)))
        table = self.find(name, QTableView)
        row = [row[0] for row in self.rows(name)].index(text)
        where = table.visualRect(table.model().index(row, 0)).center()
        self.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
        self.wait(lambda: table.currentIndex().row() == row)

    def open(self, codigo: str) -> None:
        """From the list to the card of an obra, by Enter on its row."""
        self.pick_row("obras.tabla", codigo)
        self.key(Qt.Key.Key_Return, on=self.find("obras.tabla"))
        self.wait(lambda: self.text("obras.materiales.titulo").startswith(codigo))
        self.wait(self.find("obras.materiales.tabla").isVisible)

    def material(self, codigo: str) -> list[str]:
        """A row of the materials as it shows now, without its description; empty while it does not."""
        return next(([row[0], *row[2:8]] for row in self.rows("obras.materiales.tabla") if row[0] == codigo), [])

    def trigger(self, name: str) -> None:
        """Choose an action as a menu would, as soon as it can be chosen."""
        self.wait(self.find(name, QAction).isEnabled)
        super().trigger(name)

    def count(self, name: str, codigo: str, text: str) -> None:
        """Type a quantity into the last column of a dialog's line."""
        lines = self.find(name, QTableWidget)
        row = next(n for n in range(lines.rowCount()) if lines.item(n, 0).text() == codigo)
        column = lines.columnCount() - 1
        lines.setFocus()
        lines.setCurrentCell(row, column)
        if text:
            # The first key opens the cell, and goes into it.
            QTest.keyClicks(lines, text[0])
            editor = lines.findChild(QLineEdit)
            assert editor is not None
            QTest.keyClicks(editor, text[1:])
            self.key(Qt.Key.Key_Return, on=editor)
        else:
            lines.item(row, column).setText("")
        self.wait(lambda: lines.item(row, column).text() == text)

    def file(self, name: str, file: Path) -> None:
        """Choose a file in the dialog of files, as somebody who types its name."""
        self.wait(lambda: [d for d in self.window.findChildren(QFileDialog, name) if d.isVisible()])
        dialog = self.find(name, QFileDialog)
        line = dialog.findChildren(QLineEdit)[0]
        line.setText(str(file))
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.wait(lambda: not self.window.findChildren(QFileDialog))

    def told(self, part: str) -> None:
        """Wait for a notice that says this among other things."""
        notices = self.ctx.notices
        self.wait(lambda: notices.current is not None and part in notices.current.texto)

    def gone(self, name: str) -> None:
        """Wait until the dialog is closed, and for the keys to go to the page again."""
        super().gone(name)
        # A screen without a window manager activates nothing by itself.
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def do(self, verb: str) -> None:
        """Press a verb of the notice."""
        button = next(b for b in self.ctx.notices.findChildren(QPushButton) if b.isVisible() and b.text() == verb)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def workshop(registry: Registry) -> Workshop:
    """Five articles and no obra."""
    workshop = Workshop(InventarioModel(registry, lambda: SISTEMA), ObrasModel(registry, lambda: SISTEMA))
    workshop.article("564002", 12, "Marco 64")
    workshop.article("564081", 3, "Hoja Z74")
    workshop.article("555320", 20, "Cuarto caña")
    workshop.article("245536", 0, "Refuerzo 35x20")
    workshop.article("590012", 1, "Acoplamiento")
    return workshop


OpenDesk = Callable[..., ObrasDesk]


@pytest.fixture
def open_desk(ctx: Context, qtbot: QtBot) -> Iterator[OpenDesk]:
    """Open the page in a window for somebody, once the database is as the test wants it."""
    windows: list[QMainWindow] = []

    def open_desk(actor: Actor = SISTEMA, width: int = 1280, **kw: object) -> ObrasDesk:
        window = QMainWindow()
        windows.append(window)
        mine = replace(ctx, actor=lambda: actor, **kw)  # type: ignore[arg-type]
        page = MODULE.build(mine)
        assert isinstance(page, ObrasPage)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ctx.notices)
        column.addWidget(page, 1)
        window.setCentralWidget(middle)
        window.resize(width, 760)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
        desk = ObrasDesk(window, mine, page, qtbot)  # type: ignore[arg-type]
        desk.obras = page
        return desk

    yield open_desk
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.processEvents()
