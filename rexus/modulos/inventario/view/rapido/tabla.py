"""The scanned lines: a click on a quantity changes it, the keys stay with the field that is scanned into."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from rexus.base.text import formatear_numero, tr
from rexus.modulos.inventario.rapido.lista import Lista, Renglon
from rexus.modulos.inventario.view.comun.anchos import give_the_rest
from rexus.modulos.inventario.view.comun.rafaga import Burst
from rexus.ui import theme
from rexus.ui.paged_table import Column, Mark
from rexus.ui.paged_table.delegate import CellDelegate
from rexus.ui.paged_table.model import MARK_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
# Below this a description says nothing.
_DESCRIPTION_LEAST = 160
CODE, DESCRIPTION, STOCK, QUANTITY, LEFT, NOTE = range(6)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


def columns() -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column("codigo", tr("Código"), "codigo", 112),
        Column("descripcion", tr("Descripción"), width=240),
        Column("stock", tr("Hay"), "cantidad", 72),
        Column("cantidad", tr("Cantidad"), "cantidad", 104, mark=_asked),
        Column("quedan", tr("Quedan"), "cantidad", 88, mark=_asked),
        Column("nota", tr("Nota"), width=168, mark=_asked),
    )


class LinesModel(QAbstractTableModel):
    """Shows a `Lista`. `salida` says that goods go out. `changed` after every change."""

    changed = Signal()

    def __init__(self, lista: Lista, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lista = lista
        self.salida = True
        self.columns = columns()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lista)

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
        return base | Qt.ItemFlag.ItemIsEditable if index.column() == QUANTITY else base

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        renglon = self.lista.renglones[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(renglon, index.column())
        if role == MARK_ROLE:
            return self._mark(renglon, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[index.column()].figures else _LEFT
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != QUANTITY:
            return False
        self.lista.poner(index.row(), str(value))
        self.tell()
        return True

    def add(self, etiqueta: str, articulo_id: int, codigo: str, descripcion: str, stock: Decimal) -> int:
        """A line for what was scanned, or one more in its line."""
        new = self.lista.donde(articulo_id) is None
        if new:
            self.beginInsertRows(QModelIndex(), len(self.lista), len(self.lista))
        n = self.lista.agregar(etiqueta, articulo_id, codigo, descripcion, stock)
        if new:
            self.endInsertRows()
        self.tell()
        return n

    def remove(self, row: int) -> None:
        """Take a line away."""
        self.beginRemoveRows(QModelIndex(), row, row)
        self.lista.quitar(row)
        self.endRemoveRows()
        self.tell()

    def tell(self) -> None:
        """Any line may have changed."""
        if len(self.lista):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lista) - 1, self.columnCount() - 1))
        self.changed.emit()

    def left(self, renglon: Renglon) -> Decimal | None:
        """What would be there afterwards, as far as is known."""
        if renglon.cantidad is None:
            return None
        return renglon.stock - renglon.cantidad if self.salida else renglon.stock + renglon.cantidad

    def note(self, renglon: Renglon) -> str:
        """What is wrong with a line, in words."""
        if renglon.motivo:
            return renglon.motivo
        if renglon.error:
            return tr("rechazada")
        left = self.left(renglon)
        return tr("no alcanza") if left is not None and left < 0 else ""

    def _text(self, renglon: Renglon, column: int) -> str:
        match column:
            case 0:
                return renglon.codigo
            case 1:
                return " ".join(renglon.descripcion.split())
            case 2:
                return formatear_numero(renglon.stock)
            case 3:
                return renglon.texto
            case 4:
                left = self.left(renglon)
                return "" if left is None else formatear_numero(left)
            case _:
                return self.note(renglon)

    def _mark(self, renglon: Renglon, column: int) -> Mark | None:
        if column == QUANTITY and (renglon.motivo or renglon.error):
            return Mark("!", "bad", renglon.motivo or renglon.error)
        left = self.left(renglon)
        if column == LEFT and left is not None and left < 0:
            return Mark("▼", "warning", tr("Según los movimientos no hay tantas"))
        if column == NOTE and self.note(renglon):
            bad = renglon.motivo or renglon.error
            return Mark("!", "bad" if bad else "warning", bad or self.note(renglon))
        return None


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
        self._delegate = _QuantityDelegate(self, scan_ms)
        self._delegate.scanned.connect(self.scanned)
        self._delegate.set_columns(self.lines.columns)
        self._delegate.done.connect(self.left)
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
        rows.setDefaultSectionSize(theme.ROW_HEIGHT)
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


class _QuantityDelegate(CellDelegate):
    """Paints the quantity as a field, and types into it. `done()`: it was taken, or given up. `scanned(code)`."""

    done = Signal()
    scanned = Signal(str)

    def __init__(self, parent: QTableView, scan_ms: int) -> None:
        super().__init__(parent)
        self._burst = Burst(scan_ms)
        self._editor: QLineEdit | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """A quantity stands in a frame: it can be changed."""
        super().paint(painter, option, index)
        if index.column() != QUANTITY:
            return
        mark: Mark | None = index.data(MARK_ROLE)
        rect = QRectF(option.rect).adjusted(2.5, 2.5, -2.5, -3.5)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(mark.role if mark is not None else "border"), 1))
        painter.drawRoundedRect(rect, 3, 3)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """A plain field."""
        editor = QLineEdit(parent)
        editor.setObjectName("rapido.cantidad")
        editor.setAccessibleName(tr("Cantidad de {codigo}").format(codigo=index.siblingAtColumn(CODE).data()))
        editor.setAlignment(_RIGHT)
        self._editor = editor
        self._burst.forget()
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """What it is now, selected: typing replaces it."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data() or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Take it."""
        if isinstance(editor, QLineEdit) and editor.text().strip() != index.data():
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Over the frame that was painted."""
        editor.setGeometry(option.rect.adjusted(2, 0, -2, -1))  # type: ignore[attr-defined]

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter takes it, Esc leaves it as it was."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(editor, QLineEdit):
            code = self._burst.key(event)
            if code and code == editor.text().strip():
                self._close(save=False)
                self.done.emit()
                self.scanned.emit(code)
                return True
            if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.commit()
                self.done.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._close(save=False)
                self.done.emit()
                return True
        return super().eventFilter(editor, event)

    def commit(self) -> None:
        """Take what is being typed and close the field."""
        self._close(save=True)

    def destroyEditor(self, editor: QWidget, index: AnyIndex) -> None:
        """It is gone, however it was closed."""
        if editor is self._editor:
            self._editor = None
        super().destroyEditor(editor, index)

    def _close(self, *, save: bool) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            if save:
                self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


def _asked(_row: object) -> Mark | None:
    """Marks come from the model; that there is a function tells the delegate to ask for them."""
    return None
