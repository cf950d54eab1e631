"""The first page of a new installation: creates the administrator. Knows no model."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from rexus.base.text import tr
from rexus.shell.card import CardPage, Field, LanguageButton, Refusal, link_button, primary_button, state_line
from rexus.ui.strength import Strength
from rexus.ui.theme import set_class


class WelcomePage(CardPage):
    """`clave_edited` asks for the strength of what was typed; `crear_requested` carries user and password.

    `conexion_requested`: the data are elsewhere. `restaurar_requested`: they are in a backup.
    `idioma_requested` carries the language to go on in.
    """

    clave_edited = Signal(str)
    conexion_requested = Signal()
    crear_requested = Signal(str, str)
    idioma_requested = Signal(str)
    restaurar_requested = Signal()

    def __init__(self) -> None:
        super().__init__(
            tr("Empezar con Rexus"),
            tr("Crear la cuenta de quien administra el taller. Los demás usuarios se agregan después."),
        )
        self.setObjectName("bienvenida")
        self.aviso = state_line("bienvenida.aviso")
        # Not in passing: whoever makes an account here works on somebody's data.
        set_class(self.aviso, "")
        self.aviso.setContentsMargins(0, 0, 0, 12)
        self.usuario = Field("bienvenida.usuario", tr("Usuario"))
        self.clave = Field("bienvenida.clave", tr("Clave"), secret=True)
        self.fuerza = Strength("bienvenida.fuerza")
        self.repetir = Field("bienvenida.repetir", tr("Repetir la clave"), secret=True)
        self.error = Refusal("bienvenida.error")
        self.crear = primary_button("bienvenida.crear", tr("Crear y entrar"))
        self.conexion = link_button("bienvenida.conexion", tr("El taller ya tiene un servidor…"))
        self.conexion.setToolTip(tr("Elegir el servidor donde están los datos"))
        self.conexion.clicked.connect(self.conexion_requested)
        self.restaurar = link_button("bienvenida.restaurar", tr("Restaurar un respaldo…"))
        self.restaurar.setToolTip(tr("Seguir en esta computadora con lo que guarda un respaldo"))
        self.restaurar.clicked.connect(self.restaurar_requested)
        self.idioma = LanguageButton("bienvenida.idioma")
        self.idioma.chosen.connect(self.idioma_requested)
        for widget, gap in (
            (self.aviso, 0),
            (self.usuario, 12),
            (self.clave, 4),
            (self.fuerza, 12),
            (self.repetir, 12),
            (self.error, 8),
            (self.crear, 8),
            (self.restaurar, 0),
            (self.conexion, 0),
            (self.idioma, 0),
        ):
            self.content.addWidget(widget)
            self.content.addSpacing(gap)
        fields = (self.usuario, self.clave, self.repetir)
        for field, following in zip(fields, (self.clave, self.repetir, None), strict=True):
            field.edit.textEdited.connect(lambda: self.error.tell(""))
            field.edit.returnPressed.connect(partial(self.go_to, following) if following else self._submit)
            self.painted.connect(field.offer_reveal)
        self.clave.edit.textChanged.connect(self._clave_changed)
        # A password may not consist of the name.
        self.usuario.edit.textChanged.connect(lambda: self._clave_changed(self.clave.edit.text()))
        self.crear.clicked.connect(self._submit)

    def showEvent(self, event: QShowEvent) -> None:
        """Focus on the first field."""
        super().showEvent(event)
        self.go_to(self.usuario)

    def show_lost(self) -> None:
        """The accounts are gone and other data are there: somebody worked here."""
        self.aviso.tell(
            tr(
                "En esta computadora hay datos de Rexus, y faltan sus cuentas. Si hay un respaldo, conviene "
                "restaurarlo antes de crear otra cuenta."
            )
        )

    def show_strength(self, clave: str, puntos: int, palabra: str) -> None:
        """The estimate for `clave`; ignored when something else stands in the field by now."""
        if clave == self.clave.edit.text():
            self.fuerza.show_level(puntos, palabra)

    def set_busy(self, busy: bool) -> None:
        """While the account is being created."""
        self.crear.setEnabled(not busy)
        self.crear.setText(tr("Creando la cuenta…") if busy else tr("Crear y entrar"))

    def refuse(self, text: str, campos: Mapping[str, str] | None = None) -> None:
        """Say why not, beside the fields that are named. Nothing typed is lost."""
        self.set_busy(False)
        wrong = [field for name, field in self._fields().items() if (campos or {}).get(name)]
        for name, field in self._fields().items():
            field.show_error((campos or {}).get(name, ""))
        self.error.tell("" if wrong else text)
        if wrong:
            self.go_to(wrong[0])

    def _fields(self) -> dict[str, Field]:
        return {"usuario": self.usuario, "clave": self.clave, "repetir": self.repetir}

    def _clave_changed(self, clave: str) -> None:
        if clave:
            self.clave_edited.emit(clave)
        else:
            self.fuerza.clear()

    def _submit(self) -> None:
        if not self.crear.isEnabled():
            return
        campos: dict[str, str] = {}
        if not self.usuario.edit.text().strip():
            campos["usuario"] = tr("Escribir un nombre de usuario.")
        if not self.clave.edit.text():
            campos["clave"] = tr("Escribir una clave.")
        elif self.clave.edit.text() != self.repetir.edit.text():
            campos["repetir"] = tr("Las dos claves no son iguales.")
        self.refuse("", campos)
        if not campos:
            self.set_busy(True)
            self.crear_requested.emit(self.usuario.edit.text(), self.clave.edit.text())
