"""How a cell is painted: one line of text, figures to the right with the mark at the left, a thin line below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nlargest
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from rexus.ui import theme
from rexus.ui.paged_table.columns import Column, Mark
from rexus.ui.paged_table.model import MARK_ROLE

PADDING: Final = 8
_SIGN_GAP: Final = 6
# How many texts are laid out to be measured: beside its letters' widths only kerning counts.
_MEASURED: Final = 8
_WIDEST_SIGN: Final = "▼"
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_SELECTED: Final = QStyle.StateFlag.State_Selected
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a table with `columns`. `dress` must follow a change of font or theme."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self.dress(QFont())

    def set_columns(self, columns: Sequence[Column]) -> None:
        """The columns, in the model's order."""
        self._columns = tuple(columns)

    def dress(self, font: QFont) -> None:
        """Take the view's font and the theme's colours."""
        self._font = QFont(font)
        self._figures = theme.tabular(font)
        self._metrics = QFontMetrics(self._font)
        self._figure_metrics = QFontMetrics(self._figures)
        self._text = theme.color("text")
        self._line = theme.color("line")
        self._selection = theme.color("selection")
        self._marks: dict[str, QColor] = {}

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, text, mark and line of one cell."""
        rect: QRect = option.rect
        column = self._columns[index.column()]
        left, top, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        if option.state & _SELECTED:
            painter.fillRect(rect, self._selection)
        painter.fillRect(left, top + height - 1, width, 1, self._line)
        text = index.data(_DISPLAY)
        if not text:
            return
        mark: Mark | None = index.data(MARK_ROLE) if column.mark is not None else None
        room = width - 2 * PADDING
        painter.setPen(self._text if mark is None else self._ink(mark))
        if not column.figures:
            painter.setFont(self._font)
            if mark is not None:
                step = self._metrics.horizontalAdvance(mark.sign) + _SIGN_GAP
                painter.drawText(left + PADDING, top, room, height - 1, _LEFT, mark.sign)
                left, room = left + step, room - step
            if column.kind != "codigo" and self._metrics.horizontalAdvance(text) > room:
                text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(left + PADDING, top, max(room, 0), height - 1, _LEFT, text)
            return
        painter.setFont(self._figures)
        if mark is not None:
            painter.drawText(left + PADDING, top, room, height - 1, _LEFT, mark.sign)
            step = self._figure_metrics.horizontalAdvance(mark.sign) + _SIGN_GAP
            left, room = left + step, room - step
        # Never a part of a figure: cut digits would be another figure.
        if self._figure_metrics.horizontalAdvance(text) > room:
            text = "…"
        painter.drawText(left + PADDING, top, max(room, 0), height - 1, _RIGHT, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The width that shows the whole cell."""
        return QSize(self.needed(index), theme.ROW_HEIGHT)

    def needed(self, index: QModelIndex | QPersistentModelIndex) -> int:
        """Device-independent pixels that the whole cell needs."""
        column = self._columns[index.column()]
        metrics = self._figure_metrics if column.figures else self._metrics
        mark: Mark | None = index.data(MARK_ROLE) if column.mark is not None else None
        sign = metrics.horizontalAdvance(mark.sign) + _SIGN_GAP if mark is not None else 0
        return metrics.horizontalAdvance(index.data(_DISPLAY) or "") + sign + 2 * PADDING

    def room_for(self, texts: Iterable[str], column: Column) -> int:
        """Device-independent pixels that cells of `column` with these texts need: 0 for none. Figures may be marked."""
        metrics = self._figure_metrics if column.figures else self._metrics
        found = set(texts)
        if not found:
            return 0
        sign = metrics.horizontalAdvance(_WIDEST_SIGN) + _SIGN_GAP if column.figures and column.mark is not None else 0
        return max(map(metrics.horizontalAdvance, _widest(found, metrics))) + sign + 2 * PADDING

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """What the mark means, and the whole text where it is cut short."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return bool(super().helpEvent(event, view, option, index))
        QToolTip.showText(event.globalPos(), self.tip(index, view.visualRect(index).width()), view)
        return True

    def tip(self, index: QModelIndex | QPersistentModelIndex, width: int) -> str:
        """The tooltip of a cell that is `width` wide; empty when the cell says everything."""
        lines: list[Any] = []
        if self.needed(index) > width:
            lines.append(index.data(_DISPLAY))
        mark: Mark | None = index.data(MARK_ROLE)
        if mark is not None and mark.tooltip:
            lines.append(mark.tooltip)
        return "\n".join(lines)

    def _ink(self, mark: Mark) -> QColor:
        ink = self._marks.get(mark.role)
        if ink is None:
            ink = self._marks[mark.role] = theme.color(mark.role)
        return ink


def _widest(texts: set[str], metrics: QFontMetrics) -> list[str]:
    """Those whose letters together are widest. Laying out every text of thousands would take its time."""
    letters = {letter: metrics.horizontalAdvance(letter) for letter in set().union(*texts)}
    return nlargest(_MEASURED, texts, key=lambda text: (sum(letters[letter] for letter in text), text))
