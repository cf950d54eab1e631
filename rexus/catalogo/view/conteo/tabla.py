"""The sheet as a table to type counts into: Enter and the arrows go on to the next count."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from rexus.base.text import tr
from rexus.catalogo.conteo.hoja import Hoja
from rexus.catalogo.view.comun.anchos import give_the_rest
from rexus.catalogo.view.comun.casilla import FieldColumn
from rexus.catalogo.view.conteo.modelo import (
    CODE,
    COUNTED,
    DESCRIPTION,
    DIFFERENCE,
    EXPECTED,
    LENGTH,
    NOTE,
    PLACE,
    SheetModel,
)
from rexus.ui import theme

AnyIndex = QModelIndex | QPersistentModelIndex
# Below this a description says nothing.
_DESCRIPTION_LEAST = 160
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SheetTable(QTableView):
    """One cell of a line takes the keys: its count. Typing replaces it, Enter and Down go to the next one.

    `scanned(code)`: a scanner typed into a count; the count is as it was.
    """

    scanned = Signal(str)

    def __init__(self, hoja: Hoja, scan_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conteo.tabla")
        self.setAccessibleName(tr("Hoja del conteo"))
        self.sheet = SheetModel(hoja, self)
        self._delegate = FieldColumn(
            self, COUNTED, "conteo.contado", tr("Contado de {codigo}"), scan_ms, code_column=CODE
        )
        # Once the field is closed: whoever hears of it moves to another line.
        self._delegate.scanned.connect(self.scanned, Qt.ConnectionType.QueuedConnection)
        self._delegate.set_columns(self.sheet.columns)
        self._delegate.left.connect(self._on_left)
        self.setItemDelegate(self._delegate)
        self.setModel(self.sheet)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        theme.dress_rows(self)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFixedHeight(theme.ROW_HEIGHT)
        for n, column in enumerate(self.sheet.columns):
            header.resizeSection(n, column.width)
        current = theme.current()
        if current is not None:
            current.changed.connect(self._dress)
        self._dress()
        self._fit()
        self.sheet.counted.connect(self._show_notes)

    def set_blind(self, on: bool) -> None:
        """Hide what is expected, so that nobody counts what he reads."""
        self.setColumnHidden(EXPECTED, on)
        self.setColumnHidden(DIFFERENCE, on)
        give_the_rest(self, DESCRIPTION, _DESCRIPTION_LEAST)

    def go_to(self, row: int, *, edit: bool = False) -> None:
        """Make the count of a line the current cell, in sight."""
        if 0 <= row < self.sheet.rowCount():
            index = self.sheet.index(row, COUNTED)
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.setFocus()
            if edit:
                self.edit(index)

    def commit(self) -> None:
        """Take what is being typed."""
        self._delegate.commit()

    def refresh(self) -> None:
        """Lines were added or brought up to date."""
        self._fit()
        self._show_notes()
        self.sheet.tell_all()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Whatever cell of a line is pointed at, its count is meant."""
        if current.isValid() and current.column() != COUNTED:
            self.setCurrentIndex(self.sheet.index(current.row(), COUNTED))
            return
        super().currentChanged(current, previous)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on; Delete takes a count back; letters and digits begin to type."""
        row = self.currentIndex().row()
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_to(row + 1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and row >= 0:
            self.sheet.setData(self.sheet.index(row, COUNTED), "")
        elif event.key() == Qt.Key.Key_Space:
            event.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The description takes the room that is left."""
        super().resizeEvent(event)
        give_the_rest(self, DESCRIPTION, _DESCRIPTION_LEAST)

    def changeEvent(self, event: QEvent) -> None:
        """Another font changes what fits."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_delegate"):
            self._dress()

    def _on_left(self, step: int) -> None:
        row = self.currentIndex().row()
        self.go_to(max(0, min(row + step, self.sheet.rowCount() - 1)))

    def _dress(self) -> None:
        self.ensurePolished()
        self._delegate.dress(self.font())
        self.viewport().update()

    def _fit(self) -> None:
        """Show only the columns that say something; codes whole."""
        lineas = [r.linea for r in self.sheet.hoja.renglones]
        self.setColumnHidden(LENGTH, not any(linea.longitud_mm for linea in lineas))
        self.setColumnHidden(PLACE, len({linea.ubicacion_id for linea in lineas}) < 2)
        self.setColumnHidden(NOTE, True)
        header = self.horizontalHeader()
        for n, texts in ((PLACE, {x.ubicacion for x in lineas}), (CODE, {x.codigo for x in lineas})):
            longest = sorted(texts, key=len)[-8:]
            if longest:
                least = max(self._delegate.text_width(text) for text in longest)
                header.resizeSection(n, max(self.sheet.columns[n].width, least))
        give_the_rest(self, DESCRIPTION, _DESCRIPTION_LEAST)

    def _show_notes(self) -> None:
        if self.isColumnHidden(NOTE) and self.sheet.hoja.con_notas:
            self.setColumnHidden(NOTE, False)
            give_the_rest(self, DESCRIPTION, _DESCRIPTION_LEAST)
