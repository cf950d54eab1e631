"""The pane beside the table: one article, its figures, where it is, what is set apart of it, and its card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QPalette, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from rexus.base.text import contados, formatear_numero, tr
from rexus.catalogo import textos
from rexus.catalogo.catalogo import Catalogo
from rexus.catalogo.view.kardex import KardexHeading, KardexList
from rexus.catalogo.view.labels import Label, heading
from rexus.catalogo.view.places import PlacesTable
from rexus.stock.articulos import Articulo
from rexus.stock.kardex import ExistenciaLugar, LineaKardex
from rexus.ui.action_button import ActionButton
from rexus.ui.palette import Role
from rexus.ui.theme import set_class

_MARGIN = 16
LEAST_WIDTH = 240


@dataclass(frozen=True)
class Ficha:
    """What the pane shows of an article, read at one time. `entero` says that `lineas` is the whole card.

    `momento` is when that was (UTC), where the database can go away.
    """

    articulo: Articulo
    existencias: tuple[ExistenciaLugar, ...]
    lineas: tuple[LineaKardex, ...]
    entero: bool
    momento: datetime | None = None


class DetailPane(QFrame):
    """Shows a `Ficha`. `more_wanted(articulo_id, antes_de)`: older lines of the card are wanted.

    `came_in_sight`: the pane was hidden before. `shown(articulo_id)`: of whom it tells now, None when of nobody."""

    more_wanted = Signal(int, int)
    came_in_sight = Signal()
    shown = Signal(object)

    def __init__(self, catalogo: Catalogo, zona: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogo = catalogo
        handle = catalogo.handle("detalle")
        self.setObjectName(f"{handle}.panel")
        self.setAccessibleName(tr("Detalle del artículo"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.ficha: Ficha | None = None
        self.kardex = KardexList(catalogo.handle("kardex"), zona, self)
        self.kardex.kardex.more_wanted.connect(self._on_more)
        self._code = Label("seccion", f"{handle}.codigo", tr("Código"), selectable=True)
        self._description = Label("", f"{handle}.descripcion", tr("Descripción"), selectable=True)
        self._state = Label("secundario", f"{handle}.estado", tr("Estado del artículo"))
        self._facts = Label("secundario", f"{handle}.datos", tr("Datos del artículo"))
        self._dated = Label("secundario", f"{handle}.hora", tr("De cuándo son los datos"))
        self._dated.set_ink("warning")
        self._figures = {
            "stock": _Figure(f"{handle}.stock", tr("Stock")),
            "reservado": _Figure(f"{handle}.reservado", tr("Reservado")),
            "disponible": _Figure(f"{handle}.disponible", tr("Disponible")),
        }
        self._warning = Label("", f"{handle}.aviso", tr("Aviso de stock"))
        self.places = PlacesTable(catalogo.handle("existencias"), self, con_longitud=bool(catalogo.entera))
        self._no_places = Label("secundario")
        self._no_places.setText(tr("No hay ninguna pieza en ningún lugar."))
        self._reserved = Label("secundario", catalogo.handle("reservas"), tr("Reservas"))
        self._no_lines = Label("secundario")
        self._no_lines.setText(tr("Todavía no tiene movimientos."))
        self._buttons = QGridLayout()
        self._arrange()
        self.show_nothing()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell it: nothing is read for a pane that nobody sees."""
        super().showEvent(event)
        self.came_in_sight.emit()

    def add_actions(self, *actions: QAction) -> None:
        """The verbs that the pane offers as buttons."""
        for action in actions:
            button = ActionButton(action, parent=self)
            # The menu's action bears the name itself.
            button.setObjectName(f"{action.objectName()}.detalle")
            # Two abreast: four would not fit beside each other.
            self._buttons.addWidget(button, *divmod(self._buttons.count(), 2))

    def add_beside_places(self, action: QAction) -> None:
        """A verb about where the pieces are, at the title of that part."""
        button = ActionButton(action, parent=self)
        button.setObjectName(f"{action.objectName()}.detalle")
        set_class(button, "plano")
        self._places_head.addWidget(button)

    def add_above(self, widget: QWidget) -> None:
        """Something of the article that stands above its code."""
        self._top.insertWidget(0, widget)

    @property
    def articulo_id(self) -> int | None:
        """Of whom the pane tells, None when of nobody."""
        return self.ficha.articulo.id if self.ficha else None

    def show_nothing(self, sentence: str = "") -> None:
        """Nobody, or several, are chosen: say so."""
        self.ficha = None
        self._empty.setText(sentence or tr("Elegir un artículo para ver dónde está y qué se movió."))
        self._show_whole(False)
        self.kardex.kardex.set_lineas((), whole=True)
        self.shown.emit(None)

    def show_ficha(self, ficha: Ficha) -> None:
        """Show an article. The card keeps its place when it is the same article, read again."""
        same = self.articulo_id == ficha.articulo.id
        line = self.kardex.current() if same else None
        scroll = self.kardex.verticalScrollBar().value() if same else 0
        self.ficha = ficha
        self._show_article(ficha.articulo)
        self.places.show_places(ficha.existencias, int(ficha.articulo.valores.get("longitud") or 0))
        self._no_places.setVisible(not ficha.existencias)
        self.kardex.kardex.set_lineas(ficha.lineas, whole=ficha.entero)
        self.kardex.setVisible(bool(ficha.lineas))
        self._no_lines.setVisible(not ficha.lineas)
        self._show_whole(True)
        if line is not None:
            self._go_back_to(line.id)
        self.kardex.verticalScrollBar().setValue(scroll)
        self.shown.emit(self.articulo_id)

    def show_dated(self, texto: str) -> None:
        """Of when the data are, while nobody can read newer ones; empty while they are up to date."""
        self._dated.say(texto)

    def add_lines(self, articulo_id: int, lineas: Sequence[LineaKardex], *, whole: bool) -> None:
        """Older lines of the card, unless another article is shown by now."""
        if self.articulo_id == articulo_id:
            self.kardex.kardex.add_lineas(lineas, whole=whole)

    def _show_whole(self, whole: bool) -> None:
        self._empty.setVisible(not whole)
        self._whole.setVisible(whole)

    def _go_back_to(self, movimiento_id: int) -> None:
        for row, linea in enumerate(self.kardex.kardex.lineas):
            if linea.id == movimiento_id:
                self.kardex.setCurrentIndex(self.kardex.kardex.index(row, 0))

    def _on_more(self, antes_de: int) -> None:
        if self.articulo_id is not None:
            self.more_wanted.emit(self.articulo_id, antes_de)

    def _show_article(self, a: Articulo) -> None:
        self._code.say(a.codigo)
        self._description.say(a.titular)
        self._state.say("" if a.activo else tr("⊘ Inactivo: no recibe mercadería"))
        self._facts.say(_facts(a, self._catalogo.ficha))
        minimo = Decimal(a.valores.get("stock_minimo") or 0)
        ink: Role = "bad" if a.stock_actual == 0 else "warning" if a.stock_actual < minimo else "text"
        self._figures["stock"].show_figure(a.stock_actual, ink)
        self._figures["reservado"].show_figure(a.stock_reservado)
        self._figures["disponible"].show_figure(a.disponible)
        self._warning.say(_warning(a.stock_actual, minimo))
        self._warning.set_ink(ink)
        self._reserved.say(
            tr("No hay nada separado para obras.")
            if a.stock_reservado == 0
            else tr("{piezas} para obras.").format(piezas=contados(a.stock_reservado, tr("separada"), tr("separadas")))
        )

    def _arrange(self) -> None:
        self._empty = Label("secundario", self._catalogo.handle("detalle", "vacio"), tr("Detalle del artículo"))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._whole = QWidget(self)
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._arrange_top())
        column.addSpacing(8)
        column.addWidget(self.kardex, 1)
        column.addStretch(0)
        self.kardex.setMinimumHeight(88)
        # Not a stack: it would be as high as the higher of the two, and scroll when it says one sentence.
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._empty, 1)
        box.addWidget(self._whole, 1)
        self._empty.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        self.setMinimumWidth(LEAST_WIDTH)

    def _arrange_top(self) -> QVBoxLayout:
        self._top = column = QVBoxLayout()
        column.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        column.setSpacing(4)
        for label in (self._code, self._description, self._facts, self._state, self._dated):
            column.addWidget(label)
        column.addSpacing(8)
        figures = QHBoxLayout()
        figures.setSpacing(16)
        for figure in self._figures.values():
            figures.addWidget(figure, 1)
        column.addLayout(figures)
        column.addWidget(self._warning)
        column.addSpacing(8)
        self._buttons.setSpacing(8)
        column.addLayout(self._buttons)
        column.addSpacing(8)
        self._places_head = QHBoxLayout()
        self._places_head.addWidget(heading(tr("Existencias")), 1)
        column.addLayout(self._places_head)
        column.addWidget(self.places)
        column.addWidget(self._no_places)
        column.addSpacing(8)
        column.addWidget(heading(tr("Reservas")))
        column.addWidget(self._reserved)
        column.addSpacing(8)
        column.addWidget(KardexHeading())
        column.addWidget(self._no_lines)
        return column


