"""Something painted that can be pressed, where it leads anywhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget


class BotonPintado(QAbstractButton):
    """`said` is read aloud and shown in the tip, a line each. `lleva`: there is somewhere to go."""

    def __init__(self, nombre: str, texto: str, said: list[str], *, lleva: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._lleva = lleva
        self._hovered = False
        self.setObjectName(nombre)
        self.setText(texto)
        self.setAccessibleName(". ".join(said))
        self.setToolTip("\n".join(said))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if lleva else Qt.FocusPolicy.NoFocus)
        if lleva:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """As wide as there is room for; what does not fit is cut, and in the tip."""
        return QSize(240, self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as the space bar does."""
        if self._lleva and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

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
