"""The list of modules at the left, which collapses to icons, and who is signed in below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
)

from rexus.base.text import tr
from rexus.ui import theme
from rexus.ui.icons import APP_ICON, icon
from rexus.ui.module import Module

_WIDE: Final = 184
_NARROW: Final = 56
_ROW: Final = 40


class Navigation(QFrame):
    """`chosen` carries the id of a module; `collapsed_changed` whether only icons show."""

    chosen = Signal(str)
    collapsed_changed = Signal(bool)

    def __init__(self, modules: Sequence[Module], usuario: str) -> None:
        super().__init__()
        self._collapsed = False
        self.brand = _tool_button("principal.marca", tr("Rexus"), icon(APP_ICON))
        self.brand.setIconSize(QSize(24, 24))
        self.brand.setToolTip(tr("Plegar o desplegar la navegación (Ctrl+B)"))
        self.brand.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.brand.clicked.connect(lambda: self.set_collapsed(not self._collapsed))
        self.list = _ModuleList(modules)
        self.list.currentItemChanged.connect(self._on_current)
        self.user_menu = QMenu(self)
        self.user_menu.setObjectName("principal.menu_usuario")
        self.user = _tool_button("principal.usuario", usuario, icon("usuario"))
        self.user.setAccessibleName(tr("Usuario: {usuario}").format(usuario=usuario))
        self.user.setToolTip(self.user.accessibleName())
        self.user.setMenu(self.user_menu)
        self.user.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.brand)
        column.addWidget(self.list, 1)
        column.addWidget(self.user)
        self.set_collapsed(False)

    @property
    def collapsed(self) -> bool:
        """Whether only icons show."""
        return self._collapsed

    def set_collapsed(self, collapsed: bool) -> None:
        """Show icons only, or icons and titles."""
        changed, self._collapsed = collapsed != self._collapsed, collapsed
        self.setFixedWidth(_NARROW if collapsed else _WIDE)
        look = Qt.ToolButtonStyle.ToolButtonIconOnly if collapsed else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.brand.setToolButtonStyle(look)
        self.user.setToolButtonStyle(look)
        self.list.viewport().update()
        if changed:
            self.collapsed_changed.emit(collapsed)

    def select(self, module_id: str) -> None:
        """Mark a module as the one that shows; emits `chosen` if it was not."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == module_id:
                self.list.setCurrentRow(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface, and the line that parts it from the page."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRect(self.width() - 1, 0, 1, self.height()), theme.color("line"))

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


class _ModuleList(QListWidget):
    def __init__(self, modules: Sequence[Module]) -> None:
        super().__init__()
        self.setObjectName("principal.navegacion")
        self.setAccessibleName(tr("Navegación"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setItemDelegate(_RowDelegate(self))
        for module in modules:
            item = QListWidgetItem(icon(module.icono, "secondary", "accent"), tr(module.titulo))
            item.setData(Qt.ItemDataRole.UserRole, module.id)
            item.setToolTip(tr(module.titulo))
            item.setSizeHint(QSize(0, _ROW))
            self.addItem(item)


class _RowDelegate(QStyledItemDelegate):
    """A row: rounded ground, a bar of the accent at the left of the current one, icon, title if there is room."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = QRect(option.rect).adjusted(0, 2, 0, -2)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(theme.color("selection" if selected else "hover"))
            painter.drawRoundedRect(row, 4, 4)
        if selected:
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRect(row.left(), row.top() + 8, 3, row.height() - 16), 1.5, 1.5)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("accent"))
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), 4, 4)
        mark: QIcon = index.data(Qt.ItemDataRole.DecorationRole)
        side = theme.ICON
        mark.paint(
            painter,
            QRect(row.left() + 10, row.center().y() - side // 2 + 1, side, side),
            mode=QIcon.Mode.Selected if selected else QIcon.Mode.Normal,
        )
        if row.width() > _NARROW:
            painter.setPen(theme.color("accent" if selected else "text"))
            font = option.font
            font.setWeight(font.Weight.DemiBold if selected else font.Weight.Normal)
            painter.setFont(font)
            painter.drawText(
                row.adjusted(42, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data(Qt.ItemDataRole.DisplayRole))
            )
        painter.restore()


def _tool_button(name: str, text: str, picture: QIcon) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setText(text)
    button.setIcon(picture)
    button.setIconSize(QSize(theme.ICON, theme.ICON))
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return button
