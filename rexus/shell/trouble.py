"""The page shown when Rexus cannot work with its files: what happened and what to do, in place of a traceback."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.shell.card import CardPage, primary_button


class TroublePage(CardPage):
    """`retry_requested` and `leave_requested` are its two ways out."""

    retry_requested = Signal()
    leave_requested = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.setObjectName("problema")
        self.frase = self._paragraph("problema.frase")
        self.que_hacer = self._paragraph("problema.que_hacer")
        self.reintentar = primary_button("problema.reintentar", tr("Volver a intentar"))
        self.salir = QPushButton(tr("Salir"))
        self.salir.setObjectName("problema.salir")
        self.salir.setAccessibleName(tr("Salir"))
        for widget, gap in ((self.frase, 12), (self.que_hacer, 24), (self.reintentar, 8), (self.salir, 0)):
            self.content.addWidget(widget)
            self.content.addSpacing(gap)
        self.reintentar.clicked.connect(self.retry_requested)
        self.salir.clicked.connect(self.leave_requested)

    def tell(self, error: RexusError) -> None:
        """Show this error."""
        self.titulo.setText(error.titulo)
        self.frase.setText(error.frase)
        self.que_hacer.setText(error.que_hacer)
        self.que_hacer.setVisible(bool(error.que_hacer))

    @staticmethod
    def _paragraph(name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
