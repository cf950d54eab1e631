"""Choosing a password before anything else: it was given out, or it is too old. Knows no model."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from rexus.base.text import tr
from rexus.shell.card import CardPage, Field, Refusal, link_button, primary_button
from rexus.ui.strength import Strength


class ClaveNuevaPage(CardPage):
    """`clave_edited` asks for the strength of what was typed; `guardar_requested` carries the new password."""

    clave_edited = Signal(str)
    guardar_requested = Signal(str)
    salir_requested = Signal()

    def __init__(self, usuario: str) -> None:
        super().__init__(
            tr("Elegir una clave"),
            tr("La clave de «{usuario}» hay que cambiarla antes de seguir.").format(usuario=usuario),
        )
        self.setObjectName("clave_nueva")
        self.clave = Field("clave_nueva.clave", tr("Clave nueva"), secret=True)
        self.fuerza = Strength("clave_nueva.fuerza")
        self.repetir = Field("clave_nueva.repetir", tr("Repetir la clave"), secret=True)
        self.error = Refusal("clave_nueva.error")
        self.guardar = primary_button("clave_nueva.guardar", tr("Guardar y entrar"))
        self.salir = link_button("clave_nueva.salir", tr("Volver"))
        for widget, gap in (
            (self.clave, 4),
            (self.fuerza, 12),
            (self.repetir, 12),
            (self.error, 8),
            (self.guardar, 8),
            (self.salir, 0),
        ):
            self.content.addWidget(widget)
            self.content.addSpacing(gap)
        for field in (self.clave, self.repetir):
            field.edit.textEdited.connect(lambda: self.error.tell(""))
            self.painted.connect(field.offer_reveal)
        self.clave.edit.returnPressed.connect(lambda: self.go_to(self.repetir))
        self.repetir.edit.returnPressed.connect(self._submit)
        self.clave.edit.textChanged.connect(self._on_clave)
        self.guardar.clicked.connect(self._submit)
        self.salir.clicked.connect(self.salir_requested)

    def showEvent(self, event: QShowEvent) -> None:
        """Focus on the first field."""
        super().showEvent(event)
        self.go_to(self.clave)

    def show_strength(self, clave: str, puntos: int, palabra: str) -> None:
        """The estimate for `clave`; ignored when something else stands in the field by now."""
        if clave == self.clave.edit.text():
            self.fuerza.show_level(puntos, palabra)

    def refuse(self, text: str) -> None:
        """Say why not. Nothing typed is lost."""
        self.guardar.setEnabled(True)
        self.error.tell(text)
        self.go_to(self.clave)

    def _on_clave(self, clave: str) -> None:
        if clave:
            self.clave_edited.emit(clave)
        else:
            self.fuerza.clear()

    def _submit(self) -> None:
        if not self.guardar.isEnabled():
            return
        if not self.clave.edit.text() or self.clave.edit.text() != self.repetir.edit.text():
            self.repetir.show_error(tr("Las dos claves no son iguales."))
            return
        self.guardar.setEnabled(False)
        self.guardar_requested.emit(self.clave.edit.text())
