"""The page over a desk that is locked: whoever works here goes on with the password; nothing typed is lost."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from rexus.base.text import tr
from rexus.shell.card import CardPage, Field, Refusal, link_button, primary_button, state_line


class BloqueoPage(CardPage):
    """`entrar_requested` carries the password and the code as typed; `otro_requested`: somebody else wants to work."""

    entrar_requested = Signal(str, str)
    otro_requested = Signal()

    def __init__(self, usuario: str, porque: str) -> None:
        super().__init__(
            tr("Sesión de «{usuario}»").format(usuario=usuario),
            tr("{porque} Lo que estaba abierto sigue como estaba.").format(porque=porque),
        )
        self.setObjectName("bloqueo")
        self.clave = Field("bloqueo.clave", tr("Clave"), secret=True)
        self.codigo = Field("bloqueo.codigo", tr("Código del teléfono, o uno de recuperación"))
        self.codigo.hide()
        self.error = Refusal("bloqueo.error")
        self.entrar = primary_button("bloqueo.entrar", tr("Seguir"))
        self.estado = state_line("bloqueo.estado")
        self.otro = link_button("bloqueo.otro", tr("Entrar con otra cuenta"))
        for widget, gap in (
            (self.clave, 12),
            (self.codigo, 12),
            (self.error, 8),
            (self.entrar, 8),
            (self.estado, 0),
            (self.otro, 0),
        ):
            self.content.addWidget(widget)
            self.content.addSpacing(gap)
        for field in (self.clave, self.codigo):
            field.edit.returnPressed.connect(self._submit)
            field.edit.textEdited.connect(lambda: self.error.tell(""))
        self.entrar.clicked.connect(self._submit)
        self.otro.clicked.connect(self.otro_requested)
        self.painted.connect(self.clave.offer_reveal)

    def showEvent(self, event: QShowEvent) -> None:
        """Focus on the password."""
        super().showEvent(event)
        self.go_to(self.clave)

    def set_busy(self, busy: bool) -> None:
        """While the password is looked at."""
        self.entrar.setEnabled(not busy)

    def refuse(self, text: str) -> None:
        """Say why not."""
        self.set_busy(False)
        self.error.tell(text)
        self.go_to(self.clave)
        self.clave.edit.selectAll()

    def ask_code(self, text: str) -> None:
        """The password is right; the account has a second factor."""
        self.set_busy(False)
        self.error.tell(text if not self.codigo.isHidden() else "")
        self.codigo.show()
        self.go_to(self.codigo)

    def show_state(self, texto: str) -> None:
        """A line about the server; empty while there is nothing to say."""
        self.estado.tell(texto)

    def _submit(self) -> None:
        if not self.entrar.isEnabled():
            return
        if not self.clave.edit.text():
            self.error.tell(tr("Escribir la clave."))
            return
        self.error.tell("")
        self.set_busy(True)
        self.entrar_requested.emit(self.clave.edit.text(), self.codigo.edit.text())
