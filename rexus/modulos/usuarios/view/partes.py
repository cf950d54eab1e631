"""The list at the left of a dialog whose parts show one at a time."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QListWidget, QVBoxLayout

from rexus.ui.theme import set_class


class ListaDePartes(QListWidget):
    """`marco` is the list in its frame, `ancho` px wide: put that into the dialog. `leido` says what it lists."""

    def __init__(self, nombre: str, leido: str, ancho: int) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self.setAccessibleName(leido)
        set_class(self, "partes")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.marco = QFrame()
        set_class(self.marco, "panel")
        self.marco.setFixedWidth(ancho)
        inside = QVBoxLayout(self.marco)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self)
