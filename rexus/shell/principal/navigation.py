"""The list of modules at the left, which collapses to icons, and who is signed in below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMenu,
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
from rexus.ui.palette import Role

_WIDE: Final = 192
_NARROW: Final = 56
_MARGIN: Final = 8
_ROW: Final = 40
# Where the window is low rows give up air before they scroll.
_ROW_LOW: Final = 32
# Where a row's icon has its centre and its text begins: the same collapsed and not, so that nothing jumps.
_ICON_CENTRE: Final = _NARROW // 2 - _MARGIN
_TEXT_LEFT: Final = 44


class Navigation(QFrame):
    """`chosen` carries the id of a module; `collapsed_changed` whether only icons show.

    `entered` follows a click or Enter: whoever only passes by with the arrow keys stays in the list.
    """

    chosen = Signal(str)
    entered = Signal()
    search_requested = Signal()
    collapsed_changed = Signal(bool)

    def __init__(self, modules: Sequence[Module], usuario: str) -> None:
        super().__init__()
        self._collapsed = False
        self._squeezed = False
        self.brand = _Row("principal.marca", tr("Rexus"), icon(APP_ICON), side=24, title=True)
        self.brand.setToolTip(tr("Plegar o desplegar la navegación (Ctrl+B)"))
        self.brand.setAccessibleName(tr("Plegar o desplegar la navegación"))
        self.brand.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.brand.clicked.connect(self.toggle)
        self.search = _Row("principal.buscar", tr("Buscar…"), icon("buscar", "secondary"), hint="Ctrl+K")
        self.search.setAccessibleName(tr("Buscar en todo el programa"))
        self.search.setToolTip(tr("Buscar en todo el programa (Ctrl+K)"))
        self.search.clicked.connect(self.search_requested)
        self.list = _ModuleList(modules)
        self.list.currentItemChanged.connect(self._on_current)
        self.list.itemClicked.connect(self.entered)
        self.list.itemActivated.connect(self.entered)
        self.list.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._arrange())
        self.user_menu = QMenu(self)
        self.user_menu.setObjectName("principal.menu_usuario")
        self.user = _Row("principal.usuario", usuario, icon("usuario", "secondary"))
        self.user.setAccessibleName(tr("Usuario: {usuario}").format(usuario=usuario))
        self.user.setToolTip(self.user.accessibleName())
        self.user.setMenu(self.user_menu)
        self.user.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(8)
        column.addWidget(self.brand)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.user)
        self.set_collapsed(False)

    @property
    def collapsed(self) -> bool:
        """Whether only icons were asked for."""
        return self._collapsed

    def set_collapsed(self, collapsed: bool) -> None:
        """Show icons only, or icons and titles."""
        changed, self._collapsed = collapsed != self._collapsed, collapsed
        self._arrange()
        if changed:
            self.collapsed_changed.emit(collapsed)

    def toggle(self) -> None:
        """The other of the two looks; what is asked for by hand shows even where it is narrow."""
        narrow = self._collapsed or self._squeezed
        self._squeezed = False
        self.set_collapsed(not narrow)

    def set_squeezed(self, squeezed: bool) -> None:
        """Whether the window is too narrow for titles; not remembered as a choice."""
        self._squeezed = squeezed
        self._arrange()

    def _arrange(self) -> None:
        bar = self.list.verticalScrollBar()
        # Beside the icons, not over them.
        beside = bar.sizeHint().width() if bar.maximum() > 0 else 0
        self.setFixedWidth(_NARROW + beside if self._collapsed or self._squeezed else _WIDE)

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
        self.setItemDelegate(_ModuleDelegate(self))
        for module in modules:
            item = QListWidgetItem(icon(module.icono, "secondary", "accent"), module.titulo)
            item.setData(Qt.ItemDataRole.UserRole, module.id)
            item.setToolTip(module.titulo)
            item.setSizeHint(QSize(0, _ROW))
            self.addItem(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as there is room for."""
        super().resizeEvent(event)
        height = max(_ROW_LOW, min(_ROW, event.size().height() // max(1, self.count())))
        for n in range(self.count()):
            self.item(n).setSizeHint(QSize(0, height))


class _ModuleDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        row = QRect(option.rect).adjusted(0, 2, 0, -2)
        painter.save()
        _paint_ground(
            painter,
            row,
            ground="selection" if selected else "hover" if state & QStyle.StateFlag.State_MouseOver else None,
            focused=bool(state & QStyle.StateFlag.State_HasFocus),
        )
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRect(row.left(), row.top() + 8, 3, row.height() - 16), 1.5, 1.5)
        painter.setFont(theme.text_font("texto", bold=selected))
        painter.setPen(theme.color("accent" if selected else "text"))
        picture: QIcon = index.data(Qt.ItemDataRole.DecorationRole)
        mode = QIcon.Mode.Selected if selected else QIcon.Mode.Normal
        _paint_content(painter, row, picture, str(index.data(Qt.ItemDataRole.DisplayRole)), theme.ICON, mode)
        painter.restore()


class _Row(QToolButton):
    """A button that looks like a row of the list, above or below it."""

    def __init__(
        self,
        name: str,
        text: str,
        picture: QIcon,
        *,
        side: int = theme.ICON,
        title: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__()
        self._hint = hint
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setText(text)
        self.setIcon(picture)
        self._side = side
        self._title = title
        self._hovered = False
        self.setFixedHeight(_ROW - 4)
        self.setMinimumWidth(_NARROW - 2 * _MARGIN)
        self.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        lit = self._hovered or self.isDown()
        _paint_ground(painter, self.rect(), ground="hover" if lit else None, focused=self.hasFocus())
        painter.setFont(theme.text_font("seccion" if self._title else "texto", bold=self._title))
        painter.setPen(theme.color("text"))
        _paint_content(painter, self.rect(), self.icon(), self.text(), self._side, QIcon.Mode.Normal)
        if self._hint and self.width() > _NARROW:
            painter.setFont(theme.text_font("secundario"))
            painter.setPen(theme.color("secondary"))
            painter.drawText(
                self.rect().adjusted(0, 0, -8, 0),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                self._hint,
            )


def _paint_ground(painter: QPainter, row: QRect, *, ground: Role | None, focused: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if ground is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(row, 4, 4)
    if focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme.color("accent"))
        painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), 4, 4)


def _paint_content(painter: QPainter, row: QRect, picture: QIcon, text: str, side: int, mode: QIcon.Mode) -> None:
    """The icon, and the text where there is room for it."""
    corner_x = row.left() + _ICON_CENTRE - side // 2
    picture.paint(painter, QRect(corner_x, row.top() + (row.height() - side) // 2, side, side), mode=mode)
    room = row.adjusted(_TEXT_LEFT, 0, -8, 0)
    if room.width() > 0:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
