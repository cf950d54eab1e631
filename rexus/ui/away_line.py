"""The line on a page whose server is away: it stays as long as that holds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from rexus.ui.icons import icon
from rexus.ui.theme import ICON_SMALL, set_class, set_look


class AwayLine(QFrame):
    """A sign and a sentence; hidden while there is none. The sentence has the handle `nombre`."""

    def __init__(self, nombre: str) -> None:
        super().__init__()
        set_class(self, "aviso")
        set_look(self, "tipo", "advertencia")
        self._sign = QLabel()
        self._sign.setFixedSize(ICON_SMALL, ICON_SMALL)
        self._text = QLabel()
        self._text.setObjectName(nombre)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        self.setMinimumHeight(38)
        self.hide()

    def tell(self, texto: str) -> None:
        """Show it; an empty text takes it away."""
        if texto != self._text.text():
            self._text.setText(texto)
            self._text.setAccessibleName(texto)
            self._paint_sign()
            self.setVisible(bool(texto))

    def changeEvent(self, event: QEvent) -> None:
        """The face changed: the sign takes the new colour."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_sign"):
            self._paint_sign()
        super().changeEvent(event)

    def _paint_sign(self) -> None:
        sign = icon("advertencia", "warning").pixmap(QSize(ICON_SMALL, ICON_SMALL), self.devicePixelRatioF())
        self._sign.setPixmap(sign)
