"""The pane beside a table: what is known of the chosen row, or one sentence while none is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from rexus.ui.texto import Texto
from rexus.ui.theme import MARGIN, set_class


class FichaPanel(QFrame):
    """Its parts are `nombre.vacio` and those of `add_datos`. Subclasses fill `column` and say when there is something.

    `leido` is what the pane is, for who cannot see it.
    """

    def __init__(self, nombre: str, leido: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self.setAccessibleName(leido)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._prefijo = nombre
        self._vacio = Texto("secundario", f"{nombre}.vacio")
        self._vacio.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._entero = QWidget()
        self.column = QVBoxLayout(self._entero)
        self.column.setContentsMargins(MARGIN, 12, MARGIN, 12)
        self.column.setSpacing(4)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._vacio, 1)
        box.addWidget(self._entero, 1)

    def add_datos(self, titulos: Mapping[str, str]) -> dict[str, Texto]:
        """One line a datum, its title before it; none of what is empty. The texts, `nombre.clave`, by the keys of
        `titulos`."""
        datos = {clave: Texto("", f"{self._prefijo}.{clave}", titulo) for clave, titulo in titulos.items()}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for n, (clave, titulo) in enumerate(titulos.items()):
            caption = QLabel(titulo)
            set_class(caption, "secundario")
            datos[clave].rotular(caption)
            grid.addWidget(caption, n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(datos[clave], n, 1)
        self.column.addLayout(grid)
        return datos

    def _decir_que_no_hay(self, frase: str) -> None:
        """Only this sentence shows."""
        self._vacio.decir(frase, "secondary")
        self._entero.hide()

    def _mostrar_entero(self) -> None:
        """What the column holds shows."""
        self._vacio.hide()
        self._entero.show()
