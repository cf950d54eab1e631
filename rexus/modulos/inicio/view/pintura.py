"""How what is painted by hand on the start page looks while it is pointed at, pressed, or has the keys."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from rexus.ui import theme
from rexus.ui.palette import Role


def suelo(painter: QPainter, room: QRect, *, lit: bool, pressed: bool, focused: bool) -> None:
    """The ground of something that can be pressed."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if lit or pressed:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("pressed" if pressed else "hover"))
        painter.drawRoundedRect(room, 4, 4)
    if focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme.color("accent"))
        painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 4, 4)


def linea(
    painter: QPainter,
    room: QRect,
    text: str,
    size: theme.TextSize,
    ink: Role,
    where: Qt.AlignmentFlag,
    *,
    at_end: bool = False,
) -> int:
    """Paint a line of text, cut to the room; how wide it came out."""
    font = theme.tabular(theme.text_font(size))
    painter.setFont(font)
    painter.setPen(theme.color(ink))
    measures = QFontMetrics(font)
    shown = measures.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    side = Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, where | side, shown)
    return measures.horizontalAdvance(shown)
