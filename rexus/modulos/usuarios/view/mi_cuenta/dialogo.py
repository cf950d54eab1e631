"""The dialog of one's own account: its parts at the left, the chosen one beside them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QStackedWidget, QWidget

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.modulos.usuarios.view.mi_cuenta.clave import Clave
from rexus.modulos.usuarios.view.mi_cuenta.datos import Datos
from rexus.modulos.usuarios.view.mi_cuenta.factor import Factor
from rexus.modulos.usuarios.view.mi_cuenta.seccion import NOMBRE, Seccion
from rexus.modulos.usuarios.view.mi_cuenta.sesiones import Sesiones
from rexus.modulos.usuarios.view.partes import ListaDePartes
from rexus.ui.dialogs import Dialog
from rexus.ui.icons import icon
from rexus.ui.theme import ROW_HEIGHT

_LEFT = 176
_WIDTH = 720


class MiCuentaDialog(Dialog):
    """The primary button does the verb of the part that shows."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Mi cuenta"), tr("Guardar cambios"), nombre=NOMBRE, cancelar=tr("Cerrar"))
        self.datos = Datos()
        self.clave = Clave()
        self.sesiones = Sesiones()
        self.factor = Factor()
        self.partes: tuple[Seccion, ...] = (self.datos, self.clave, self.sesiones, self.factor)
        self.lista = ListaDePartes(f"{NOMBRE}.partes", tr("Partes de la cuenta"), _LEFT)
        self.pila = QStackedWidget()
        pictures = ("usuario", "candado", "sistema", "verificar")
        for parte, picture in zip(self.partes, pictures, strict=True):
            item = QListWidgetItem(icon(picture, "secondary", "accent"), parte.titulo)
            item.setSizeHint(QSize(0, ROW_HEIGHT + 4))
            self.lista.addItem(item)
            self.pila.addWidget(parte)
            parte.cambio.connect(self._follow)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.lista.marco)
        row.addWidget(self.pila, 1)
        self.content.addLayout(row)
        self.content.setContentsMargins(0, 0, 0, 8)
        self.setMinimumWidth(_WIDTH)
        self.lista.currentRowChanged.connect(self._on_part)
        self.lista.setCurrentRow(0)

    @property
    def parte(self) -> Seccion:
        """The part that shows."""
        return self.partes[self.pila.currentIndex()]

    def dirty(self) -> bool:
        """Whether something typed in any part would be lost."""
        return any(parte.dirty() for parte in self.partes)

    def submit(self) -> None:
        """What is missing in the part that shows is said first."""
        if self.is_busy or not self.parte.verbo:
            return
        self.parte.decir("")
        if not self.parte.faltas():
            super().submit()

    def clear_error(self) -> None:
        """Nothing is known to be wrong."""
        super().clear_error()
        self.parte.clear_error()

    def show_error(self, error: RexusError) -> None:
        """Beside the fields of the part that shows, or above the buttons."""
        if not self.parte.show_error(error):
            super().show_error(error)

    def _on_part(self, row: int) -> None:
        super().clear_error()
        self.pila.setCurrentIndex(row)
        self._follow()

    def _follow(self) -> None:
        verbo = self.parte.verbo
        self.primary.setVisible(bool(verbo))
        if verbo:
            self.primary.setText(verbo)
            self.primary.setAccessibleName(verbo)

    def _focus_first(self) -> None:
        first = next(iter(self.parte.fields.values()), None)
        (first.control if first is not None else self.lista).setFocus(Qt.FocusReason.TabFocusReason)
