"""The categories at the left of the page: which shows, how many matches each has, where something is not saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from rexus.base.text import contados, formatear_numero, tr
from rexus.settings import CATEGORIAS
from rexus.ui import theme
from rexus.ui.icons import icon
from rexus.ui.palette import Role

_WIDTH: Final = 176
_ROW: Final = 36
_COUNT, _CHANGED = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
_ICONS: Final = {"respaldo": "respaldos"}
_KNOWN_ICONS: Final = frozenset(
    {"conexion", "empresa", "sistema", "usuarios", "reportes", "tema", "respaldo", "integraciones"}
)


class Categorias(QListWidget):
    """`chosen` carries the id of a category."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("configuracion.categorias")
        self.setAccessibleName(tr("Categorías"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setFixedWidth(_WIDTH)
        self.setItemDelegate(_Delegate(self))
        for categoria in CATEGORIAS:
            item = QListWidgetItem(tr(categoria.titulo))
            name = _ICONS.get(categoria.id, categoria.id) if categoria.id in _KNOWN_ICONS else "configuracion"
            item.setIcon(icon(name, "secondary", "accent"))
            item.setData(Qt.ItemDataRole.UserRole, categoria.id)
            item.setSizeHint(QSize(0, _ROW))
            self.addItem(item)
        self.currentItemChanged.connect(self._on_current)
        self.itemClicked.connect(self._on_current)

    def select(self, categoria: str) -> None:
        """Mark a category without saying `chosen`."""
        self.blockSignals(True)
        self.setCurrentRow([c.id for c in CATEGORIAS].index(categoria))
        self.blockSignals(False)
        self.viewport().update()

    def show_counts(self, counts: Mapping[str, int] | None) -> None:
        """How many keys of each the search found; None while nothing is searched."""
        for item in self._items():
            count = None if counts is None else counts.get(item.data(Qt.ItemDataRole.UserRole), 0)
            item.setData(_COUNT, count)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(Qt.ItemFlag.NoItemFlags if count == 0 else flags)
        self._speak()

    def show_changed(self, changed: Collection[str]) -> None:
        """In which of them something waits to be saved."""
        for item in self._items():
            item.setData(_CHANGED, item.data(Qt.ItemDataRole.UserRole) in changed)
        self._speak()

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(n) for n in range(self.count())]

    def _speak(self) -> None:
        for item in self._items():
            parts = [item.text()]
            if item.data(_COUNT) is not None:
                parts.append(contados(item.data(_COUNT), tr("hallado"), tr("hallados")))
            if item.data(_CHANGED):
                parts.append(tr("con cambios sin guardar"))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(parts))
            item.setToolTip(tr("Hay cambios sin guardar") if item.data(_CHANGED) else "")

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


class _Delegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state = option.state
        enabled = bool(state & QStyle.StateFlag.State_Enabled)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        row = QRect(option.rect).adjusted(0, 2, 0, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground: Role | None = None
        if selected:
            ground = "selection"
        elif enabled and state & QStyle.StateFlag.State_MouseOver:
            ground = "hover"
        if ground is not None:
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(row, 4, 4)
        if selected:
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRect(row.left(), row.top() + 6, 3, row.height() - 12), 1.5, 1.5)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("accent"))
            painter.drawRoundedRect(row.adjusted(0, 0, -1, -1), 4, 4)
        self._paint_words(painter, row, index, enabled=enabled, selected=selected)
        painter.restore()

    def _paint_words(
        self,
        painter: QPainter,
        row: QRect,
        index: QModelIndex | QPersistentModelIndex,
        *,
        enabled: bool,
        selected: bool,
    ) -> None:
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        ink: Role = "disabled" if not enabled else "accent" if selected else "text"
        box = QRect(row.left() + 12, row.center().y() - 9, theme.ICON, theme.ICON)
        mode = picture.Mode.Disabled if not enabled else picture.Mode.Selected if selected else picture.Mode.Normal
        picture.paint(painter, box, Qt.AlignmentFlag.AlignCenter, mode)
        painter.setPen(theme.color(ink))
        painter.setFont(theme.text_font("texto", bold=selected))
        words = row.adjusted(40, 0, -28, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, index.data())
        count = index.data(_COUNT)
        end = row.adjusted(0, 0, -12, 0)
        if count:
            painter.setPen(theme.color("accent" if selected else "secondary"))
            painter.setFont(theme.tabular(theme.text_font("secundario")))
            painter.drawText(end, middle | Qt.AlignmentFlag.AlignRight, formatear_numero(count))
        elif index.data(_CHANGED):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(QRect(end.right() - 7, row.center().y() - 3, 8, 8))
