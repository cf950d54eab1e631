"""Above the table: how the backups stand, what comes next, and what is being made now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.ui.action_button import ActionButton
from rexus.ui.palette import Role
from rexus.ui.texto import Texto
from rexus.ui.theme import MARGIN, set_class

_BAR = 160


class PanelEstado(QFrame):
    """`cancelar`: what is being made should stop."""

    cancelar = Signal()

    def __init__(self, pausar: QAction) -> None:
        super().__init__()
        self.setObjectName("respaldos.estado")
        self.setAccessibleName(tr("Estado de los respaldos"))
        set_class(self, "panel")
        self._resumen = Texto("subtitulo", "respaldos.estado.resumen")
        self._programa = Texto("secundario", "respaldos.estado.programa")
        self._falla = Texto("", "respaldos.estado.falla")
        self._otra = Texto("secundario", "respaldos.estado.otra_carpeta")
        self.curso = Curso("respaldos.curso")
        self.curso.cancelar.connect(self.cancelar)
        self.pausar = ActionButton(pausar, parent=self)
        self.pausar.setObjectName(f"{pausar.objectName()}.panel")
        set_class(self.pausar, "plano")
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._resumen, 1)
        head.addWidget(self.pausar)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 8, 0)
        words.setSpacing(4)
        for label in (self._falla, self._programa, self._otra):
            words.addWidget(label)
        column = QVBoxLayout(self)
        # The verb is higher than the line beside it.
        column.setContentsMargins(MARGIN, 4, 8, 12)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(words)
        column.addWidget(self.curso)
        self.decir(tr("Leyendo los respaldos…"), "secondary", "", "", "")

    def decir(
        self,
        resumen: str,
        tinta: Role,
        falla: str,
        programa: str,
        otra: str,
        *,
        parado: bool = False,
        falta: bool = False,
    ) -> None:
        """Say how things stand; what is empty takes no room. `parado`: nothing is made at its hour; `falta`: nothing is
        copied to the other folder."""
        self._resumen.decir(resumen, tinta)
        self._falla.decir(falla, "bad")
        for texto, label, mal in ((programa, self._programa, parado), (otra, self._otra, falta)):
            label.decir(f"▲ {texto}" if mal and texto else texto, "warning" if mal else "secondary")


class Curso(QWidget):
    """«Respaldo completo: copiando el inventario 43 % ▓▓▓░░ [Cancelar]»; hidden while nothing is done."""

    cancelar = Signal()

    def __init__(self, nombre: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self._text = QLabel()
        self._text.setObjectName(f"{nombre}.texto")
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{nombre}.barra")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setMinimumWidth(_BAR)
        self.stop = QPushButton(tr("Cancelar"))
        self.stop.setObjectName(f"{nombre}.cancelar")
        self.stop.setAccessibleName(tr("Cancelar el respaldo"))
        set_class(self.stop, "plano")
        self.stop.clicked.connect(self._on_stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._text)
        row.addWidget(self._bar, 1)
        row.addWidget(self.stop)
        self.hide()

    def mostrar(self, titulo: str, paso: str, hecho: int, total: int, *, cancelable: bool = True) -> None:
        """Show how far it is; `total` 0: nobody knows."""
        percent = min(100, hecho * 100 // total) if total > 0 else None
        self._bar.setRange(0, 0 if percent is None else 100)
        self._bar.setValue(percent or 0)
        texto = f"{titulo}: {paso[:1].lower()}{paso[1:]}" if titulo and paso else titulo or paso
        self._text.setText(texto if percent is None else f"{texto} {percent} %")
        self._bar.setAccessibleName(self._text.text())
        if self.isHidden():
            self.stop.setEnabled(True)
            self.stop.setText(tr("Cancelar"))
            self.show()
        self.stop.setVisible(cancelable)

    def quitar(self) -> None:
        """Nothing is done any more."""
        self.hide()

    def _on_stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop.setText(tr("Cancelando…"))
        self.cancelar.emit()
