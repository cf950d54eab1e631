"""The sheet as a table to type counts into: Enter and the arrows go on to the next count."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from rexus.base.text import tr
from rexus.catalogo.conteo.hoja import Hoja
from rexus.catalogo.view.comun.tabla import AnyIndex, TypedTable
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

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SheetTable(TypedTable):
    """One cell of a line takes the keys: its count. Typing replaces it, Enter and Down go to the next one.

    `scanned(code)`: a scanner typed into a count; the count is as it was.
    """

    scanned = Signal(str)

    def __init__(self, hoja: Hoja, scan_ms: int, parent: QWidget | None = None) -> None:
        self.sheet = SheetModel(hoja)
        super().__init__(
            self.sheet, ("conteo.contado", tr("Contado de {codigo}")), scan_ms,
            code=CODE, description=DESCRIPTION, parent=parent,
        )  # fmt: skip
        self.sheet.setParent(self)
        self.setObjectName("conteo.tabla")
        self.setAccessibleName(tr("Hoja del conteo"))
        # Once the field is closed: whoever hears of it moves to another line.
        self._delegate.scanned.connect(self.scanned, Qt.ConnectionType.QueuedConnection)
        self._delegate.left.connect(self._on_left)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._fit()
        self.sheet.counted.connect(self._show_notes)

    def set_blind(self, on: bool) -> None:
        """Hide what is expected, so that nobody counts what he reads."""
        self.setColumnHidden(EXPECTED, on)
        self.setColumnHidden(DIFFERENCE, on)
        self.give_the_rest()

    def go_to(self, row: int, *, edit: bool = False) -> None:
        """Make the count of a line the current cell, in sight."""
        if 0 <= row < self.sheet.rowCount():
            index = self.sheet.index(row, COUNTED)
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.setFocus()
            if edit:
                self.edit(index)

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

    def _on_left(self, step: int) -> None:
        row = self.currentIndex().row()
        self.go_to(max(0, min(row + step, self.sheet.rowCount() - 1)))

    def _fit(self) -> None:
        """Show only the columns that say something; codes whole."""
        lineas = [r.linea for r in self.sheet.hoja.renglones]
        self.setColumnHidden(LENGTH, not any(linea.longitud_mm for linea in lineas))
        self.setColumnHidden(PLACE, len({linea.ubicacion_id for linea in lineas}) < 2)
        self.setColumnHidden(NOTE, True)
        self.fit_whole(PLACE, (linea.ubicacion for linea in lineas))
        self.fit_whole(CODE, (linea.codigo for linea in lineas))
        self.give_the_rest()

    def _show_notes(self) -> None:
        if self.isColumnHidden(NOTE) and self.sheet.hoja.con_notas:
            self.setColumnHidden(NOTE, False)
            self.give_the_rest()
