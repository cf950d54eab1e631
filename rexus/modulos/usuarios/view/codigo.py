"""What is shown once and never again: a code to sign in with, or the codes for a lost phone."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from rexus.base.text import formatear_fecha, tr
from rexus.modulos.usuarios.domain import Codigo
from rexus.ui.dialogs import Dialog
from rexus.ui.form import CONTENT_WIDTH
from rexus.ui.theme import set_class


class SecretoDialog(Dialog):
    """A text to be copied or written down. Only its button closes it: Esc would lose what is not shown again."""

    def __init__(
        self, parent: QWidget | None, titulo: str, frase: str, secreto: str, aviso: str, *, nombre: str
    ) -> None:
        super().__init__(parent, titulo, tr("Listo"), nombre=nombre)
        self.content.addStrut(CONTENT_WIDTH)
        self.secreto = secreto
        self.cancel.hide()
        self.content.addWidget(_parrafo(frase))
        self.content.addWidget(_marco(secreto, nombre))
        nota = _parrafo(aviso)
        set_class(nota, "secundario")
        self.content.addWidget(nota)
        self.copy = QPushButton(tr("Copiar"))
        self.copy.setObjectName(f"{nombre}.copiar")
        self.copy.setAccessibleName(tr("Copiar"))
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        self.aside.addWidget(self.copy)

    def reject(self) -> None:
        """Stay."""

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.secreto)
        self.copy.setText(tr("Copiado"))
        self.copy.setAccessibleName(tr("Copiado"))


def codigo_de_ingreso(parent: QWidget | None, codigo: Codigo, zona: tzinfo, *, nueva: bool) -> SecretoDialog:
    """The code that an account comes in with once."""
    titulo = tr("Usuario creado") if nueva else tr("Clave restablecida")
    frase = tr("«{usuario}» entra una sola vez con este código en lugar de la clave, y elige una clave nueva.")
    aviso = tr("Sirve hasta el {hasta}. No se vuelve a mostrar: entregarlo en mano o por un medio seguro.")
    return SecretoDialog(
        parent,
        titulo,
        frase.format(usuario=codigo.usuario),
        codigo.codigo,
        aviso.format(hasta=formatear_fecha(codigo.hasta, zona)),
        nombre="usuarios.codigo",
    )


def codigos_de_recuperacion(parent: QWidget | None, codigos: tuple[str, ...]) -> SecretoDialog:
    """The codes for a lost phone, in two columns."""
    half = (len(codigos) + 1) // 2
    rows = [codigos[n::half] for n in range(half)]
    return SecretoDialog(
        parent,
        tr("Segundo factor activado"),
        tr("Si se pierde el teléfono, cada uno de estos códigos sirve una vez en su lugar."),
        "\n".join("    ".join(row) for row in rows),
        tr("No se vuelven a mostrar: imprimirlos o guardarlos lejos del teléfono."),
        nombre="mi_cuenta.codigos",
    )


def _parrafo(texto: str) -> QLabel:
    label = QLabel(texto)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _marco(secreto: str, nombre: str) -> QFrame:
    marco = QFrame()
    set_class(marco, "tarjeta")
    label = QLabel(secreto)
    label.setObjectName(f"{nombre}.texto")
    label.setAccessibleName(tr("Código: {codigo}").format(codigo=secreto))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    label.setTextInteractionFlags(flags)
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    label.setStyleSheet(f"font-family: '{family}'; font-size: 18px;")
    inside = QVBoxLayout(marco)
    inside.setContentsMargins(16, 12, 16, 12)
    inside.addWidget(label)
    return marco
