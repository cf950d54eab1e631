"""Above the keys of a category: how things stand, and the way to what is more than a key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.ui.theme import set_class


class Resumen(QWidget):
    """`requested`: what the button names is wanted. `nombre` names the handles; the button is read aloud as `leido`."""

    requested = Signal()

    def __init__(self, nombre: str, verbo: str, leido: str) -> None:
        super().__init__()
        card = QFrame()
        set_class(card, "tarjeta")
        self.titulo = QLabel()
        self.titulo.setObjectName(f"{nombre}.titulo")
        self.titulo.setTextFormat(Qt.TextFormat.PlainText)
        set_class(self.titulo, "subtitulo")
        self.frase = QLabel()
        self.frase.setObjectName(f"{nombre}.estado")
        self.frase.setWordWrap(True)
        self.frase.setTextFormat(Qt.TextFormat.PlainText)
        set_class(self.frase, "secundario")
        self.abrir = QPushButton(verbo)
        self.abrir.setObjectName(f"{nombre}.abrir")
        self.abrir.setAccessibleName(leido)
        self.abrir.setAutoDefault(False)
        self.abrir.clicked.connect(self.requested)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.titulo)
        words.addWidget(self.frase)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.abrir)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 0, 16, 8)
        outer.addWidget(card)

    def tell(self, titulo: str, frase: str) -> None:
        """How things stand."""
        self.titulo.setText(titulo)
        self.frase.setText(frase)


class ResumenDeConexion(Resumen):
    """Where the data is now, and the way to set the connection up and try it."""

    def __init__(self) -> None:
        super().__init__(
            "configuracion.conexion", tr("Configurar y probar…"), tr("Configurar y probar la conexión con la base")
        )


class ResumenDeRespaldos(Resumen):
    """The way to the sets themselves."""

    def __init__(self) -> None:
        super().__init__("configuracion.respaldos", tr("Ver los respaldos"), tr("Ir a la página de los respaldos"))
        self.tell(tr("Respaldos"), tr("Los que hay, hacer uno ahora, verificarlos, copiarlos y restaurarlos."))
