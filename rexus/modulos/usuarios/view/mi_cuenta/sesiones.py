"""Where one is signed in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from rexus.base.text import tr
from rexus.modulos.usuarios.domain import LineaSesion
from rexus.modulos.usuarios.view.mi_cuenta.seccion import NOMBRE, Seccion
from rexus.modulos.usuarios.view.sesiones import ListaSesiones
from rexus.ui.theme import set_class


class Sesiones(Seccion):
    """`lista` tells which one is to be closed; the verb closes all the others."""

    def __init__(self) -> None:
        super().__init__("sesiones", tr("Sesiones"))
        self.lista = ListaSesiones(f"{NOMBRE}.sesiones.lista")
        self.column.addWidget(self.secundaria(tr("Una sesión que no se reconoce: cerrarla y cambiar la clave.")))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumHeight(200)
        scroll.setWidget(self.lista)
        self.lista.setAutoFillBackground(True)
        self.lista.setBackgroundRole(QPalette.ColorRole.Base)
        self.lista.setContentsMargins(12, 4, 12, 4)
        marco = QFrame()
        set_class(marco, "panel")
        inside = QVBoxLayout(marco)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(scroll)
        self.column.addWidget(marco, 1)
        self.cerrar()
        # The list takes what room there is.
        self.column.setStretch(self.column.count() - 1, 0)

    def mostrar(self, lineas: Sequence[LineaSesion]) -> None:
        """Show these instead."""
        self.lista.mostrar(lineas, cerrables=True)
        otras = any(linea.abierta and not linea.propia for linea in lineas)
        self.verbo = tr("Cerrar las demás") if otras else ""
        self.cambio.emit()
