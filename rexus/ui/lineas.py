"""A short list that is filled in: some of its cells are typed into, the others say what the line is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from rexus.ui import theme

# The least room of the column that takes what is left: twenty letters or so.
_READABLE = 136
# Left and right of a text, and of a title, together.
_PADDING = 24
_TITLE_PADDING = 16
_DATA = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class LineColumn:
    """A column: its `width` in device-independent pixels, 0 for the room that is left. `typed`: people fill it in.

    Where room is short it gives way down to `least` (0: it does not), so that the one of width 0 can still be read.
    None is narrower than its title.
    A `whole` one is as wide as its widest text, if that is more: codes are never cut off.
    """

    title: str
    width: int = 0
    least: int = 0
    figures: bool = False
    typed: bool = False
    whole: bool = False


class LineList(QTableWidget):
    """`edited(row, column)`: somebody typed. `removed()`: Supr took a line away, where `removable`.

    Enter in a cell goes on to the one below. Cells that are typed into have another ground than the rest.
    """

    edited = Signal(int, int)
    removed = Signal()

    def __init__(self, columns: Sequence[LineColumn], nombre: str, leido: str, *, removable: bool = False) -> None:
        super().__init__(0, len(columns))
        self._columns = tuple(columns)
        self._removable = removable
        # By column, what its widest text asks for beyond the width that it has anyway.
        self._wanted: dict[int, int] = {}
        self.setObjectName(nombre)
        self.setAccessibleName(leido)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.verticalHeader().hide()
        theme.dress_rows(self)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        for n, column in enumerate(self._columns):
            item = QTableWidgetItem(column.title)
            item.setTextAlignment(_RIGHT if column.figures else _LEFT)
            self.setHorizontalHeaderItem(n, item)
            header.resizeSection(n, column.width or _READABLE)
        self.itemChanged.connect(lambda item: self.edited.emit(item.row(), item.column()))
        current = theme.current()
        if current is not None:
            current.changed.connect(self._dress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out; where it does not reach, the list scrolls instead of hiding what a line is about."""
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        metrics = QFontMetrics(theme.text_font("secundario"))
        titles = [metrics.horizontalAdvance(column.title) + _TITLE_PADDING for column in self._columns]
        widths = [
            max(column.width or _READABLE, self._wanted.get(n, 0), titles[n]) for n, column in enumerate(self._columns)
        ]
        left = self.viewport().width() - sum(widths)
        for n, column in enumerate(self._columns):
            if left > 0 and not column.width:
                widths[n], left = widths[n] + left, 0
            elif left < 0 and column.least:
                gives = max(0, min(-left, widths[n] - max(column.least, titles[n])))
                widths[n], left = widths[n] - gives, left + gives
        for n, width in enumerate(widths):
            self.setColumnWidth(n, width)

    def add_line(self, texts: Sequence[str], data: object = None, *, title: bool = False) -> int:
        """Put a line at the end; `data` is what it is about. A `title` heads those below it: nothing is typed there."""
        row = self.rowCount()
        with QSignalBlocker(self):
            self.insertRow(row)
            for n, (text, column) in enumerate(zip(texts, self._columns, strict=True)):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_RIGHT if column.figures else _LEFT)
                item.setToolTip(text)
                if title or not column.typed:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                if title:
                    bold = QFont(self.font())
                    bold.setBold(True)
                    item.setFont(bold)
                self.setItem(row, n, item)
            self.item(row, 0).setData(_DATA, data)
            self._dress_row(row)
        if not title:
            self._make_room(texts)
        return row

    def _make_room(self, texts: Sequence[str]) -> None:
        metrics, more = self.fontMetrics(), False
        for n, column in enumerate(self._columns):
            width = metrics.horizontalAdvance(texts[n]) + _PADDING if column.whole else 0
            if width > max(column.width, self._wanted.get(n, 0)):
                self._wanted[n], more = width, True
        if more:
            self._share_out()

    def clear_lines(self) -> None:
        """No line at all."""
        with QSignalBlocker(self):
            self.setRowCount(0)

    def data_at(self, row: int) -> Any:
        """What the line is about."""
        return self.item(row, 0).data(_DATA)

    def text_at(self, row: int, column: int) -> str:
        """What a cell holds."""
        return self.item(row, column).text().strip()

    def say(self, row: int, column: int, text: str, tip: str = "") -> None:
        """Show something else in a cell, without anybody having typed it."""
        with QSignalBlocker(self):
            self.item(row, column).setText(text)
            self.item(row, column).setToolTip(tip or text)

    def offer(self, column: int, values: Sequence[str]) -> None:
        """What is typed into that column is one of these, or any other text."""
        self.setItemDelegateForColumn(column, _Choices(values, self))

    def go_to(self, row: int, column: int) -> None:
        """The cursor stands there, ready to type."""
        self.setFocus()
        self.setCurrentCell(row, column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Supr takes the line away."""
        if self._removable and event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.removeRow(self.currentRow())
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """What was typed is done with: on to the line below."""
        super().closeEditor(editor, hint)
        below = self.currentRow() + 1
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and below < self.rowCount():
            self.setCurrentCell(below, self.currentColumn())

    def commit(self) -> None:
        """Take what is half typed: the dialog's verb was pressed meanwhile."""
        self.setCurrentIndex(self.currentIndex())
        if self.state() == QAbstractItemView.State.EditingState:
            self.setFocus()

    def _dress(self) -> None:
        with QSignalBlocker(self):
            for row in range(self.rowCount()):
                self._dress_row(row)

    def _dress_row(self, row: int) -> None:
        for n in range(self.columnCount()):
            item = self.item(row, n)
            typed = bool(item.flags() & Qt.ItemFlag.ItemIsEditable)
            item.setBackground(QBrush(theme.color("hover")) if typed else QBrush())


class _Choices(QStyledItemDelegate):
    """An editor that offers values and takes any text."""

    def __init__(self, values: Sequence[str], parent: LineList) -> None:
        super().__init__(parent)
        self._values = list(values)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        combo = QComboBox(parent)
        combo.setEditable(True)
        combo.addItems(self._values)
        return combo

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        assert isinstance(editor, QComboBox)
        editor.setEditText(str(index.data() or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentText())
