"""Thirty days as columns: what came in upwards, what went out downwards. Arrows go from day to day, Enter opens one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rexus.modulos.inicio.graficos import Dia
from rexus.modulos.inicio.view.carta import SIDE
from rexus.ui import theme
from rexus.ui.palette import Role

_HIGH: Final = 176
# Above and below the columns, for the figure of the highest; below that, the dates.
_FIGURE: Final = 18
_DATES: Final = 20
_GAP: Final = 3
_LEAST: Final = 2
_WEEK: Final = 7
_UP: Final[Role] = "accent"
_DOWN: Final[Role] = "secondary"


class DiasView(QWidget):
    """`elegido(fecha)`: a day was pressed."""

    elegido = Signal(object)

    def __init__(self, nombre: str, titulo: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(nombre)
        self.setAccessibleName(titulo)
        self._days: tuple[Dia, ...] = ()
        self._said = ""
        # Of the day that has the keys, and of the one that is pointed at; −1 is none.
        self._current = -1
        self._hovered = -1
        self.setMinimumSize(240, _HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mostrar(self, dias: Sequence[Dia], leido: str) -> None:
        """Draw these; `leido` is all of it in words."""
        self._days = tuple(dias)
        self._said = leido
        self._current = min(self._current, len(self._days) - 1)
        self._tell()
        self.update()

    @property
    def actual(self) -> Dia | None:
        """The day that has the keys."""
        return self._days[self._current] if 0 <= self._current < len(self._days) else None

    def columna(self, n: int) -> QRect:
        """Where the n-th day stands, from top to bottom."""
        inside = self.rect().adjusted(SIDE, 0, -SIDE, -_DATES)
        count = max(1, len(self._days))
        left = inside.left() + inside.width() * n // count
        right = inside.left() + inside.width() * (n + 1) // count
        return QRect(left, inside.top(), right - left, inside.height())

    def sizeHint(self) -> QSize:
        """As wide as there is room for."""
        return QSize(320, _HIGH)

    # ── Keys and pointer ──

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right, first and last, Enter and space."""
        last = len(self._days) - 1
        steps = {
            Qt.Key.Key_Left: max(0, self._current - 1),
            Qt.Key.Key_Right: min(last, self._current + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in steps and last >= 0:
            self._go(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.actual is not None:
            self.elegido.emit(self.actual.fecha)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the day that is pointed at."""
        self._hover(self._at(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No day is pointed at."""
        self._hover(-1)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the day."""
        n = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and n >= 0:
            self._current = n
            self._tell()
            self.update()
            self.elegido.emit(self._days[n].fecha)
        super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with today, or go on where one was."""
        if self._current < 0:
            self._current = len(self._days) - 1
            self._tell()
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame goes, and the tip with it."""
        QToolTip.hideText()
        self.update()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """The tip is of the day that is pointed at."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            n = self._at(event.pos())
            if n >= 0:
                QToolTip.showText(event.globalPos(), self._days[n].frase, self, self.columna(n))
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _go(self, n: int) -> None:
        self._current = n
        self._tell()
        self.update()
        place = self.columna(n)
        QToolTip.showText(self.mapToGlobal(place.center()), self._days[n].frase, self, place)

    def _hover(self, n: int) -> None:
        if n != self._hovered:
            self._hovered = n
            self.update()

    def _at(self, point: QPoint) -> int:
        return next((n for n in range(len(self._days)) if self.columna(n).contains(point)), -1)

    def _tell(self) -> None:
        """The day in hand first, then all of it."""
        said = ". ".join(part for part in (self.actual.frase if self.actual else "", self._said) if part)
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # ── Painting ──

    def paintEvent(self, event: QPaintEvent) -> None:
        """The columns, the line between in and out, and the dates of the weeks."""
        if not self._days:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        highest = max(day.entradas for day in self._days)
        lowest = max(day.salidas for day in self._days)
        room = self.height() - _DATES - 2 * _FIGURE
        # One scale for both ways; at least one column stands out whatever there is.
        scale = room / max(1, highest + lowest)
        middle = round(_FIGURE + (highest * scale if highest + lowest else room / 2))
        for n, day in enumerate(self._days):
            self._paint_day(painter, n, day, middle, scale)
        painter.fillRect(QRect(SIDE, middle, self.width() - 2 * SIDE, 1), theme.color("border"))
        self._paint_figures(painter, middle, scale, highest, lowest)
        self._paint_dates(painter)

    def _paint_day(self, painter: QPainter, n: int, day: Dia, middle: int, scale: float) -> None:
        column = self.columna(n)
        focused = self.hasFocus() and n == self._current
        if n == self._hovered or focused:
            painter.setPen(theme.color("accent") if focused else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(QRectF(column).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        left, wide = column.left() + _GAP / 2, max(2, column.width() - _GAP)
        for count, role, up in ((day.entradas, _UP, True), (day.salidas, _DOWN, False)):
            if count:
                high = max(_LEAST, count * scale)
                painter.setBrush(theme.color(role))
                painter.drawRoundedRect(QRectF(left, middle - high if up else middle + 1, wide, high), 2, 2)

    def _paint_figures(self, painter: QPainter, middle: int, scale: float, highest: int, lowest: int) -> None:
        """The highest of each way bears its figure: the measure of the others."""
        font = theme.tabular(theme.text_font("secundario"))
        painter.setFont(font)
        painter.setPen(theme.color("secondary"))
        for count, up in ((highest, True), (lowest, False)):
            if not count:
                continue
            n = next(i for i, d in enumerate(self._days) if (d.entradas if up else d.salidas) == count)
            y = round(middle - count * scale) - _FIGURE if up else round(middle + 1 + count * scale)
            self._paint_over(painter, n, y, _FIGURE, str(count))

    def _paint_dates(self, painter: QPainter) -> None:
        font = theme.tabular(theme.text_font("secundario"))
        painter.setFont(font)
        painter.setPen(theme.color("secondary"))
        for n in range(len(self._days) - 1, -1, -_WEEK):
            self._paint_over(painter, n, self.height() - _DATES, _DATES, self._days[n].rotulo)

    def _paint_over(self, painter: QPainter, n: int, top: int, high: int, text: str) -> None:
        """In the middle of the n-th column, kept inside the chart."""
        wide = QFontMetrics(painter.font()).horizontalAdvance(text) + 4
        left = self.columna(n).center().x() - wide // 2
        left = max(SIDE, min(left, self.width() - SIDE - wide))
        painter.drawText(QRect(left, top, wide, high), Qt.AlignmentFlag.AlignCenter, text)

    def changeEvent(self, event: QEvent) -> None:
        """The face changed: the same in the new colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)
