"""Above the keys of the connection: where the data is now, and the way to set it up and try it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.ui.theme import set_class


class ResumenDeConexion(QWidget):
    """`requested`: the dialog of the connection is wanted."""

    requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        card = QFrame()
        set_class(card, "tarjeta")
        self.titulo = QLabel()
        self.titulo.setObjectName("configuracion.conexion.titulo")
        self.titulo.setTextFormat(Qt.TextFormat.PlainText)
        set_class(self.titulo, "subtitulo")
        self.frase = QLabel()
        self.frase.setObjectName("configuracion.conexion.estado")
        self.frase.setWordWrap(True)
        self.frase.setTextFormat(Qt.TextFormat.PlainText)
        set_class(self.frase, "secundario")
        self.abrir = QPushButton(tr("Configurar y probar…"))
        self.abrir.setObjectName("configuracion.conexion.abrir")
        self.abrir.setAccessibleName(tr("Configurar y probar la conexión con la base"))
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
        """Where the data is, and how the connection stands."""
        self.titulo.setText(titulo)
        self.frase.setText(frase)