class _Figure(QWidget):
    """A number and what it counts."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self._number = Label("cifra", name, title, selectable=True)
        caption = Label("secundario")
        caption.setText(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._number)
        column.addWidget(caption)

    def show_figure(self, number: Decimal, ink: Role = "text") -> None:
        text = formatear_numero(number)
        self._number.say(text)
        # Long numbers must fit three abreast.
        set_class(self._number, "cifra" if len(text) <= 5 else "seccion")
        self._number.set_ink(ink)


def _facts(a: Articulo, nombres: Sequence[str]) -> str:
    """«Mon/Mon · INDUSTRIAS REHAU · 5.800 mm · lugar habitual C16»."""
    return " · ".join(_fact(nombre, a.valores[nombre]) for nombre in nombres if a.valores.get(nombre))


def _fact(nombre: str, valor: Any) -> str:
    if nombre == "ubicacion":
        return tr("lugar habitual {lugar}").format(lugar=valor)
    return textos.longitud(valor) if isinstance(valor, int) else str(valor)


def _warning(stock: Decimal, minimo: Decimal) -> str:
    if stock == 0 and minimo > 0:
        return tr("∅ Sin stock; el mínimo es {n}").format(n=formatear_numero(minimo))
    if stock == 0:
        return tr("∅ Sin stock")
    if stock < minimo:
        return tr("▼ Bajo el mínimo de {n}").format(n=formatear_numero(minimo))
    return ""
