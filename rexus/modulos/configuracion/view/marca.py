"""A word in a pill: where a value comes from, or what waits. Nothing shows while there is nothing to say."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from rexus.ui.theme import set_class, set_look

Tipo = Literal["", "callada", "aviso", "malo", "nuevo"]


class Marca(QLabel):
    """`tell("base", "Está en la base…")`."""

    def __init__(self, nombre: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self.setTextFormat(Qt.TextFormat.PlainText)
        set_class(self, "marca")
        self.hide()

    def tell(self, texto: str, explicacion: str = "", tipo: Tipo = "") -> None:
        """An empty text takes it away."""
        # First: the label measures itself when it gets its text.
        set_look(self, "tipo", tipo)
        self.setText(texto)
        self.setToolTip(explicacion)
        self.setAccessibleDescription(explicacion)
        # Before it has a parent, showing it would open a window of its own.
        if self.parent() is not None:
            self.setVisible(bool(texto))
