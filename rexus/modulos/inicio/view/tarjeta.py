"""A card: a figure, what it counts, the worst of it, and where to go on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rexus.modulos.inicio.domain import RENGLONES, Tarjeta, Verbo
from rexus.modulos.inicio.view.carta import Carta
from rexus.modulos.inicio.view.renglon import RenglonView
from rexus.ui.flow_layout import FlowLayout
from rexus.ui.theme import set_class
from rexus.ui.vaciar import vaciar


class TarjetaView(Carta):
    """`abrir(tabla, registro)`, `ir(modulo, lugar)`: a line or a verb was pressed."""

    abrir = Signal(str, str)
    ir = Signal(str, str)

    def __init__(self, nombre: str, parent: QWidget) -> None:
        super().__init__(nombre, parent)
        self._nombre = nombre
        self._shown: Tarjeta | None = None
        self._most = RENGLONES
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._verbs = QWidget()
        self._flow = FlowLayout(self._verbs, gap=4)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self._verbs, 1)
        self.column.addLayout(self._lines)
        self.column.addLayout(foot)

    def mostrar(self, tarjeta: Tarjeta, abre: Callable[[str], bool], hay: Callable[[str], bool]) -> None:
        """Show this; `abre(tabla)`: its records can be opened, `hay(modulo)`: there is that page. The same again
        changes nothing."""
        if tarjeta == self._shown:
            return
        self._shown = tarjeta
        self.decir(
            tarjeta.cifra,
            tarjeta.titulo,
            tarjeta.detalle,
            tinta=tarjeta.tinta if tarjeta.tinta != "good" else "text",
            tinta_detalle="warning" if tarjeta.tinta == "warning" else "secondary",
        )
        # What has the keys is made anew, and has them again.
        focus = self.focusWidget()
        held = focus.objectName() if focus is not None and focus.hasFocus() else ""
        vaciar(self._lines)
        for n, renglon in enumerate(tarjeta.renglones, 1):
            line = RenglonView(f"{self._nombre}.renglon{n}", renglon, lleva=abre(renglon.tabla), parent=self)
            if abre(renglon.tabla):
                line.clicked.connect(lambda _=False, r=renglon: self.abrir.emit(r.tabla, str(r.registro)))
            line.setVisible(n <= self._most)
            self._lines.addWidget(line)
        vaciar(self._flow)
        verbs = [verbo for verbo in tarjeta.verbos if hay(verbo.modulo)]
        for n, verbo in enumerate(verbs, 1):
            self._flow.addWidget(self._verb(f"{self._nombre}.ver{n}", verbo))
        self._verbs.setVisible(bool(verbs))
        again = self.findChild(QWidget, held) if held else None
        if isinstance(again, QWidget):
            again.setFocus()

    def limitar(self, renglones: int) -> None:
        """Show so many lines at most: where the window is low, all cards are to be seen rather than all of one."""
        if renglones == self._most:
            return
        self._most = renglones
        for n in range(self._lines.count()):
            self._lines.itemAt(n).widget().setVisible(n < renglones)

    def _verb(self, nombre: str, verbo: Verbo) -> QPushButton:
        button = QPushButton(verbo.texto, self)
        button.setObjectName(nombre)
        button.setAccessibleName(verbo.texto)
        set_class(button, "plano")
        button.clicked.connect(lambda: self.ir.emit(verbo.modulo, verbo.lugar))
        return button
