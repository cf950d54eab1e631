"""A line of a card: what, and below it why. A button that leads to the record, where there is a page for it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from rexus.modulos.inicio.domain import Renglon
from rexus.ui import theme
from rexus.ui.palette import Role

_HIGH: Final = 44
_SIDE: Final = 8


class RenglonView(QAbstractButton):
    """`lleva`: there is a page that shows the record."""

    def __init__(self, nombre: str, renglon: Renglon, *, lleva: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.renglon = renglon
        self._lleva = lleva
        self._hovered = False
        self.setObjectName(nombre)
        self.setText(renglon.texto)
        said = [part for part in (renglon.texto, renglon.aparte, renglon.detalle) if part]
        self.setAccessibleName(". ".join(said))
        self.setToolTip("\n".join(said))
        self.setFixedHeight(_HIGH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if lleva else Qt.FocusPolicy.NoFocus)
        if lleva:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """As wide as there is room for; what does not fit is cut, and in the tip."""
        return QSize(240, _HIGH)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Lit, if it leads anywhere."""
        self._hovered = self._lleva
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Not lit any more."""
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Two lines of text, and the ground below them while it is pointed at or has the keys."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hovered or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(self.rect(), 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("accent"))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        half = self.height() // 2
        inside = self.rect().adjusted(_SIDE, 2, -_SIDE, -2)
        above, below = QRect(inside), QRect(inside)
        above.setBottom(half - 1)
        below.setTop(half + 2)
        bottom, top = Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop
        beside = self._line(painter, above, self.renglon.aparte, "secundario", "secondary", bottom, at_end=True)
        if beside:
            above.setRight(above.right() - beside - 2 * _SIDE)
        self._line(painter, above, self.renglon.texto, "texto", "accent" if self._hovered else "text", bottom)
        self._line(painter, below, self.renglon.detalle, "secundario", "secondary", top)

    def _line(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        size: theme.TextSize,
        ink: Role,
        where: Qt.AlignmentFlag,
        *,
        at_end: bool = False,
    ) -> int:
        """Paint it, cut to the room; how wide it came out."""
        font = theme.tabular(theme.text_font(size))
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        measures = QFontMetrics(font)
        shown = measures.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, where | side, shown)
        return measures.horizontalAdvance(shown)
