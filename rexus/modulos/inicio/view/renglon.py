"""A line of a card: what, and below it why. A button that leads to the record, where there is a page for it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from rexus.modulos.inicio.domain import Renglon
from rexus.modulos.inicio.view.boton import BotonPintado
from rexus.modulos.inicio.view.carta import SIDE
from rexus.modulos.inicio.view.pintura import linea, suelo

_HIGH: Final = 44


class RenglonView(BotonPintado):
    """`lleva`: there is a page that shows the record."""

    def __init__(self, nombre: str, renglon: Renglon, *, lleva: bool, parent: QWidget) -> None:
        said = [part for part in (renglon.texto, renglon.aparte, renglon.detalle) if part]
        super().__init__(nombre, renglon.texto, said, lleva=lleva, parent=parent)
        self.setFixedHeight(_HIGH)
        self.renglon = renglon

    def paintEvent(self, event: QPaintEvent) -> None:
        """Two lines of text, and the ground below them while it is pointed at or has the keys."""
        painter = QPainter(self)
        suelo(painter, self.rect(), lit=self._hovered, pressed=self.isDown(), focused=self.hasFocus())
        half = self.height() // 2
        inside = self.rect().adjusted(SIDE, 2, -SIDE, -2)
        above, below = QRect(inside), QRect(inside)
        above.setBottom(half - 1)
        below.setTop(half + 2)
        bottom, top = Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop
        beside = linea(painter, above, self.renglon.aparte, "secundario", "secondary", bottom, at_end=True)
        if beside:
            above.setRight(above.right() - beside - 2 * SIDE)
        linea(painter, above, self.renglon.texto, "texto", "accent" if self._hovered else "text", bottom)
        linea(painter, below, self.renglon.detalle, "secundario", "secondary", top)
