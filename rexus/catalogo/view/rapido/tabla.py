"""The scanned lines: a click on a quantity changes it, the keys stay with the field that is scanned into."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from rexus.base.text import tr
from rexus.catalogo.rapido.lista import Lista
from rexus.catalogo.view.comun.anchos import give_the_rest
from rexus.catalogo.view.comun.casilla import FieldColumn
from rexus.catalogo.view.rapido.modelo import CODE, DESCRIPTION, NOTE, QUANTITY, LinesModel
from rexus.ui import theme

AnyIndex = QModelIndex | QPersistentModelIndex
# Below this a description says nothing.
_DESCRIPTION_LEAST = 160


class LinesTable(QTableView):
    """`left()`: a quantity was typed, or given up: back to the field that is scanned into.

    `scanned(code)`: a scanner typed into a quantity; the quantity is as it was.
    """

    left = Signal()
    scanned = Signal(str)

    def __init__(self, lista: Lista, scan_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rapido.tabla")
        self.setAccessibleName(tr("Artículos de la lista"))
        self.lines = LinesModel(lista, self)
        self._delegate = FieldColumn(
            self, QUANTITY, "rapido.cantidad", tr("Cantidad de {codigo}"), scan_ms, code_column=CODE
        )
        self._delegate.scanned.connect(self.scanned)
        self._delegate.set_columns(self.lines.columns)
        self._delegate.left.connect(lambda _step: self.left.emit())
        self.setItemDelegate(self._delegate)
        self.setModel(self.lines)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        # A scanner types wherever the keys go: they must stay with its field.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._on_clicked)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        theme.dress_rows(self)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFixedHeight(theme.ROW_HEIGHT)
        for n, column in enumerate(self.lines.columns):
            header.resizeSection(n, column.width)
        current = theme.current()
        if current is not None:
            current.changed.connect(self._dress)
        self._dress()
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

    def commit(self) -> None:
        """Take what is being typed."""
        self._delegate.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The description takes the room that is left."""
        super().resizeEvent(event)
        give_the_rest(self, DESCRIPTION, _DESCRIPTION_LEAST)

    def changeEvent(self, event: QEvent) -> None:
        """Another font changes what fits."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_delegate"):
            self._dress()

    def _on_clicked(self, index: AnyIndex) -> None:
        if index.column() == QUANTITY:
            self.edit(self.lines.index(index.row(), QUANTITY))

    def _dress(self) -> None:
        self.ensurePolished()
        self._delegate.dress(self.font())
        self.viewport().update()

    def _fit(self) -> None:
        lista = self.lines.lista
        self.setColumnHidden(NOTE, not any(self.lines.note(r) for r in lista))
        longest = sorted({r.codigo for r in lista}, key=len)[-8:]
        if longest:
            least = max(self._delegate.text_width(text) for text in longest)
            self.horizontalHeader().resizeSection(CODE, max(self.lines.columns[CODE].width, least))
        give_the_rest(self, DESCRIPTION, _DESCRIPTION_LEAST)
