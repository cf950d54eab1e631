"""The sheet as a table to type counts into: Enter and the arrows go on to the next count."""

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
from rexus.modulos.inventario import textos
from rexus.modulos.inventario.conteo.hoja import Hoja, Renglon
from rexus.modulos.inventario.view.comun.anchos import give_the_rest
from rexus.modulos.inventario.view.comun.rafaga import Burst
from rexus.stock.conteos import LineaConteo
from rexus.ui import theme
from rexus.ui.paged_table import Column, Mark
from rexus.ui.paged_table.delegate import CellDelegate
from rexus.ui.paged_table.model import MARK_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
# Below this a description says nothing.
_DESCRIPTION_LEAST = 160
PLACE, CODE, DESCRIPTION, LENGTH, EXPECTED, COUNTED, DIFFERENCE, NOTE = range(8)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NEXT = (*_ENTER, Qt.Key.Key_Down, Qt.Key.Key_Tab)
_PREVIOUS = (Qt.Key.Key_Up, Qt.Key.Key_Backtab)


def columns() -> tuple[Column, ...]:
    """The columns of the sheet."""
    return (
        Column("lugar", tr("Lugar"), "codigo", 96),
        Column("codigo", tr("Código"), "codigo", 96),
        Column("descripcion", tr("Descripción"), width=240),
        Column("longitud", tr("Longitud"), width=136),
        Column("esperado", tr("Esperado"), "cantidad", 88),
        Column("contado", tr("Contado"), "cantidad", 120, mark=_never),
        Column("diferencia", tr("Diferencia"), "cantidad", 104, mark=_never),
        Column("nota", tr("Nota"), width=208, mark=_never),
    )


def note(renglon: Renglon) -> str:
    """What is to be known about a line, in words."""
    if renglon.motivo:
        return renglon.motivo
    if renglon.vieja:
        return tr("hubo movimientos")
    if renglon.antes and not renglon.texto:
        return tr("contar de nuevo (antes: {n})").format(n=renglon.antes)
    return ""


def length(mm: int) -> str:
    """«retazo 1.200 mm»; nothing for the article's own length."""
    return tr("retazo {mm}").format(mm=textos.longitud(mm)) if mm else ""


class SheetModel(QAbstractTableModel):
    """Shows a `Hoja`; `counted` after every change of a count."""

    counted = Signal()

    def __init__(self, hoja: Hoja, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hoja = hoja
        self.columns = columns()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.hoja)

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
        return base | Qt.ItemFlag.ItemIsEditable if index.column() == COUNTED else base

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        renglon = self.hoja.renglones[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return _text(renglon, index.column())
        if role == MARK_ROLE:
            return _mark(renglon, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[index.column()].figures else _LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(renglon, index.column())
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != COUNTED:
            return False
        self.hoja.contar(index.row(), str(value))
        self.tell(index.row())
        return True

    def tell(self, row: int) -> None:
        """A line changed."""
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        self.counted.emit()

    def tell_all(self) -> None:
        """Many lines changed."""
        if len(self.hoja):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.hoja) - 1, self.columnCount() - 1))
        self.counted.emit()

    def add(self, linea: LineaConteo) -> int:
        """Add a line, or find the one that is there; returns its row."""
        row = self.hoja.donde(linea)
        if row is None:
            row = len(self.hoja)
            self.beginInsertRows(QModelIndex(), row, row)
            self.hoja.agregar(linea)
            self.endInsertRows()
        self.counted.emit()
        return row

    def _spoken(self, renglon: Renglon, column: int) -> str:
        text = _text(renglon, column)
        return f"{text} {note(renglon)}".strip() if column == COUNTED else text


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
        self._delegate = _CountDelegate(self, scan_ms)
        # Once the field is closed: whoever hears of it moves to another line.
        self._delegate.scanned.connect(self.scanned, Qt.ConnectionType.QueuedConnection)
        self._delegate.set_columns(self.sheet.columns)
        self._delegate.moved.connect(self._on_moved)
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
        rows.setDefaultSectionSize(theme.ROW_HEIGHT)
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

    def _on_moved(self, step: int) -> None:
        self.go_to(self.currentIndex().row() + step)

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


