"""The two charts, each in a card: what the stock is worth, what moved in the last thirty days."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.modulos.inicio.graficos import CartaMovimiento, CartaValor
from rexus.modulos.inicio.view.barra import BarraView
from rexus.modulos.inicio.view.carta import SIDE, Carta
from rexus.modulos.inicio.view.dias import DiasView
from rexus.ui.texto import Texto
from rexus.ui.vaciar import vaciar


class ValorView(Carta):
    """`ir(modulo, lugar)`: a bar was pressed."""

    ir = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("inicio.valor", parent)
        self._shown: CartaValor | None = None
        self._bars = QVBoxLayout()
        self._bars.setSpacing(0)
        self.column.addLayout(self._bars)
        self.column.addStretch(1)

    def mostrar(self, carta: CartaValor, hay: Callable[[str], bool]) -> None:
        """Show this; `hay(modulo)`: there is that page. The same again changes nothing."""
        if carta == self._shown:
            return
        self._shown = carta
        self.decir(carta.cifra, carta.titulo, carta.detalle)
        # What has the keys is made anew, and has them again.
        focus = self.focusWidget()
        held = focus.objectName() if focus is not None and focus.hasFocus() else ""
        vaciar(self._bars)
        for n, barra in enumerate(carta.barras, 1):
            leads = bool(barra.modulo) and hay(barra.modulo)
            bar = BarraView(f"inicio.valor.barra{n}", barra, lleva=leads, parent=self)
            if leads:
                bar.clicked.connect(lambda _=False, b=barra: self.ir.emit(b.modulo, b.lugar))
            self._bars.addWidget(bar)
        again = self.findChild(QWidget, held) if held else None
        if isinstance(again, QWidget):
            again.setFocus()


class MovimientoView(Carta):
    """`elegido(fecha)`: a day was pressed."""

    elegido = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("inicio.movimiento", parent)
        self._shown: CartaMovimiento | None = None
        self.dias = DiasView("inicio.movimiento.dias", tr("Entradas y salidas de cada día"), self)
        self.dias.elegido.connect(self.elegido)
        legend = Texto("secundario", "inicio.movimiento.leyenda")
        legend.decir(tr("▲ entradas   ▼ salidas"), "secondary")
        legend.setContentsMargins(SIDE, 0, SIDE, 0)
        self.column.addWidget(legend)
        self.column.addWidget(self.dias, 1)

    def mostrar(self, carta: CartaMovimiento) -> None:
        """Show this. The same again changes nothing."""
        if carta == self._shown:
            return
        self._shown = carta
        self.decir(carta.cifra, carta.titulo, carta.detalle)
        self.dias.mostrar(carta.dias, carta.leido)
