"""Changes that are not saved, and somebody who wants to go: saved, discarded, or stay."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from rexus.base.text import tr
from rexus.ui.dialogs import Dialog, show
from rexus.ui.theme import set_class

Respuesta = Literal["guardar", "descartar", "seguir"]
_DISCARD = 2


class SalidaDialog(Dialog):
    """Enter saves; Esc stays."""

    def __init__(self, parent: QWidget | None, cambios: str) -> None:
        super().__init__(
            parent,
            tr("Hay cambios sin guardar"),
            tr("Guardar cambios"),
            nombre="configuracion.salida",
            cancelar=tr("Seguir editando"),
        )
        self.content.addStrut(368)
        self.content.setSpacing(8)
        heading = QLabel(tr("Hay cambios sin guardar"))
        set_class(heading, "seccion")
        sentence = QLabel(f"{cambios}.")
        sentence.setWordWrap(True)
        self.content.addWidget(heading)
        self.content.addWidget(sentence)
        self.discard = QPushButton(tr("Descartar"))
        self.discard.setObjectName("configuracion.salida.descartar")
        self.discard.setAccessibleName(tr("Descartar los cambios"))
        self.discard.setAutoDefault(False)
        set_class(self.discard, "destructivo")
        self.discard.clicked.connect(lambda: self.done(_DISCARD))
        self.aside.addWidget(self.discard)


async def ask_before_leaving(parent: QWidget, cambios: str) -> Respuesta:
    """What becomes of them."""
    answer = await show(SalidaDialog(parent.window(), cambios))
    if answer == _DISCARD:
        return "descartar"
    return "guardar" if answer else "seguir"
