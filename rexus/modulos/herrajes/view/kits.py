"""The list of kits and the card of one: its parts, how many of each there are, how many whole kits that makes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rexus.base.text import formatear_numero, tr
from rexus.catalogo.view.comun.lista import ListTable
from rexus.stock.kits import KitVisto
from rexus.ui.ficha import FichaPanel
from rexus.ui.icons import icon
from rexus.ui.paged_table import Column
from rexus.ui.short_list import ShortListPage
from rexus.ui.texto import Texto

HANDLE = "herrajes.kits"
_PANE = 424


class KitsView(ShortListPage):
    """What is seen of the tab «Kits»."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Kits"), nombre=HANDLE, buscar=tr("Buscar kits"), filas=tr("Kits de herrajes"), parent=parent
        )
        self.inactive = self.add_chip(f"{HANDLE}.inactivos", tr("Mostrar fuera de uso"))
        # The keys that the same verbs have in the catalogue beside it.
        self.new = self._action("nuevo", tr("Nuevo kit…"), "nuevo", "Ctrl+N", tr("Armar una lista de herrajes"))
        self.edit = self._action("editar", tr("Editar kit…"), "editar", "F2", tr("Cambiar sus datos y sus partes"))
        self.give = self._action(
            "salida", tr("Dar salida al kit…"), "salida", "Ctrl+S", tr("Registrar la salida de todo")
        )
        self.reserve = self._action(
            "reservar", tr("Reservar el kit…"), "obras", "", tr("Separar todas sus partes para una obra")
        )
        self.retire = self._action(
            "desactivar", tr("Desactivar kit"), "desactivar", "Ctrl+Shift+D", tr("Sacarlo de uso")
        )
        self.new.setIconText(tr("Nuevo"))
        self.edit.setIconText(tr("Editar"))
        self.give.setIconText(tr("Salida"))
        self.reserve.setIconText(tr("Reservar"))
        self.retire.setIconText(tr("Desactivar"))
        for action in (self.reserve, self.give, self.edit, self.retire):
            self.add_action(action)
        self.add_action(self.new, primary=True)
        self.table.addActions([self.reserve, self.give, self.edit, self.retire])
        self.table.row_activated.connect(lambda _id: self.edit.trigger())
        self.menu_actions = [(tr("&Kit"), [self.new, self.edit, self.reserve, self.give, self.retire])]
        self.card = KitCard()
        # Its parts are a table with their names; the list beside it has few columns.
        self.set_detail(self.card, beside=_PANE)
        QWidget.setTabOrder(self.search, self.table)

    def show_choice(self, kit: KitVisto | None, *, may_write: bool, may_reserve: bool, away: str = "") -> None:
        """What can be done with the chosen kit; nothing for the reason `away`, if there is one."""
        may = may_write and not away
        active = kit is None or kit.activo
        self._allow(self.new, may, away)
        self._allow(self.edit, may and kit is not None, away)
        self._allow(self.give, may and kit is not None and active, away)
        self._allow(self.reserve, may_reserve and not away and kit is not None and active, away)
        self._allow(self.retire, may and kit is not None, away)
        self.retire.setText(tr("Desactivar kit") if active else tr("Volver a usar el kit"))
        self.retire.setIcon(icon("desactivar" if active else "activar"))
        self.card.show_kit(kit)

    def show_nothing_found(self, *, searched: bool) -> None:
        """Why the table is empty."""
        if searched:
            self.table.set_empty(
                tr("Nada coincide"),
                tr("Ningún kit tiene todo lo que se buscó."),
                tr("Borrar la búsqueda"),
                self.search.clear,
            )
        else:
            self.table.set_empty(
                tr("Todavía no hay kits"),
                tr("Un kit es una lista de herrajes que salen juntos: «ventana oscilobatiente 1 hoja»."),
                tr("Nuevo kit…"),
                self.new,
            )


class KitCard(FichaPanel):
    """One kit, or a sentence while none is chosen."""

    def __init__(self) -> None:
        super().__init__(f"{HANDLE}.ficha", tr("Detalle del kit"))
        self._code = Texto("seccion", f"{HANDLE}.ficha.codigo", tr("Código"))
        self._name = Texto("", f"{HANDLE}.ficha.nombre", tr("Nombre"))
        self._count = Texto("", f"{HANDLE}.ficha.disponible", tr("Disponible"))
        self._text = Texto("secundario", f"{HANDLE}.ficha.descripcion", tr("Descripción"))
        self.parts = ListTable(
            (
                Column("codigo", tr("Código"), "codigo", 72),
                Column("nombre", tr("Parte"), width=96),
                Column("cantidad", tr("Lleva"), "cantidad", 52),
                Column("disponible", tr("Hay"), "cantidad", 56),
            ),
            f"{HANDLE}.ficha.partes",
            tr("Partes del kit"),
            stretch=1,
        )
        self.parts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for text in (self._code, self._name, self._count, self._text):
            self.column.addWidget(text)
        self.column.addSpacing(8)
        self.column.addWidget(self.parts, 1)
        self.show_kit(None)

    def show_kit(self, kit: KitVisto | None) -> None:
        """Show a kit; None: none is chosen."""
        if kit is None:
            self._decir_que_no_hay(tr("Elegir un kit para ver sus partes."))
            return
        self._code.decir(kit.codigo)
        self._name.decir(kit.nombre)
        self._text.decir(kit.descripcion)
        if kit.disponible:
            self._count.decir(tr("Alcanza para {n}").format(n=formatear_numero(kit.disponible)), "good")
        else:
            self._count.decir(tr("∅ No alcanza para ninguno"), "bad")
        self.parts.show_rows([(p.codigo, p.nombre, p.cantidad, p.disponible) for p in kit.partes])
        self._mostrar_entero()
