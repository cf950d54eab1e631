"""The quiet line of the example workshop: that this is it, and the ways out of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from rexus.base.text import tr
from rexus.ui.texto import Texto
from rexus.ui.theme import set_class


class LineaDeEjemplo(QFrame):
    """`volver`: back to one's own workshop. `quitar`: the example is to go."""

    volver = Signal()
    quitar = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("inicio.ejemplo")
        set_class(self, "aviso")
        frase = Texto("", "inicio.ejemplo.frase")
        frase.decir(
            tr("Taller de ejemplo: nada de lo que se haga aquí toca el taller propio. Al volver a él se pide su clave.")
        )
        self.setAccessibleName(frase.text())
        self.back = self._verb("inicio.ejemplo.volver", tr("Volver a mi taller"))
        self.back.clicked.connect(self.volver)
        self.remove = self._verb("inicio.ejemplo.quitar", tr("Quitar el ejemplo…"))
        self.remove.clicked.connect(self.quitar)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(4)
        row.addWidget(frase, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.back)
        row.addWidget(self.remove)
        self.hide()

    def _verb(self, nombre: str, texto: str) -> QPushButton:
        button = QPushButton(texto)
        button.setObjectName(nombre)
        button.setAccessibleName(texto)
        set_class(button, "plano")
        return button
