"""The sign-in page. Knows no model: it says what was asked and shows what it is told.

`conexion_requested`: where the data are is to be chosen. `idioma_requested` carries the language to go on in.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from rexus.base.text import tr
from rexus.shell.card import CardPage, Field, LanguageButton, Refusal, link_button, primary_button, state_line


class LoginPage(CardPage):
    """`entrar_requested` carries user, password and code as typed, and whether the oldest session may be closed."""

    entrar_requested = Signal(str, str, str, bool)
    conexion_requested = Signal()
    idioma_requested = Signal(str)

    def __init__(self, usuario: str = "") -> None:
        super().__init__(tr("Rexus"), tr("Inventario del taller"))
        self.setObjectName("login")
        self.usuario = Field("login.usuario", tr("Usuario"))
        self.clave = Field("login.clave", tr("Clave"), secret=True)
        self.codigo = Field("login.codigo", tr("Código del teléfono, o uno de recuperación"))
        self.codigo.hide()
        self.error = Refusal("login.error")
        self.cerrar_otra = link_button("login.cerrar_otra", tr("Entrar cerrando la sesión más vieja"))
        self.cerrar_otra.hide()
        self.aviso = state_line("login.aviso")
        self.entrar = primary_button("login.entrar", tr("Entrar"))
        self.estado = state_line("login.estado")
        self.conexion = link_button("login.conexion", tr("Conexión…"))
        self.conexion.setToolTip(tr("Elegir dónde están los datos: en esta computadora o en un servidor"))
        self.idioma = LanguageButton("login.idioma")
        self.idioma.chosen.connect(self.idioma_requested)
        for widget, gap in (
            (self.aviso, 8),
            (self.usuario, 12),
            (self.clave, 12),
            (self.codigo, 12),
            (self.error, 8),
            (self.entrar, 8),
            (self.cerrar_otra, 0),
            (self.estado, 0),
            (self.conexion, 0),
            (self.idioma, 0),
        ):
            self.content.addWidget(widget)
            self.content.addSpacing(gap)
        self.conexion.clicked.connect(self.conexion_requested)
        self.usuario.edit.setText(usuario)
        self.usuario.edit.returnPressed.connect(self._after_user)
        self.clave.edit.returnPressed.connect(self._submit)
        self.codigo.edit.returnPressed.connect(self._submit)
        self.entrar.clicked.connect(lambda: self._submit())
        self.cerrar_otra.clicked.connect(lambda: self._submit(cerrar_otra=True))
        self.painted.connect(self.clave.offer_reveal)
        for field in (self.usuario, self.clave, self.codigo):
            field.edit.textEdited.connect(lambda: self.error.tell(""))
        for field in (self.usuario, self.clave):
            # Of another account, or with another password, nothing is known.
            field.edit.textEdited.connect(self._forget_answers)

    def showEvent(self, event: QShowEvent) -> None:
        """Focus where something is missing."""
        super().showEvent(event)
        self.focus_first()

    def focus_first(self) -> None:
        """To the user, or to the password when the user is known."""
        self.go_to(self.clave if self.usuario.edit.text() else self.usuario)

    def set_busy(self, busy: bool) -> None:
        """While the password is looked at."""
        self.entrar.setEnabled(not busy)
        self.entrar.setText(tr("Entrando…") if busy else tr("Entrar"))

    def refuse(self, text: str) -> None:
        """Say why not; the user stays as typed, the password is selected to be typed anew."""
        self.set_busy(False)
        self.error.tell(text)
        wrong = self.clave if self.codigo.isHidden() else self.codigo
        self.go_to(wrong)
        wrong.edit.selectAll()

    def ask_code(self, text: str) -> None:
        """The password is right; the account has a second factor."""
        self.set_busy(False)
        self.error.tell(text if not self.codigo.isHidden() else "")
        self.codigo.show()
        self.go_to(self.codigo)

    def offer_closing(self, text: str) -> None:
        """The password is right; the account is in too many places."""
        self.refuse(text)
        self.cerrar_otra.show()

    def show_state(self, texto: str) -> None:
        """A line about the server; empty while there is nothing to say."""
        self.estado.tell(texto)

    def show_notice(self, texto: str) -> None:
        """What whoever signs in should know; empty while there is nothing."""
        self.aviso.tell(texto)

    def reset(self, usuario: str) -> None:
        """Ready for the next to sign in."""
        self.set_busy(False)
        self.error.tell("")
        self.aviso.tell("")
        self.usuario.edit.setText(usuario)
        self.clave.edit.clear()
        self._forget_answers()

    def _forget_answers(self) -> None:
        self.codigo.edit.clear()
        self.codigo.hide()
        self.cerrar_otra.hide()

    def _after_user(self) -> None:
        if self.clave.edit.text():
            self._submit()
        else:
            self.go_to(self.clave)

    def _submit(self, *, cerrar_otra: bool = False) -> None:
        if not self.entrar.isEnabled():
            return
        if not self.usuario.edit.text().strip() or not self.clave.edit.text():
            self.error.tell(tr("Escribir el usuario y la clave."))
            self.focus_first()
            return
        self.error.tell("")
        self.set_busy(True)
        self.entrar_requested.emit(
            self.usuario.edit.text(), self.clave.edit.text(), self.codigo.edit.text(), cerrar_otra
        )  # fmt: skip
