"""The sessions of an account, one below the other; those that hold can be closed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.modulos.usuarios.domain import LineaSesion
from rexus.ui.raya import raya
from rexus.ui.texto import Texto
from rexus.ui.vaciar import vaciar


class ListaSesiones(QWidget):
    """`cerrar_pedido(id)`: a session is to be closed. The buttons are `nombre.cerrar.1`, `.2`, … from the top."""

    cerrar_pedido = Signal(str)

    def __init__(self, nombre: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self.setAccessibleName(tr("Sesiones"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.lineas: tuple[LineaSesion, ...] = ()
        self._botones: list[QPushButton] = []
        self._motivo = ""

    def mostrar(self, lineas: Sequence[LineaSesion], *, cerrables: bool) -> None:
        """Show these instead."""
        focused = self.focusWidget()
        had_focus = focused is not None and focused.hasFocus() and self.isAncestorOf(focused)
        self.lineas = tuple(lineas)
        self._botones = []
        vaciar(self._column)
        if not lineas:
            self._column.addWidget(Texto("secundario", texto=tr("Todavía no entró nunca.")))
        for n, linea in enumerate(lineas, 1):
            if n > 1:
                self._column.addWidget(raya())
            self._column.addWidget(self._fila(n, linea, cerrable=cerrables and linea.abierta and not linea.propia))
        self.bloquear(self._motivo)
        if had_focus and self._botones:
            self._botones[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def bloquear(self, motivo: str) -> None:
        """Nothing can be closed, for this reason; empty lets it go."""
        self._motivo = motivo
        for boton in self._botones:
            boton.setEnabled(not motivo)
            boton.setToolTip(motivo)

    def _fila(self, n: int, linea: LineaSesion, *, cerrable: bool) -> QWidget:
        fila = QWidget()
        fila.setAccessibleName(f"{linea.donde}. {linea.estado}. {linea.cuando}")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Texto(texto=linea.donde))
        estado = Texto("secundario")
        texts.addWidget(estado)
        texts.addWidget(Texto("secundario", texto=linea.cuando))
        row = QHBoxLayout(fila)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        estado.decir(linea.estado, "good" if linea.abierta else "secondary")
        if cerrable:
            boton = QPushButton(tr("Cerrar"))
            boton.setObjectName(f"{self.objectName()}.cerrar.{n}")
            boton.setAccessibleName(tr("Cerrar la sesión de {donde}").format(donde=linea.donde))
            boton.setAutoDefault(False)
            boton.clicked.connect(partial(self.cerrar_pedido.emit, linea.id))
            self._botones.append(boton)
            row.addWidget(boton, 0, Qt.AlignmentFlag.AlignVCenter)
        return fila
