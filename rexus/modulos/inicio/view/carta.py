"""What every card of the start page has: a figure, what it counts, and a sentence below."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from rexus.ui.palette import Role
from rexus.ui.texto import Texto
from rexus.ui.theme import MARGIN, set_class

#: Rows inside a card bring this much room of their own at each side, to be lit in.
SIDE = 8


class Carta(QFrame):
    """Its parts are `nombre.cifra`, `nombre.titulo`, `nombre.detalle`; `column` takes what comes below."""

    def __init__(self, nombre: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(nombre)
        set_class(self, "panel")
        self._cifra = Texto("cifra", f"{nombre}.cifra")
        self._titulo = Texto("seccion", f"{nombre}.titulo")
        self._detalle = Texto("secundario", f"{nombre}.detalle")
        words = QVBoxLayout()
        words.setContentsMargins(SIDE, 0, SIDE, 0)
        words.setSpacing(0)
        for label in (self._cifra, self._titulo, self._detalle):
            words.addWidget(label)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(MARGIN - SIDE, 12, MARGIN - SIDE, 8)
        self.column.setSpacing(4)
        self.column.addLayout(words)

    def decir(
        self, cifra: str, titulo: str, detalle: str, *, tinta: Role = "text", tinta_detalle: Role = "secondary"
    ) -> None:
        """Say it, and to who cannot see it too."""
        self.setAccessibleName(f"{cifra} {titulo}")
        self.setAccessibleDescription(detalle)
        self._cifra.decir(cifra, tinta)
        self._titulo.decir(titulo)
        self._detalle.decir(detalle, tinta_detalle)
