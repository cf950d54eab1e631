"""The frame around a dialog's table: it opens as large as is comfortable, and smaller where the screen is small."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from rexus.ui.theme import set_class

# What a dialog has around its table: title, search, messages, sums, buttons.
_AROUND = 280
_LEAST = QSize(480, 120)


class Panel(QFrame):
    """Holds one widget; `width` and `height` px are what it would like."""

    def __init__(self, inner: QWidget, width: int, height: int) -> None:
        super().__init__()
        set_class(self, "panel")
        self._wish = QSize(width, height)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(inner)

    def sizeHint(self) -> QSize:
        """As much of the wish as the screen has room for."""
        room = self.screen().availableSize() * 0.95
        return self._wish.boundedTo(QSize(room.width(), room.height() - _AROUND)).expandedTo(_LEAST)

    def minimumSizeHint(self) -> QSize:
        """Three lines."""
        return _LEAST

    def hasHeightForWidth(self) -> bool:
        """A wrapped text inside must not decide how high the table is."""
        return False
