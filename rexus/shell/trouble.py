"""The page shown when Rexus cannot work with its data: what happened and what to do, in place of a traceback."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.shell.card import CardPage, link_button, primary_button, state_line


class TroublePage(CardPage):
    """`retry_requested` and `leave_requested` are its two ways out.

    Of a database that does not serve there are two more: `conexion_requested`, `configuracion_requested`; of one that
    is damaged a third: `restaurar_requested`.
    """

    retry_requested = Signal()
    leave_requested = Signal()
    conexion_requested = Signal()
    configuracion_requested = Signal()
    restaurar_requested = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.setObjectName("problema")
        self.frase = self._paragraph("problema.frase")
        self.que_hacer = self._paragraph("problema.que_hacer")
        self.estado = state_line("problema.estado")
        self.reintentar = primary_button("problema.reintentar", tr("Volver a intentar"))
        self.restaurar = QPushButton(tr("Restaurar un respaldo…"))
        self.restaurar.setObjectName("problema.restaurar")
        self.restaurar.setAccessibleName(tr("Restaurar un respaldo…"))
        self.restaurar.hide()
        self.conexion = link_button("problema.conexion", tr("Conexión…"))
        self.configuracion = link_button("problema.configuracion", tr("Configuración…"))
        self.salir = QPushButton(tr("Salir"))
        self.salir.setObjectName("problema.salir")
        self.salir.setAccessibleName(tr("Salir"))
        for widget, gap in ((self.frase, 12), (self.que_hacer, 16), (self.estado, 8)):
            self.content.addWidget(widget)
            self.content.addSpacing(gap)
        for button in (self.reintentar, self.restaurar, self.salir):
            self.content.addWidget(button)
            self.content.addSpacing(8)
        links = QHBoxLayout()
        links.setSpacing(8)
        links.addStretch(1)
        links.addWidget(self.conexion)
        links.addWidget(self.configuracion)
        links.addStretch(1)
        self.content.addLayout(links)
        self.offer(conexion=False)
        self.reintentar.clicked.connect(self.retry_requested)
        self.salir.clicked.connect(self.leave_requested)
        self.restaurar.clicked.connect(self.restaurar_requested)
        self.conexion.clicked.connect(self.conexion_requested)
        self.configuracion.clicked.connect(self.configuracion_requested)

    def tell(self, error: RexusError) -> None:
        """Show this error."""
        self.titulo.setText(error.titulo)
        self.frase.setText(error.frase)
        self.que_hacer.setText(error.que_hacer)
        self.que_hacer.setVisible(bool(error.que_hacer))

    def offer(self, *, conexion: bool, restaurar: bool = False) -> None:
        """Whether the way to the data can be changed here, and whether a backup would help."""
        self.restaurar.setVisible(restaurar)
        for button in (self.conexion, self.configuracion):
            button.setVisible(conexion)

    def show_state(self, texto: str) -> None:
        """A line about the server; empty while there is nothing to say."""
        self.estado.tell(texto)

    @staticmethod
    def _paragraph(name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
