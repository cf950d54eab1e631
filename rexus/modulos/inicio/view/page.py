"""The start page: one sentence while all is well, else a card for each thing that needs somebody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from rexus.base.text import tr
from rexus.modulos.inicio.domain import RENGLONES, Tarjeta
from rexus.modulos.inicio.graficos import CartaMovimiento, CartaValor
from rexus.modulos.inicio.view.ejemplo import LineaDeEjemplo
from rexus.modulos.inicio.view.graficos import MovimientoView, ValorView
from rexus.modulos.inicio.view.mosaico import Mosaico
from rexus.modulos.inicio.view.primeros import PrimerosPasos
from rexus.modulos.inicio.view.tarjeta import TarjetaView
from rexus.ui.icons import icon
from rexus.ui.page import Page
from rexus.ui.texto import Texto
from rexus.ui.theme import MARGIN, set_class

_NOMBRES: Final = ("obras", "articulos", "pedidos", "respaldo")
_ROOM_FOR_TWO: Final = 760
_ROOM_FOR_THREE: Final = 600
# Lower than this a card shows its worst lines only, so that the charts begin in sight.
_HIGH_ENOUGH: Final = 760
_FEW_LINES: Final = 3
_SIGN: Final = 24


class InicioView(Page):
    """`abrir(tabla, registro)`, `ir(modulo, lugar)`, `dia(fecha)`: something was pressed that leads there."""

    abrir = Signal(str, str)
    ir = Signal(str, str)
    dia = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Inicio"), nombre="inicio", parent=parent)
        self.footer.setAccessibleName(tr("De cuándo es"))
        self.refresh = self._verb("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Mirar otra vez todo"))
        self.to_articles = self._verb(
            "ir_a_inventario", tr("Ir al inventario"), "inventario", "", tr("Ver los artículos y cargar los primeros")
        )
        self.addAction(self.refresh)
        self.menu_actions = [(tr("&Inicio"), [self.refresh])]
        self.calm = _Calm()
        inside = QWidget()
        # Theirs before they have a place: without a parent they would be windows.
        self.cards = {nombre: TarjetaView(f"inicio.{nombre}", inside) for nombre in _NOMBRES}
        for card in self.cards.values():
            card.abrir.connect(self.abrir)
            card.ir.connect(self.ir)
            card.hide()
        self.value = ValorView(inside)
        self.value.ir.connect(self.ir)
        self.moved = MovimientoView(inside)
        self.moved.elegido.connect(self.dia)
        for chart in (self.value, self.moved):
            chart.hide()
        self._mosaic = Mosaico((self.value, self.moved))
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.calm)
        whole.addLayout(self._mosaic)
        whole.addStretch(1)
        self.canvas = QScrollArea()
        self.canvas.setObjectName("inicio.lienzo")
        self.canvas.setAccessibleName(tr("Lo que hay que mirar hoy"))
        self.canvas.setWidgetResizable(True)
        self.canvas.setFrameShape(QFrame.Shape.NoFrame)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_class(self.canvas.verticalScrollBar(), "fondo")
        self.canvas.setWidget(inside)
        self.set_content(self.canvas)
        self.first = PrimerosPasos(self)
        self._first_canvas = QScrollArea()
        self._first_canvas.setObjectName("inicio.primeros.lienzo")
        self._first_canvas.setAccessibleName(self.first.accessibleName())
        self._first_canvas.setWidgetResizable(True)
        self._first_canvas.setFrameShape(QFrame.Shape.NoFrame)
        self._first_canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._first_canvas.setWidget(self.first)
        self.add_content(self._first_canvas)
        self.example = LineaDeEjemplo(self)
        # The cards stand on the page itself.
        set_class(self._panel, "")

    def show_cards(
        self, cards: Sequence[Tarjeta], calm: str, abre: Callable[[str], bool], hay: Callable[[str], bool]
    ) -> None:
        """Show these, or instead of them that all is well (`calm`, a sentence). `abre`, `hay`: see `TarjetaView`."""
        self.calm.tell(calm)
        shown = {card.nombre: card for card in cards} if not calm else {}
        for nombre, view in self.cards.items():
            if nombre in shown:
                view.mostrar(shown[nombre], abre, hay)
            view.setVisible(nombre in shown)
        self._lay_out()
        self.choose_content(self.canvas)
        self.show_content()

    def show_charts(
        self, valor: CartaValor | None, movimiento: CartaMovimiento | None, hay: Callable[[str], bool]
    ) -> None:
        """After the cards; None of what whoever looks may not see."""
        if valor is not None:
            self.value.mostrar(valor, hay)
        if movimiento is not None:
            self.moved.mostrar(movimiento)
        self.value.setVisible(valor is not None)
        self.moved.setVisible(movimiento is not None)
        self._lay_out()

    def show_example(self, *, volver: bool, quitar: bool) -> None:
        """This is the example workshop, which is said once and for all; whether one can go back, and take it away."""
        self.example.back.setVisible(volver)
        self.example.remove.setVisible(quitar)
        self.set_summary(self.example)
        self.example.show()

    def show_first_steps(self, *, lleva: bool, carga: bool, ejemplo: bool) -> None:
        """Nothing was entered yet: what to do first. `lleva`: there is a page of articles; `carga`: they may be
        entered; `ejemplo`: the example may be opened."""
        if carga:
            self.first.ejemplo.setVisible(ejemplo)
            self.choose_content(self._first_canvas)
            self.show_content()
            if self.hasFocus():
                # Nothing could be pressed until now.
                self.focus_search()
            return
        self.show_empty(
            tr("Todavía no hay artículos"),
            tr("Traer una planilla de perfiles o herrajes, o cargar el primero: aquí se verá qué pide atención."),
            (self.to_articles,) if lleva else (),
            icono="inventario",
        )

    def show_nothing_to_see(self) -> None:
        """Whoever looks may see nothing of what is told here."""
        self.show_empty(
            tr("Nada que mostrar con este rol"),
            tr("Aquí se ve lo que pide atención en el inventario, las obras, las compras y los respaldos. Los permisos "
               "los da quien administra los usuarios."),
            icono="inicio",
        )  # fmt: skip

    def focus_search(self) -> None:
        """There is no search: to the first thing that leads on."""
        shown = self._stack.currentWidget()
        for widget in shown.findChildren(QAbstractButton):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where two would be too narrow, fewer lines where the window is low."""
        super().resizeEvent(event)
        self.first.estrechar(self.width() < _ROOM_FOR_THREE)
        self._lay_out()

    def _lay_out(self) -> None:
        lines = RENGLONES if self.height() >= _HIGH_ENOUGH else _FEW_LINES
        for card in self.cards.values():
            card.limitar(lines)
        shown = [card for card in (*self.cards.values(), self.value, self.moved) if not card.isHidden()]
        self._mosaic.poner(shown, self.canvas.viewport().width(), dos=self.width() >= _ROOM_FOR_TWO)

    def _verb(self, nombre: str, texto: str, icono: str, tecla: str, ayuda: str) -> QAction:
        action = QAction(icon(icono), texto, self)
        action.setObjectName(f"inicio.{nombre}")
        action.setShortcut(tecla)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(ayuda)
        return action


class _Calm(QFrame):
    """«✓ Todo en orden», and the sentence that says what that means."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inicio.calma")
        set_class(self, "panel")
        self._sign = QLabel()
        self._titulo = Texto("seccion", "inicio.calma.titulo", texto=tr("Todo en orden"))
        self._frase = Texto("", "inicio.calma.frase")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._titulo)
        words.addWidget(self._frase)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        row.setSpacing(12)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.hide()

    def tell(self, frase: str) -> None:
        """Say it; empty takes it away."""
        self._frase.decir(frase, "secondary")
        self.setAccessibleName(f"{self._titulo.text()}. {frase}")
        self._paint_sign()
        self.setVisible(bool(frase))

    def changeEvent(self, event: QEvent) -> None:
        """The face changed: the sign takes the new colour."""
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._paint_sign()
        super().changeEvent(event)

    def _paint_sign(self) -> None:
        self._sign.setPixmap(icon("exito", "good").pixmap(QSize(_SIGN, _SIGN), self.devicePixelRatioF()))
