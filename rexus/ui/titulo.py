"""The title of a page: of something that people name it may be longer than there is room for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel

from rexus.ui.theme import set_class

# Some letters at least, so that it can be told from another.
_LEAST: Final = 96


class Titulo(QLabel):
    """Cut short where there is no room for it, and whole in its tip then."""

    def __init__(self, texto: str, nombre: str) -> None:
        super().__init__(texto)
        self.setObjectName(nombre)
        self.setTextFormat(Qt.TextFormat.PlainText)
        set_class(self, "pagina")

    def setText(self, texto: str) -> None:
        """As of every label."""
        super().setText(texto)
        self._follow()

    def minimumSizeHint(self) -> QSize:
        """It gives way."""
        return super().minimumSizeHint().boundedTo(QSize(_LEAST, self.maximumHeight()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less of it shows."""
        super().resizeEvent(event)
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, with three dots for what is left out."""
        with QPainter(self) as painter:
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(self.contentsRect(), flags, self._shown())

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def _follow(self) -> None:
        self.setToolTip(self.text() if self._shown() != self.text() else "")
