"""A short table of texts: all of it in memory, nothing to edit, rows that can be copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout

from rexus.ui.theme import ROW_HEIGHT, dress_rows, row_height, set_class

# What a dialog has around its table.
_AROUND = 240
_LEAST = QSize(400, 3 * ROW_HEIGHT + 2)


@dataclass(frozen=True)
class Columna:
    """`ancho` in px; 0 takes its part of the room that is left."""

    titulo: str
    ancho: int = 0


class Tabla(QTableWidget):
    """Long texts are cut in the cell and whole in its tip."""

    def __init__(self, nombre: str, leido: str, columnas: Sequence[Columna]) -> None:
        super().__init__(0, len(columnas))
        self.setObjectName(nombre)
        self.setAccessibleName(leido)
        self.setHorizontalHeaderLabels([columna.titulo for columna in columnas])
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        dress_rows(self)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for n, columna in enumerate(columnas):
            stretches = not columna.ancho
            header.setSectionResizeMode(
                n, QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
            )
            if columna.ancho:
                header.resizeSection(n, columna.ancho)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these instead."""
        self.setRowCount(0)
        self.setRowCount(len(rows))
        for n, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(n, column, item)
        self.scrollToTop()

    def rows(self) -> list[list[str]]:
        """What shows."""
        return [[self.item(n, c).text() for c in range(self.columnCount())] for n in range(self.rowCount())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the chosen rows whole."""
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
            every = self.rows()
            QGuiApplication.clipboard().setText("\n".join("\t".join(every[n]) for n in chosen))
        else:
            super().keyPressEvent(event)


class Marco(QFrame):
    """The frame around a dialog's table: `ancho` px wide, as high as its rows, up to `filas` of them and the screen."""

    def __init__(self, tabla: Tabla, ancho: int, filas: int) -> None:
        super().__init__()
        set_class(self, "panel")
        rows = max(3, min(filas, tabla.rowCount()))
        self._wish = QSize(ancho, rows * row_height() + ROW_HEIGHT + 4)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(tabla)

    def sizeHint(self) -> QSize:
        room = self.screen().availableSize() * 0.95
        return self._wish.boundedTo(QSize(room.width(), room.height() - _AROUND)).expandedTo(_LEAST)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST.width(), self.sizeHint().height())
