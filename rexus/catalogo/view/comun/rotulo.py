"""A label of one line that ends in «…» when it has no room, and then says the rest in its tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class Rotulo(QLabel):
    """Plain text, vertically centred. Takes the width it is given."""

    def __init__(self, texto: str = "", parent: QWidget | None = None) -> None:
        super().__init__(texto, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def setText(self, texto: str) -> None:
        """Show another text."""
        super().setText(" ".join(texto.split()))
        self._tip()

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Whether it fits has changed."""
        super().resizeEvent(event)
        self._tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, cut where the room ends."""
        rect = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        with QPainter(self) as painter:
            self.style().drawItemText(
                painter, rect, int(self.alignment()), self.palette(), self.isEnabled(), text, self.foregroundRole()
            )

    def _tip(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width() + 1
        self.setToolTip(self.text() if cut else "")
