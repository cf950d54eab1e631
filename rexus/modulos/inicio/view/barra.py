"""A bar of a chart: what, its figure, and how long it is beside the others. A button that leads to its list."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from rexus.modulos.inicio.graficos import Barra
from rexus.modulos.inicio.view.boton import BotonPintado
from rexus.modulos.inicio.view.carta import SIDE
from rexus.modulos.inicio.view.pintura import linea, suelo
from rexus.ui import theme

_HIGH: Final = 36
_THICK: Final = 6
# Whatever is there is to be seen.
_LEAST: Final = 2


class BarraView(BotonPintado):
    """`lleva`: there is a page with its list."""

    def __init__(self, nombre: str, barra: Barra, *, lleva: bool, parent: QWidget) -> None:
        super().__init__(nombre, barra.texto, [barra.texto, barra.exacta], lleva=lleva, parent=parent)
        self.setFixedHeight(_HIGH)
        self.barra = barra

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words and the figure, and the bar below them."""
        painter = QPainter(self)
        suelo(painter, self.rect(), lit=self._hovered, pressed=self.isDown(), focused=self.hasFocus())
        inside = self.rect().adjusted(SIDE, 4, -SIDE, -8)
        words = QRect(inside.left(), inside.top(), inside.width(), inside.height() - _THICK - 2)
        middle = Qt.AlignmentFlag.AlignVCenter
        beside = linea(painter, words, self.barra.cifra, "texto", "text", middle, at_end=True)
        words.setRight(words.right() - beside - 2 * SIDE)
        linea(painter, words, self.barra.texto, "texto", "accent" if self._hovered else "text", middle)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line"))
        track = QRectF(inside.left(), inside.bottom() - _THICK + 1, inside.width(), _THICK)
        painter.drawRoundedRect(track, _THICK / 2, _THICK / 2)
        track.setWidth(max(_LEAST, track.width() * self.barra.parte))
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(track, _THICK / 2, _THICK / 2)
