"""A table of lines of which one column is typed: what a stocktake and a quick movement share."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from rexus.catalogo.view.comun.anchos import give_the_rest
from rexus.catalogo.view.comun.casilla import FieldColumn
from rexus.catalogo.view.comun.vestida import DressedTable
from rexus.ui.paged_table import Column, Mark
from rexus.ui.paged_table.model import MARK_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
# Below this a description says nothing.
_DESCRIPTION_LEAST = 160
_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Renglones(Protocol):
    """The lines that are shown."""

    def __len__(self) -> int: ...


class TypedModel(QAbstractTableModel):
    """Shows `lineas` under `columns`; `typed` is the column that can be written to. What is in a cell, and what is
    written, subclasses say."""

    def __init__(
        self, lineas: Renglones, columns: tuple[Column, ...], typed: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = columns
        self._lineas = lineas
        self.typed = typed

    def text(self, row: int, column: int) -> str:
        """What a cell shows."""
        raise NotImplementedError

    def mark(self, row: int, column: int) -> Mark | None:
        """The sign in a cell."""
        raise NotImplementedError

    def write(self, row: int, texto: str) -> None:
        """Take what was typed in a line."""
        raise NotImplementedError

    def spoken(self, row: int, column: int) -> str:
        """What is told of a cell to who does not see it."""
        return self.text(row, column)

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lineas)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].figures else _LEFT
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsEditable if index.column() == self.typed else base

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        at = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(*at)
        if role == MARK_ROLE:
            return self.mark(*at)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[index.column()].figures else _LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(*at)
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != self.typed:
            return False
        self.write(index.row(), str(value))
        return True

    def repaint_all(self) -> None:
        """Any line may have changed."""
        if len(self._lineas):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lineas) - 1, self.columnCount() - 1))


class TypedTable(DressedTable):
    """Shows a `TypedModel`. `field`: the handle of the field that is typed into, and what is said of it with what is
    in the column `code`; `description` is the column that takes the room that is left.
    """

    def __init__(
        self,
        model: TypedModel,
        field: tuple[str, str],
        scan_ms: int,
        *,
        code: int,
        description: int,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self._lines = model
        self._description = description
        self._delegate = FieldColumn(self, model.typed, *field, scan_ms, code_column=code)
        self._delegate.set_columns(model.columns)
        self.dress_in(self._delegate, model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for n, column in enumerate(model.columns):
            self.horizontalHeader().resizeSection(n, column.width)

    def commit(self) -> None:
        """Take what is being typed."""
        self._delegate.commit()

    def give_the_rest(self) -> None:
        """The description takes the room that the others leave."""
        give_the_rest(self, self._description, _DESCRIPTION_LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The description takes the room that is left."""
        super().resizeEvent(event)
        self.give_the_rest()
