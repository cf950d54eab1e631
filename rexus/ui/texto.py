"""Texts that are read: plain, wrapped, to be copied; those of a pane in the ink of one of the theme's roles."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from rexus.ui import theme
from rexus.ui.palette import Role


class Texto(QLabel):
    """`leido` is what the value is, said before it to who cannot see where it stands."""

    def __init__(self, clase: str = "", nombre: str = "", leido: str = "", texto: str = "") -> None:
        super().__init__()
        self._leido = leido
        self._rotulo: QLabel | None = None
        self._tinta: Role = "text"
        self.setObjectName(nombre)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if clase:
            theme.set_class(self, clase)
        current = theme.current()
        if current is not None:
            current.changed.connect(self._dress)
        self.setText(texto)

    def rotular(self, rotulo: QLabel) -> None:
        """`rotulo` is the title beside it, which goes where there is nothing to say."""
        self._rotulo = rotulo

    def decir(self, texto: str, tinta: Role = "text") -> None:
        """Show `texto`; without any the label takes no room."""
        self._tinta = tinta
        self._dress()
        self.setText(texto)
        self.setAccessibleName(f"{self._leido}: {texto}" if self._leido else texto)
        if self._rotulo is not None:
            self._rotulo.setVisible(bool(texto))
        if not texto:
            self.hide()
        elif self.parentWidget() is not None:
            # Without a parent yet, showing it would open a window.
            self.show()

    def _dress(self) -> None:
        # A palette would be lost when the application's style sheet polishes the label.
        self.setStyleSheet("" if self._tinta == "text" else f"color: {theme.color(self._tinta).name()};")


def parrafo(texto: str, clase: str = "") -> QLabel:
    """A text that stays as it is, in one of the looks of the style sheet."""
    label = QLabel(texto)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if clase:
        theme.set_class(label, clase)
    return label