class _CountDelegate(CellDelegate):
    """Paints the count as a field, and types into it. `moved(step)`: go on to another line. `scanned(code)`."""

    moved = Signal(int)
    scanned = Signal(str)

    def __init__(self, parent: QTableView, scan_ms: int) -> None:
        super().__init__(parent)
        self._burst = Burst(scan_ms)
        self._editor: QLineEdit | None = None
        self._was = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """A count stands in a frame: here one types."""
        super().paint(painter, option, index)
        if index.column() != COUNTED:
            return
        mark: Mark | None = index.data(MARK_ROLE)
        role = mark.role if mark is not None and mark.role in ("bad", "warning") else "border"
        rect = QRectF(option.rect).adjusted(2.5, 2.5, -2.5, -3.5)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(role), 1))
        painter.drawRoundedRect(rect, 3, 3)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """A plain field; every key that is typed counts at once."""
        editor = QLineEdit(parent)
        editor.setObjectName("conteo.contado")
        editor.setAccessibleName(tr("Contado de {codigo}").format(codigo=index.siblingAtColumn(CODE).data()))
        editor.setAlignment(_RIGHT)
        row, model = index.row(), index.model()
        self._editor, self._was = editor, str(index.data() or "")
        self._burst.forget()
        editor.textEdited.connect(lambda text: _set(model, row, text))
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """What was typed before, selected: typing replaces it."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data() or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Nothing is left to do but the last key."""
        if isinstance(editor, QLineEdit):
            _set(model, index.row(), editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Over the frame that was painted."""
        editor.setGeometry(option.rect.adjusted(2, 0, -2, -1))  # type: ignore[attr-defined]

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Tab and the arrows take the count and go on; Esc takes back what was typed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(editor, QLineEdit):
            code = self._burst.key(event)
            if code and code == editor.text().strip():
                editor.setText(self._was)
                self.commit()
                self.scanned.emit(code)
                return True
            if event.key() in _NEXT + _PREVIOUS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.commit()
                self.moved.emit(1 if event.key() in _NEXT else -1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                editor.setText(self._was)
                self.commit()
                return True
        return super().eventFilter(editor, event)

    def commit(self) -> None:
        """Take what is being typed and close the field."""
        editor, self._editor = self._editor, None
        if editor is not None:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def destroyEditor(self, editor: QWidget, index: AnyIndex) -> None:
        """It is gone, however it was closed."""
        if editor is self._editor:
            self._editor = None
        super().destroyEditor(editor, index)


def _set(model: QAbstractItemModel, row: int, text: str) -> None:
    index = model.index(row, COUNTED)
    if text.strip() != (index.data() or ""):
        model.setData(index, text)


def _text(renglon: Renglon, column: int) -> str:
    linea = renglon.linea
    match column:
        case 0:
            return linea.ubicacion
        case 1:
            return linea.codigo
        case 2:
            return " ".join(linea.descripcion.split())
        case 3:
            return length(linea.longitud_mm)
        case 4:
            return formatear_numero(linea.esperado)
        case 5:
            return renglon.texto
        case 6:
            return "" if renglon.diferencia is None else textos.con_signo(renglon.diferencia)
        case _:
            return note(renglon)


def _mark(renglon: Renglon, column: int) -> Mark | None:
    if column == COUNTED and renglon.texto:
        if renglon.motivo:
            return Mark("!", "bad", renglon.motivo)
        if renglon.vieja:
            return Mark("↻", "warning", tr("Hubo movimientos después de hacer la hoja"))
    if column == DIFFERENCE and renglon.diferencia is not None:
        return difference_mark(renglon.diferencia)
    if column == NOTE and (renglon.motivo or renglon.vieja or renglon.antes):
        return Mark("!" if renglon.motivo else "↻", "bad" if renglon.motivo else "warning")
    return None


def difference_mark(diferencia: Decimal) -> Mark:
    """«▲» more than expected, «▼» less, «✓» as expected."""
    if diferencia > 0:
        return Mark("▲", "good", tr("Hay más de lo esperado"))
    if diferencia < 0:
        return Mark("▼", "bad", tr("Hay menos de lo esperado"))
    return Mark("✓", "secondary", tr("Como se esperaba"))


def _never(_row: object) -> Mark | None:
    """Marks come from the model; that there is a function tells the delegate to ask for them."""
    return None
