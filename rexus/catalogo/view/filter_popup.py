"""Choosing the values of one column: a list that drops down, narrows while typing, and takes several marks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from rexus.base.text import fold, tr
from rexus.ui import enter
from rexus.ui.theme import set_class

AnyIndex = QModelIndex | QPersistentModelIndex
_FOLDED = Qt.ItemDataRole.UserRole
_VALUE = _FOLDED + 1
_ROW = 28
_WIDTH, _MOST_ROWS, _AROUND = 300, 10, 104
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def sin_dato() -> str:
    """How the value of those that have none is called."""
    return tr("sin dato")


class FilterPopup(QFrame):
    """Open with `open_at`, then give it its values with `set_values`. `chosen(columna, values)` after every mark."""

    chosen = Signal(str, tuple)

    def __init__(self, nombre: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName(nombre)
        set_class(self, "panel")
        self.columna = ""
        #: What it says when there is no value at all.
        self.nothing = tr("Ningún artículo tiene este dato")
        self._silent = False
        self._model = QStandardItemModel(self)
        self._model.itemChanged.connect(self._on_marked)
        self._shown = _Matching(self)
        self._shown.setSourceModel(self._model)
        self._search = QLineEdit(self, clearButtonEnabled=True, placeholderText=tr("Buscar en la lista"))
        self._search.setObjectName(f"{nombre}.buscar")
        self._search.setAccessibleName(tr("Buscar en la lista de valores"))
        self._search.textChanged.connect(self._on_typed)
        self._search.installEventFilter(self)
        self._list = QListView(self)
        self._list.setObjectName(f"{nombre}.valores")
        self._list.setAccessibleName(tr("Valores que se muestran"))
        self._list.setModel(self._shown)
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.installEventFilter(self)
        self._list.setItemDelegate(_MarkAnywhere(self._list))
        self._note = QLabel(self)
        set_class(self._note, "secundario")
        self._clear = QPushButton(tr("Quitar"), self)
        self._clear.setObjectName(f"{nombre}.quitar")
        set_class(self._clear, "plano")
        self._clear.clicked.connect(self._on_clear)
        self._arrange()

    def open_at(self, columna: str, title: str, anchor: QWidget) -> None:
        """Show it below `anchor`, still without values."""
        self.columna = columna
        self.setAccessibleName(tr("Filtrar por {columna}").format(columna=title.lower()))
        self._search.setPlaceholderText(tr("Buscar en {columna}").format(columna=title.lower()))
        self._search.clear()
        self._fill((), ())
        self._note.setText(tr("Buscando los valores…"))
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        room = anchor.screen().availableGeometry()
        self.resize(_WIDTH, _MOST_ROWS * _ROW + _AROUND)
        corner.setX(max(room.left(), min(corner.x(), room.right() - self.width())))
        corner.setY(max(room.top(), min(corner.y(), room.bottom() - self.height())))
        self.move(corner)
        self.show()
        self._search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus."""
        if not enter.presses(self, event):
            super().keyPressEvent(event)

    def set_values(self, values: Sequence[str], marked: Sequence[str]) -> None:
        """The values there are, those of them that are chosen on top."""
        self.resize(_WIDTH, min(max(len(values), 3), _MOST_ROWS) * _ROW + _AROUND)
        first = list(marked)
        chosen = set(first)
        self._fill([*first, *(v for v in values if v not in chosen)], chosen)
        self._tell()

    def marked(self) -> tuple[str, ...]:
        """The values that bear a mark."""
        items = (self._model.item(row) for row in range(self._model.rowCount()))
        return tuple(item.data(_VALUE) for item in items if item.checkState() == Qt.CheckState.Checked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self._search and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
                self._list.setFocus()
                if not self._list.currentIndex().isValid():
                    self._list.setCurrentIndex(self._shown.index(0, 0))
                return True
            if watched is self._search and event.key() in _ENTER:
                self._toggle(self._shown.index(0, 0))
                return True
            if watched is self._list:
                return self._key_in_list(event)
        return super().eventFilter(watched, event)

    def _key_in_list(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            self._toggle(self._list.currentIndex())
            return True
        if event.key() == Qt.Key.Key_Up and self._list.currentIndex().row() == 0:
            self._search.setFocus()
            return True
        if event.key() != Qt.Key.Key_Space and event.text().isprintable() and event.text():
            # Typing narrows the list, wherever the cursor is.
            self._search.setFocus()
            self._search.insert(event.text())
            return True
        return False

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(self._clear)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(8)
        box.addWidget(self._search)
        box.addWidget(self._list, 1)
        box.addLayout(foot)

    def _fill(self, values: Sequence[str], marked: set[str] | tuple[str, ...]) -> None:
        self._silent = True
        self._model.clear()
        for value in values:
            item = QStandardItem(value or sin_dato())
            item.setData(value, _VALUE)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in marked else Qt.CheckState.Unchecked)
            item.setData(fold(item.text()), _FOLDED)
            item.setToolTip(item.text())
            self._model.appendRow(item)
        self._silent = False

    def _tell(self) -> None:
        many = len(self.marked())
        self._clear.setEnabled(many > 0)
        if not self._model.rowCount():
            self._note.setText(self.nothing)
        elif many:
            self._note.setText(tr("1 elegido") if many == 1 else tr("{n} elegidos").format(n=many))
        else:
            self._note.setText(tr("Se muestran todos"))

    def _on_typed(self, text: str) -> None:
        self._shown.look_for(text)

    def _toggle(self, index: QModelIndex) -> None:
        if index.isValid():
            item = self._model.itemFromIndex(self._shown.mapToSource(index))
            on = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _on_marked(self) -> None:
        if not self._silent:
            self._tell()
            self.chosen.emit(self.columna, self.marked())

    def _on_clear(self) -> None:
        self._silent = True
        for row in range(self._model.rowCount()):
            self._model.item(row).setCheckState(Qt.CheckState.Unchecked)
        self._silent = False
        self._on_marked()


class _MarkAnywhere(QStyledItemDelegate):
    """A click anywhere on the row marks it, not only one on its small box."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), _ROW)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            return True
        if event.type() == QEvent.Type.MouseButtonRelease:
            on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
            mark = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
            return model.setData(index, mark.value, Qt.ItemDataRole.CheckStateRole)
        return super().editorEvent(event, model, option, index)


class _Matching(QSortFilterProxyModel):
    """The values in which every typed word is found, case and accents aside."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._words: list[str] = []

    def look_for(self, text: str) -> None:
        self._words = fold(text).split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: AnyIndex) -> bool:
        folded = self.sourceModel().index(row, 0, parent).data(_FOLDED) or ""
        return all(word in folded for word in self._words)
