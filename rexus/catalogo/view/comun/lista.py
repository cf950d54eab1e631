"""A table of rows that are all in memory: dry runs, errors, differences. Looks and copies as the paged one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from rexus.catalogo.view.comun.vestida import DressedTable
from rexus.ui.paged_table import Column
from rexus.ui.paged_table.delegate import CellDelegate
from rexus.ui.paged_table.model import MARK_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
# Longer text belongs in the file it came from: laying out a megabyte would stop the screen.
_LONGEST = 300
# As many as a clipboard takes without anybody waiting.
COPIED_ROWS = 50_000
_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Line:
    """A row: its place and its values, in the order of the columns."""

    id: int
    valores: tuple[Any, ...]


class ListModel(QAbstractTableModel):
    """Rows of plain values."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: Sequence[tuple[Any, ...]] = ()

    def show_rows(self, rows: Sequence[tuple[Any, ...]], columns: Sequence[Column] | None = None) -> None:
        """Show these instead, under other columns if they are given."""
        self.beginResetModel()
        self.rows = rows
        if columns is not None:
            self.columns = tuple(columns)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].figures else _LEFT
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _line(column.text(self.rows[index.row()][index.column()]))
        if role == MARK_ROLE:
            return column.mark(Line(index.row(), self.rows[index.row()])) if column.mark is not None else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.figures else _LEFT
        return None

    def text(self, row: int) -> list[str]:
        """A row as it is copied: whole, one line for each cell."""
        return [
            " ".join(column.text(value).split()) for column, value in zip(self.columns, self.rows[row], strict=True)
        ]


class ListTable(DressedTable):
    """Shows a `ListModel`; the column `stretch` takes the room that is left. Ctrl+C copies the chosen rows."""

    def __init__(
        self, columns: Sequence[Column], nombre: str, spoken: str, *, stretch: int = -1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(nombre)
        self.setAccessibleName(spoken)
        self._stretch = stretch
        self._delegate = CellDelegate(self)
        self.rows_model = ListModel(columns, self)
        self.dress_in(self._delegate, self.rows_model)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setMinimumSectionSize(48)
        self._lay_out()

    def show_rows(self, rows: Sequence[tuple[Any, ...]], columns: Sequence[Column] | None = None) -> None:
        """Show these instead, under other columns if they are given."""
        self.rows_model.show_rows(rows, columns)
        if columns is not None:
            self._lay_out()
        self._widen_codes()
        self.scrollToTop()

    def copy_rows(self, *, everything: bool = False) -> int:
        """Put the chosen rows (or all) on the clipboard with their headings: tabs and lines. Returns how many."""
        model = self.rows_model
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        numbers: Sequence[int] = range(len(model.rows)) if everything or not chosen else chosen
        numbers = numbers[:COPIED_ROWS]
        lines = [[column.title for column in model.columns], *(model.text(n) for n in numbers)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(cells) for cells in lines))
        return len(numbers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copying, besides what every table does."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        header = self.horizontalHeader()
        self._delegate.set_columns(self.rows_model.columns)
        for n, column in enumerate(self.rows_model.columns):
            stretches = n == self._stretch
            header.setSectionResizeMode(
                n, QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
            )
            if not stretches:
                header.resizeSection(n, column.width)

    def _widen_codes(self) -> None:
        """Codes are never cut short."""
        model = self.rows_model
        for n, column in enumerate(model.columns):
            if column.kind == "codigo" and model.rows:
                self.fit_whole(n, (column.text(row[n]) for row in model.rows[:5_000]))


def _line(text: str) -> str:
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "…"
    return text if text.isprintable() else " ".join(text.split())
