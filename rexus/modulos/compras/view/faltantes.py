"""What is missing: for which obras, with what else, from whom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from rexus.base.text import contados, formatear_fecha, formatear_numero, tr
from rexus.catalogo import textos
from rexus.catalogo.view.comun.lista import ListTable
from rexus.catalogo.view.filter_popup import FilterPopup
from rexus.modulos.compras import domain
from rexus.stock.esperan import Espera, ObraAbierta
from rexus.stock.faltantes import Faltante
from rexus.stock.retazos import Retazo
from rexus.ui.ficha import FichaPanel
from rexus.ui.icons import icon
from rexus.ui.list_page import ListPage
from rexus.ui.paged_table import Column
from rexus.ui.texto import Texto

HANDLE = "compras.faltantes"
_OBRAS, _PROVEEDORES = "obras", "proveedores"
# Where the page is narrower, the pane tells the minimum order and the packs, and what is pending says what is needed.
_ROOM_FOR_ALL = 1_340


class FaltantesView(ListPage):
    """What is seen of the tab «Faltantes».

    `orders_wanted`: nothing is missing, so the orders are to be seen. `asked_otherwise`: other obras, minimums or
    suppliers were chosen. `values_wanted(columna)`: their list opens.
    """

    orders_wanted = Signal()
    asked_otherwise = Signal()
    values_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Faltantes"), nombre=HANDLE, buscar=tr("Buscar en lo que falta"), filas=tr("Lo que falta"), parent=parent
        )
        self._obras: dict[str, int] = {}
        self.chosen: dict[str, tuple[str, ...]] = {_OBRAS: (), _PROVEEDORES: ()}
        self.obras_chip = self._list_chip(_OBRAS)
        self.suppliers_chip = self._list_chip(_PROVEEDORES)
        self.minimums = self.add_chip(f"{HANDLE}.minimos", tr("Con mínimos"))
        self.minimums.setChecked(True)
        self.minimums.setToolTip(tr("Contar también lo que falta para llegar a los stocks mínimos"))
        self.minimums.clicked.connect(self.asked_otherwise)
        self._popup = FilterPopup(f"{HANDLE}.filtro", self)
        self._popup.chosen.connect(self._on_chosen)
        self.prices = self._action(
            "precios", tr("Proveedores y precios…"), "reportes", "Ctrl+Shift+P", tr("Quién lo vende, y a cuánto")
        )
        self.article = self._action("articulo", tr("Ver el artículo"), "inventario", "Ctrl+Shift+L", tr("Ir a él"))
        self.refresh = self._action("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Leer otra vez los datos"))
        self.order = self._action(
            "pedir", tr("Pedir lo que falta…"), "nuevo", "Ctrl+N", tr("Hacer un pedido por proveedor, en borrador")
        )
        self.order.setIconText(tr("Pedir…"))
        self.prices.setIconText(tr("Precios"))
        self.add_action(self.prices)
        self.add_action(self.order, primary=True)
        self.addActions([self.article, self.refresh])
        self.table.addActions([self.prices, self.article])
        self.table.row_activated.connect(lambda _id: self.article.trigger())
        self.menu_actions = [(tr("&Faltantes"), [self.order, self.prices, self.article, self.refresh])]
        self.card = FaltanteCard()
        self.set_detail(self.card, below=160)
        self._name_chips()
        QWidget.setTabOrder(self.search, self.table)

    def fit_columns(self) -> None:
        """Minimum orders and packs give way."""
        for column in ("necesarias", "ped_min", "emba"):
            self.table.set_column_visible(column, self.width() >= _ROOM_FOR_ALL)

    @property
    def obras(self) -> tuple[int, ...] | None:
        """The ids of the chosen obras; None: all that are open."""
        return tuple(self._obras[name] for name in self.chosen[_OBRAS] if name in self._obras) or None

    @property
    def suppliers(self) -> tuple[str, ...]:
        """The chosen suppliers; () is any."""
        return self.chosen[_PROVEEDORES]

    def show_obras(self, obras: Sequence[ObraAbierta]) -> None:
        """The obras that can be chosen, in the list that opened."""
        self._obras = {_obra(o): o.id for o in obras}
        self._popup.set_values(list(self._obras), self.chosen[_OBRAS])

    def show_suppliers(self, names: Sequence[str]) -> None:
        """The suppliers that can be chosen."""
        self._popup.set_values(names, self.chosen[_PROVEEDORES])

    def show_choice(
        self, faltante: Faltante | None, *, may_order: bool, may_open: bool, why_not: str, away: str = ""
    ) -> None:
        """What can be done with the chosen article, and why nothing can be ordered; empty when something can."""
        self._allow(self.order, may_order and not why_not and not away, away or why_not)
        self._allow(self.prices, faltante is not None and not away, away)
        self._allow(self.article, faltante is not None and may_open)

    def show_nothing_found(self, *, filtered: bool) -> None:
        """Why the table is empty."""
        if filtered:
            self.table.set_empty(
                tr("Nada coincide"),
                tr("De lo que falta nada cumple con lo elegido."),
                tr("Ver todo lo que falta"),
                self.show_everything,
            )
        else:
            self.table.set_empty(
                tr("No falta nada"),
                tr("Las obras abiertas tienen o esperan todo lo que necesitan, y ningún artículo está bajo su mínimo."),
                tr("Ver los pedidos"),
                self.orders_wanted.emit,
            )

    def show_everything(self) -> None:
        """All open obras, with minimums, any supplier, any word."""
        self.chosen = {_OBRAS: (), _PROVEEDORES: ()}
        self.minimums.setChecked(True)
        self.search.clear()
        self._name_chips()
        self.asked_otherwise.emit()

    def _list_chip(self, columna: str) -> QPushButton:
        chip = self.add_chip(f"{HANDLE}.{columna}", "", checkable=False)
        # It opens a list, as those with a menu do, and looks like them: the arrow behind the text.
        chip.setIcon(icon("flecha_abajo"))
        chip.setIconSize(QSize(16, 16))
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.clicked.connect(lambda: self._open(columna, chip))
        return chip

    def _open(self, columna: str, chip: QPushButton) -> None:
        # A click turns it on or off by itself; it says whether something is chosen.
        self._name_chips()
        self._popup.nothing = tr("No hay ninguna obra abierta") if columna == _OBRAS else tr("No falta nada que pedir")
        self._popup.open_at(columna, tr("obra") if columna == _OBRAS else tr("proveedor"), chip)
        self.values_wanted.emit(columna)

    def _on_chosen(self, columna: str, values: tuple[str, ...]) -> None:
        before = self.chosen[columna]
        self.chosen[columna] = values
        if columna == _OBRAS and bool(before) != bool(values):
            # Who asks about some obras asks what these lack, not what the shelves do; the chip says so and can differ.
            self.minimums.setChecked(not values)
        self._name_chips()
        self.asked_otherwise.emit()

    def _name_chips(self) -> None:
        obras, suppliers = self.chosen[_OBRAS], self.chosen[_PROVEEDORES]
        _name(
            self.obras_chip,
            tr("Obras: todas las abiertas")
            if not obras
            else tr("Obra: {nombre}").format(nombre=obras[0])
            if len(obras) == 1
            else tr("Obras: {n} elegidas").format(n=len(obras)),
            on=bool(obras),
        )
        _name(
            self.suppliers_chip,
            tr("Proveedor: todos")
            if not suppliers
            else tr("Proveedor: {nombre}").format(nombre=suppliers[0])
            if len(suppliers) == 1
            else tr("Proveedor: {n} elegidos").format(n=len(suppliers)),
            on=bool(suppliers),
        )


class FaltanteCard(FichaPanel):
    """One missing article: how the figure comes about, who waits, and which remnants there are."""

    def __init__(self) -> None:
        super().__init__(f"{HANDLE}.ficha", tr("Detalle de lo que falta"))
        self._code = Texto("seccion", f"{HANDLE}.ficha.codigo", tr("Código"))
        self._text = Texto("", f"{HANDLE}.ficha.descripcion", tr("Descripción"))
        self._why = Texto("secundario", f"{HANDLE}.ficha.cuenta", tr("Cómo se llega a lo que falta"))
        self._order = Texto("", f"{HANDLE}.ficha.pedir", tr("Qué se pide"))
        self._waiting_title = Texto("seccion", "", "", tr("Obras que esperan"))
        self.waiting = ListTable(
            (
                Column("obra", tr("Obra"), "codigo", 96),
                Column("nombre", tr("Nombre"), width=120),
                Column("entrega", tr("Entrega"), "fecha", 96),
                Column("pendiente", tr("Necesita"), "cantidad", 80),
                Column("faltan", tr("Le faltan"), "cantidad", 80),
            ),
            f"{HANDLE}.ficha.esperan",
            tr("Obras que esperan"),
            stretch=1,
        )
        # It takes what is there: how high it would like to be is no reason to scroll.
        self.waiting.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.waiting.setMinimumHeight(66)
        self._remnants = Texto("", f"{HANDLE}.ficha.retazos", tr("Retazos"))
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(4)
        for widget in (self._code, self._text, self._order, self._why, self._remnants):
            left.addWidget(widget)
        left.addStretch(1)
        right.addWidget(self._waiting_title)
        right.addWidget(self.waiting, 1)
        right.addStretch(0)
        abreast = QHBoxLayout()
        abreast.setSpacing(24)
        abreast.addLayout(left, 1)
        abreast.addLayout(right, 1)
        self.column.addLayout(abreast, 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No article is chosen."""
        self._decir_que_no_hay(tr("Elegir un artículo para ver qué obras lo esperan."))

    def show_article(self, f: Faltante, *, minimums: bool) -> None:
        """The figures; who waits and which remnants there are come later."""
        self._code.decir(f.codigo)
        self._text.decir(f.descripcion)
        self._order.decir(_what_to_order(f))
        self._why.decir(domain.cuenta(f, minimos=minimums))
        self._mostrar_entero()

    def show_besides(self, waiting: Sequence[Espera], remnants: Sequence[Retazo]) -> None:
        """Who waits for it, and the remnants."""
        self._waiting_title.decir(tr("Obras que esperan") if waiting else tr("Ninguna obra lo espera"))
        self.waiting.setVisible(bool(waiting))
        self.waiting.show_rows([(e.obra, e.nombre, e.fecha_entrega, e.pendiente, e.faltan) for e in waiting])
        self._remnants.decir(_remnants(remnants))


