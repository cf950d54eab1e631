"""Making a server ready, with an account that may create databases; says exactly what it did."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import tr
from rexus.db.conexion import Conexion
from rexus.modulos.configuracion.view.campo import Campo, text_of
from rexus.modulos.configuracion.view.pasos import Linea, Pasos
from rexus.ui.dialogs import Dialog
from rexus.ui.secreto import hide_behind_eye
from rexus.ui.theme import set_class

_WIDTH = 480


class PrepararDialog(Dialog):
    """`account()` is who does it. When done, the primary verb only closes."""

    # From the thread that does it.
    stepped = Signal(object)

    def __init__(self, parent: QWidget | None, conexion: Conexion) -> None:
        super().__init__(parent, tr("Preparar el servidor"), tr("Preparar el servidor"), nombre="preparar")
        self._conexion = conexion
        self.finished_well = False
        self.content.addStrut(_WIDTH)
        self.content.setContentsMargins(0, 0, 0, 8)
        heading = QLabel(tr("Preparar el servidor"))
        set_class(heading, "seccion")
        bases = ", ".join(f"«{nombre}»" for nombre in conexion.bases.values())
        self._sentence = QLabel(
            tr(
                "En {lugar} se crea lo que falte: las bases {bases} y sus tablas. Lo que ya está en orden no se toca. "
                "Hace falta una cuenta del servidor que pueda crear bases; su clave no se guarda."
            ).format(lugar=conexion.lugar, bases=bases)
        )
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.usuario = Campo("preparar.usuario", tr("Cuenta que puede crear bases"), QLineEdit())
        clave = QLineEdit()
        self.clave = Campo("preparar.clave", tr("Su clave"), clave)
        hide_behind_eye(clave)
        self._fields = QWidget()
        fields = QHBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(12)
        fields.addWidget(self.usuario, 1)
        fields.addWidget(self.clave, 1)
        self._rights = QLabel()
        self._rights.setObjectName("preparar.derechos")
        self._rights.setWordWrap(True)
        self._rights.setTextFormat(Qt.TextFormat.PlainText)
        set_class(self._rights, "secundario")
        self.pasos = Pasos("preparar.pasos", tr("Qué se hizo"))
        for widget in (heading, self._sentence, self._fields, self._rights, self.pasos):
            self.content.addWidget(widget)
        self.content.addStretch(1)
        line = self.usuario.control
        assert isinstance(line, QLineEdit)
        line.setText(conexion.usuario)
        line.textEdited.connect(self._follow)
        secret = self.clave.control
        assert isinstance(secret, QLineEdit)
        secret.setText(conexion.clave)
        if conexion.pedir_clave is not None:
            secret.setPlaceholderText(tr("La guardada"))
        self.stepped.connect(self._add, Qt.ConnectionType.QueuedConnection)
        self._follow()

    def account(self) -> tuple[str, str]:
        """User and password."""
        return text_of(self.usuario.control).strip(), text_of(self.clave.control)

    @property
    def conceder(self) -> str:
        """The account of daily work, if it is another one; it gets the rights that it needs and no more."""
        work = self._conexion.usuario
        return work if work and work != self.account()[0] else ""

    def dirty(self) -> bool:
        """Whether closing would lose something typed."""
        return not self.finished_well and self.account() != (self._conexion.usuario, self._conexion.clave)

    def submit(self) -> None:
        """Prepare; when that was done, close."""
        if self.finished_well:
            self.accept()
            return
        if not self.is_busy:
            missing = not self.account()[0]
            self.usuario.show_error(tr("falta la cuenta") if missing else "")
            if not missing:
                self.pasos.show_lines([])
                super().submit()

    def show_done(self, changed: bool) -> None:
        """All is in order; `changed`: something was missing."""
        self.finished_well = True
        self._fields.hide()
        self._rights.hide()
        self._sentence.setText(
            tr("El servidor quedó preparado. Esto se hizo:") if changed else tr("No faltaba nada. Así está:")
        )
        self.cancel.hide()
        self.primary.setText(tr("Cerrar"))
        self.primary.setAccessibleName(self.primary.text())
        self.primary.setFocus()

    def show_error(self, error: RexusError) -> None:
        """What was done until then stays in sight."""
        super().show_error(error)
        if isinstance(error, DatoInvalidoError) and not self.pasos.lineas:
            self.usuario.setFocus()

    def _add(self, linea: Linea) -> None:
        self.pasos.add(linea)

    def _follow(self) -> None:
        self.usuario.show_error("")
        conceder = self.conceder
        self._rights.setText(
            tr("La cuenta «{cuenta}» recibe los derechos de trabajo y ninguno más.").format(cuenta=conceder)
            if conceder
            else ""
        )
        self._rights.setVisible(bool(conceder))
