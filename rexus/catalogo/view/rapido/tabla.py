"""The scanned lines: a click on a quantity changes it, the keys stay with the field that is scanned into."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from rexus.base.text import tr
from rexus.catalogo.rapido.lista import Lista
from rexus.catalogo.view.comun.tabla import AnyIndex, TypedTable
from rexus.catalogo.view.rapido.modelo import CODE, DESCRIPTION, NOTE, QUANTITY, LinesModel


class LinesTable(TypedTable):
    """`left()`: a quantity was typed, or given up: back to the field that is scanned into.

    `scanned(code)`: a scanner typed into a quantity; the quantity is as it was.
    """

    left = Signal()
    scanned = Signal(str)

    def __init__(self, lista: Lista, scan_ms: int, parent: QWidget | None = None) -> None:
        self.lines = LinesModel(lista)
        super().__init__(
            self.lines, ("rapido.cantidad", tr("Cantidad de {codigo}")), scan_ms,
            code=CODE, description=DESCRIPTION, parent=parent,
        )  # fmt: skip
        self.lines.setParent(self)
        self.setObjectName("rapido.tabla")
        self.setAccessibleName(tr("Artículos de la lista"))
        self._delegate.scanned.connect(self.scanned)
        self._delegate.left.connect(lambda _step: self.left.emit())
        # A scanner types wherever the keys go: they must stay with its field.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._on_clicked)
        self.setColumnHidden(NOTE, True)
        self.lines.changed.connect(self._fit)

    def show_row(self, row: int) -> None:
        """Choose a line, in sight."""
        if 0 <= row < self.lines.rowCount():
            index = self.lines.index(row, QUANTITY)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def step(self, by: int) -> None:
        """The line before or after the chosen one."""
        self.show_row(max(0, min(self.currentIndex().row() + by, self.lines.rowCount() - 1)))

    def edit_quantity(self) -> None:
        """Type the quantity of the chosen line."""
        row = self.currentIndex().row()
        if row >= 0:
            self.edit(self.lines.index(row, QUANTITY))

    def _on_clicked(self, index: AnyIndex) -> None:
        if index.column() == QUANTITY:
            self.edit(self.lines.index(index.row(), QUANTITY))

    def _fit(self) -> None:
        lista = self.lines.lista
        self.setColumnHidden(NOTE, not any(self.lines.note(r) for r in lista))
        self.fit_whole(CODE, (r.codigo for r in lista))
        self.give_the_rest()
