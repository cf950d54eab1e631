"""Asks for the passphrase of a set that is encrypted with another one than the one at hand."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from rexus.base.text import tr
from rexus.ui.field import LineField
from rexus.ui.form import Form


class FraseDialog(Form):
    """`frase` holds what was typed. `motivo` says why it is asked for."""

    def __init__(self, parent: QWidget | None, motivo: str) -> None:
        super().__init__(parent, tr("Frase del respaldo"), tr("Seguir"), nombre="respaldos.frase")
        texto = QLabel(motivo)
        texto.setWordWrap(True)
        self.frase = LineField("respaldos.frase.texto", tr("Frase con la que se hizo"), secreto=True)
        self.content.addWidget(texto)
        self.content.addWidget(self.frase)
        self.hold({"frase": self.frase})

    def dirty(self) -> bool:
        """Nobody minds losing a passphrase that was half typed."""
        return False

    def submit(self) -> None:
        """Only with something to try."""
        if self.frase.text():
            super().submit()
        else:
            self.frase.show_error(tr("falta la frase"))
            self.frase.control.setFocus()
