"""The list of what was found: headings that cannot be chosen, and lines with icon, title, detail and key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from rexus.base.text import tr
from rexus.shell.principal.busqueda.entradas import MOSTRADAS, Entrada, Grupo
from rexus.ui import theme
from rexus.ui.icons import icon

AnyIndex = QModelIndex | QPersistentModelIndex
_ENTRADA: Final = Qt.ItemDataRole.UserRole
_ROW: Final = 36
_HEAD: Final = 28
_PAD: Final = 12
_TEXT_LEFT: Final = _PAD + theme.ICON + 8
_GAP: Final = 16


class Resultados(QListWidget):
    """`elegida(Entrada)`: Enter or a click on a line. `current_changed`: another line is the current one."""

    elegida = Signal(object)

    def __init__(self, nombre: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self.setAccessibleName(tr("Lo que se encontró"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setItemDelegate(_Linea(self))
        self.itemClicked.connect(self._on_item)
        self.itemActivated.connect(self._on_item)

    def mostrar(self, grupos: Sequence[Grupo], clave: str = "") -> None:
        """Show these; the line called `clave` stays the current one, or else the first is."""
        self.clear()
        for grupo in grupos:
            self._head(grupo)
            for entrada in grupo.entradas:
                self._line(entrada, grupo.titulo)
        lines = [row for row in range(self.count()) if self._entrada(row) is not None]
        kept = next((row for row in lines if clave and self._entrada(row).clave == clave), None)  # type: ignore[union-attr]
        if lines:
            self.setCurrentRow(lines[0] if kept is None else kept)
            if kept is None:
                self.scrollToTop()

    def actual(self) -> Entrada | None:
        """The current line."""
        return self._entrada(self.currentRow())

    def mover(self, by: int) -> None:
        """To the line `by` lines on, headings not counted; past an end it stays there."""
        lines = [row for row in range(self.count()) if self._entrada(row) is not None]
        if lines:
            here = lines.index(self.currentRow()) if self.currentRow() in lines else 0
            at = max(0, min(len(lines) - 1, here + by))
            # The heading above the first one shows with it.
            if at == 0:
                self.scrollToTop()
            self.setCurrentRow(lines[at])

    def alto(self) -> int:
        """How high it is with everything in sight."""
        return sum(self.item(row).sizeHint().height() for row in range(self.count()))

    def viewportEvent(self, event: QEvent) -> bool:
        """What was cut short, whole."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            item = self.itemAt(event.pos())
            entrada = item.data(_ENTRADA) if item is not None else None
            rect = self.visualItemRect(item) if item is not None else QRect()
            whole = isinstance(entrada, Entrada) and not _cortada(entrada, rect.width())
            if isinstance(entrada, Entrada) and not whole:
                QToolTip.showText(event.globalPos(), "\n".join(t for t in (entrada.titulo, entrada.detalle) if t), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def _entrada(self, row: int) -> Entrada | None:
        item = self.item(row)
        found: Any = item.data(_ENTRADA) if item is not None else None
        return found if isinstance(found, Entrada) else None

    def _head(self, grupo: Grupo) -> None:
        title = tr("{grupo} · se ven {n}; escribir más para acotar") if grupo.hay_mas else "{grupo}"
        item = QListWidgetItem(title.format(grupo=grupo.titulo, n=MOSTRADAS))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, _HEAD))
        self.addItem(item)

    def _line(self, entrada: Entrada, grupo: str) -> None:
        item = QListWidgetItem(icon(entrada.icono, "secondary", "accent"), entrada.titulo)
        item.setData(_ENTRADA, entrada)
        spoken = ", ".join(t for t in (entrada.titulo, entrada.detalle, grupo, entrada.tecla) if t)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        item.setSizeHint(QSize(0, _ROW))
        self.addItem(item)

    def _on_item(self, item: QListWidgetItem) -> None:
        entrada = item.data(_ENTRADA)
        if isinstance(entrada, Entrada):
            self.elegida.emit(entrada)


class _Linea(QStyledItemDelegate):
    """Paints a heading or a line; the current line is marked by its ground and by the bar at its left."""

    def __init__(self, parent: Resultados) -> None:
        super().__init__(parent)
        self._list = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        rect: QRect = QRect(option.rect)
        entrada = index.data(_ENTRADA)
        painter.save()
        if isinstance(entrada, Entrada):
            self._paint_line(painter, rect, option, index, entrada)
        else:
            painter.setFont(theme.text_font("secundario", bold=True))
            painter.setPen(theme.color("secondary"))
            room = rect.adjusted(_PAD, 0, -_PAD, -4)
            text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def _paint_line(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: AnyIndex, entrada: Entrada
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = rect.adjusted(4, 1, -4, -1)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection" if chosen else "hover"))
            painter.drawRoundedRect(ground, 4, 4)
        if chosen:
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRect(ground.left(), ground.top() + 6, 3, ground.height() - 12), 1.5, 1.5)
            if self._list.hasFocus():
                # While one types the field has the keys, and the line is only the one that Enter means.
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(theme.color("accent"))
                painter.drawRoundedRect(ground, 4, 4)
        side = theme.ICON
        where = QRect(rect.left() + _PAD, rect.top() + (rect.height() - side) // 2, side, side)
        index.data(Qt.ItemDataRole.DecorationRole).paint(painter, where)
        title, detail, keys = _rooms(entrada, rect.width())
        painter.setFont(theme.text_font("texto", bold=chosen))
        painter.setPen(theme.color("text"))
        _draw(painter, rect, _TEXT_LEFT, title, entrada.titulo)
        painter.setFont(theme.text_font("secundario"))
        painter.setPen(theme.color("secondary"))
        _draw(painter, rect, _TEXT_LEFT + title + _GAP, detail, entrada.detalle)
        if keys:
            room = rect.adjusted(rect.width() - keys - _PAD, 0, -_PAD, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, entrada.tecla)


def _draw(painter: QPainter, rect: QRect, left: int, width: int, text: str) -> None:
    if width > 0 and text:
        room = QRect(rect.left() + left, rect.top(), width, rect.height())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _rooms(entrada: Entrada, width: int) -> tuple[int, int, int]:
    """How wide title, detail and key may be. The title comes first; it leaves the detail a third at least."""
    bold = QFontMetrics(theme.text_font("texto", bold=True))
    small = QFontMetrics(theme.text_font("secundario"))
    keys = small.horizontalAdvance(entrada.tecla)
    room = width - _TEXT_LEFT - _PAD - (keys + _GAP if keys else 0)
    wanted = bold.horizontalAdvance(entrada.titulo) + 2
    if not entrada.detalle:
        return min(wanted, room), 0, keys
    detail = small.horizontalAdvance(entrada.detalle) + 2
    title = min(wanted, max(room - _GAP - detail, (room - _GAP) * 2 // 3))
    return title, max(0, room - _GAP - title), keys


def _cortada(entrada: Entrada, width: int) -> bool:
    title, detail, _ = _rooms(entrada, width)
    bold = QFontMetrics(theme.text_font("texto", bold=True))
    small = QFontMetrics(theme.text_font("secundario"))
    return bold.horizontalAdvance(entrada.titulo) > title or small.horizontalAdvance(entrada.detalle) > detail