def _what_to_order(f: Faltante) -> str:
    if not f.pedir:
        return tr("Ya se pide en borradores: {n}").format(n=formatear_numero(f.en_borrador))
    what = tr("Pedir {n}").format(n=formatear_numero(f.pedir))
    who = tr("a {proveedor}").format(proveedor=f.proveedor) if f.proveedor else tr("y falta decir a quién")
    packs = [
        tr("pedido mínimo {n}").format(n=formatear_numero(f.ped_min)) if f.ped_min else "",
        tr("embalajes de {n}").format(n=formatear_numero(f.emba)) if f.emba else "",
    ]
    why = ", ".join(t for t in packs if t)
    return f"{what} {who} ({why})" if why else f"{what} {who}"


def _remnants(remnants: Sequence[Retazo]) -> str:
    if not remnants:
        return ""
    lengths = [
        f"{formatear_numero(r.cantidad)} × {textos.longitud(r.longitud_mm)} ({r.ubicacion})" for r in remnants[:6]
    ]
    more = len(remnants) - len(lengths)
    what = ", ".join(lengths) + (tr(" y {n} más").format(n=more) if more else "")
    how_many = contados(sum(int(r.cantidad) for r in remnants), tr("retazo"), tr("retazos"))
    return tr("✂ {retazos} que pueden alcanzar: {cuales}. No se cuentan como barras.").format(
        retazos=how_many, cuales=what
    )


def _obra(o: ObraAbierta) -> str:
    when = formatear_fecha(o.fecha_entrega) if o.fecha_entrega else ""
    return " · ".join(t for t in (o.codigo, o.nombre, when) if t)


def _name(chip: QPushButton, text: str, *, on: bool) -> None:
    chip.setText(text)
    chip.setAccessibleName(text)
    chip.setCheckable(True)
    chip.setChecked(on)
