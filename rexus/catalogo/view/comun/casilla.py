"""A column of a table that is typed into: painted as a field, every key counts at once, Enter and arrows go on."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from rexus.catalogo.view.comun.rafaga import Burst
from rexus.ui import theme
from rexus.ui.paged_table import Mark
from rexus.ui.paged_table.delegate import CellDelegate
from rexus.ui.paged_table.model import MARK_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_NEXT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Tab)
_PREVIOUS = (Qt.Key.Key_Up, Qt.Key.Key_Backtab)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FieldColumn(CellDelegate):
    """The delegate of a table in which `column` is typed into; `nombre` is the field's handle.

    `spoken` names the field to a screen reader, «Contado de {codigo}», with what stands in `code_column`.
    `left(step)`: the field was closed; +1 or −1 to go on to another line, 0 after Esc, which takes back what was typed.
    `scanned(code)`: a scanner typed into the field; the cell is as it was.
    """

    left = Signal(int)
    scanned = Signal(str)

    def __init__(
        self, parent: QTableView, column: int, nombre: str, spoken: str, scan_ms: int, *, code_column: int
    ) -> None:
        super().__init__(parent)
        self._column = column
        self._name = nombre
        self._spoken = spoken
        self._code_column = code_column
        self._burst = Burst(scan_ms)
        self._editor: QLineEdit | None = None
        self._was = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """What is typed stands in a frame: here one types."""
        super().paint(painter, option, index)
        if index.column() != self._column:
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
        editor.setObjectName(self._name)
        editor.setAccessibleName(self._spoken.format(codigo=index.siblingAtColumn(self._code_column).data()))
        editor.setAlignment(_RIGHT)
        row, model = index.row(), index.model()
        self._editor, self._was = editor, str(index.data() or "")
        self._burst.forget()
        editor.textEdited.connect(lambda text: self._put(model, row, text))
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """What was typed before, selected: typing replaces it."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data() or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Nothing is left to do but the last key."""
        if isinstance(editor, QLineEdit):
            self._put(model, index.row(), editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Over the frame that was painted."""
        editor.setGeometry(option.rect.adjusted(2, 0, -2, -1))  # type: ignore[attr-defined]

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Tab and the arrows take it and go on; Esc takes it back; a scanner's code is none of its business."""
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or not isinstance(editor, QLineEdit)
        ):
            return super().eventFilter(editor, event)
        code = self._burst.key(event)
        if code and code == editor.text().strip():
            self._close(self._was)
            self.left.emit(0)
            self.scanned.emit(code)
            return True
        if event.key() in _NEXT + _PREVIOUS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.commit()
            self.left.emit(1 if event.key() in _NEXT else -1)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._close(self._was)
            self.left.emit(0)
            return True
        return super().eventFilter(editor, event)

    def commit(self) -> None:
        """Take what is being typed and close the field."""
        self._close(None)

    def destroyEditor(self, editor: QWidget, index: AnyIndex) -> None:
        """It is gone, however it was closed."""
        if editor is self._editor:
            self._editor = None
        super().destroyEditor(editor, index)

    def _close(self, text: str | None) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            if text is not None:
                editor.setText(text)
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def _put(self, model: QAbstractItemModel, row: int, text: str) -> None:
        index = model.index(row, self._column)
        if text.strip() != (index.data() or ""):
            model.setData(index, text)
