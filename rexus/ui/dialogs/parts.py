"""What every dialog is made of besides its content: the text of what went wrong, buttons, the line of a save."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QVBoxLayout

from rexus.base.text import tr
from rexus.ui.theme import set_class, set_look

_Button = TypeVar("_Button", bound=QPushButton)
# Nothing that ends sooner deserves a line that moves.
_PATIENCE_MS: Final = 300


class TextArea(QFrame):
    """What went wrong, or what keeps the verb from being done, inside the dialog where it happened."""

    def __init__(self, nombre: str, tipo: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self._spoken = tr("Error: {texto}") if tipo == "error" else tr("Advertencia: {texto}")
        set_class(self, "aviso")
        set_look(self, "tipo", tipo)
        self._text = QLabel()
        self._text.setObjectName(f"{nombre}.texto")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._text)
        self.hide()

    def tell(self, texto: str) -> None:
        """Show it whole and say it aloud, once."""
        if self._text.text() == texto and not self.isHidden():
            return
        self._text.setText(texto)
        self._text.setAccessibleName(self._spoken.format(texto=texto))
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))


def button(nombre: str, texto: str, clase: str) -> QPushButton:
    """A button that looks like `clase`."""
    return named(QPushButton(texto), nombre, clase)


def named(button: _Button, nombre: str, clase: str) -> _Button:
    """The same button with its handle, its spoken name and its look."""
    button.setObjectName(nombre)
    button.setAccessibleName(button.text())
    if clase:
        set_class(button, clase)
    return button


class BusyLine(QProgressBar):
    """A thin line that moves while something is being saved; what takes no time shows none. Keeps its room."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, 0)
        self.setTextVisible(False)
        self.setFixedHeight(4)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(tr("Guardando"))
        self.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.show)

    def wait(self) -> None:
        """It has begun."""
        self._patience.start()

    def stop(self) -> None:
        """It is over."""
        self._patience.stop()
        self.hide()
