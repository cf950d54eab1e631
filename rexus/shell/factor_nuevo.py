"""Enrolling a phone before anything else: the role asks for a second factor. Knows no model."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel

from rexus.base.text import tr
from rexus.modulos.usuarios.view.qr import QrView
from rexus.shell.card import CardPage, Field, Refusal, link_button, primary_button
from rexus.ui.theme import set_class


class FactorNuevoPage(CardPage):
    """`confirmar_requested` carries the code as typed; `seguir_requested`: the codes for a lost phone were noted."""

    confirmar_requested = Signal(str)
    seguir_requested = Signal()
    salir_requested = Signal()

    def __init__(self, usuario: str, uri: str, secreto: str) -> None:
        super().__init__(
            tr("Activar el segundo factor"),
            tr("La cuenta «{usuario}» lo necesita: leer el código con una aplicación del teléfono.").format(
                usuario=usuario
            ),
        )
        self.setObjectName("factor_nuevo")
        self.qr = QrView("factor_nuevo.qr", tr("Código QR para la aplicación del teléfono; debajo está en letras"))
        self.qr.mostrar(uri)
        self.letras = _copiable("factor_nuevo.secreto", tr("Secreto en letras"))
        self.letras.setText(" ".join(secreto[n : n + 4] for n in range(0, len(secreto), 4)))
        self.codigo = Field("factor_nuevo.codigo", tr("Código de 6 números que muestra el teléfono"))
        self.error = Refusal("factor_nuevo.error")
        self.verbo = primary_button("factor_nuevo.confirmar", tr("Confirmar"))
        self.salir = link_button("factor_nuevo.salir", tr("Volver"))
        self.codigos = _copiable("factor_nuevo.codigos", tr("Códigos para cuando falte el teléfono"))
        self.codigos.hide()
        for widget, gap in (
            (self.qr, 8),
            (self.letras, 12),
            (self.codigo, 12),
            (self.codigos, 12),
            (self.error, 8),
            (self.verbo, 8),
            (self.salir, 0),
        ):
            self.content.addWidget(
                widget, 0, Qt.AlignmentFlag.AlignHCenter if widget is self.qr else Qt.AlignmentFlag(0)
            )
            self.content.addSpacing(gap)
        self.codigo.edit.returnPressed.connect(self._submit)
        self.codigo.edit.textEdited.connect(lambda: self.error.tell(""))
        self.verbo.clicked.connect(self._submit)
        self.salir.clicked.connect(self.salir_requested)

    def showEvent(self, event: QShowEvent) -> None:
        """Focus on the code."""
        super().showEvent(event)
        self.go_to(self.codigo)

    def refuse(self, text: str) -> None:
        """Say why not; the code is typed anew."""
        self.verbo.setEnabled(True)
        self.error.tell(text)
        self.go_to(self.codigo)
        self.codigo.edit.selectAll()

    def show_codes(self, codigos: Sequence[str]) -> None:
        """It is active: the codes for a lost phone, this once."""
        self.titulo.setText(tr("Códigos para cuando falte el teléfono"))
        self.texto.setText(tr("Cada uno sirve una vez. Guardarlos fuera de esta computadora: no se vuelven a mostrar."))
        for widget in (self.qr, self.letras, self.codigo, self.salir):
            widget.hide()
        self.qr.mostrar("")
        self.letras.clear()
        self.codigos.setText("\n".join(codigos))
        self.codigos.show()
        self.verbo.setText(tr("Ya los guardé: seguir"))
        self.verbo.setEnabled(True)
        self.verbo.setFocus()

    def _submit(self) -> None:
        if not self.codigos.isHidden():
            self.seguir_requested.emit()
        elif self.verbo.isEnabled() and self.codigo.edit.text().strip():
            self.verbo.setEnabled(False)
            self.confirmar_requested.emit(self.codigo.edit.text().strip())
        elif self.verbo.isEnabled():
            self.error.tell(tr("Escribir el código que muestra el teléfono."))


def _copiable(nombre: str, leido: str) -> QLabel:
    label = QLabel()
    label.setObjectName(nombre)
    label.setAccessibleName(leido)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    set_class(label, "codigo")
    return label
