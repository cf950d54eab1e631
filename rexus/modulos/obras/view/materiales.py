"""The materials of one obra: what it needs, holds, got and lacks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rexus.base.text import tr
from rexus.modulos.obras.view.panel import ObraYMaterial
from rexus.stock.requerimientos import Material
from rexus.ui.list_page import ListPage

HANDLE = "obras.materiales"
# Without the pane, and where it is wide, there is room for who else holds what lacks; else the pane tells it.
_ROOM_FOR_HOLDERS = 1_120


class MaterialesView(ListPage):
    """What is seen of the tab «Materiales». `filtered`: another filter."""

    filtered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Obra"), nombre=HANDLE, buscar=tr("Buscar materiales"), filas=tr("Materiales de la obra"), parent=parent
        )
        self.short = self.add_chip(f"{HANDLE}.solo_faltan", tr("Solo lo que falta"))
        self.short.toggled.connect(lambda _on: self.filtered.emit())
        self._make_actions()
        self.add_menu(
            tr("Más"),
            [self.add, self.change, self.remove, self.load_file, self.reserve_lines, self.free],
            nombre=f"{HANDLE}.mas",
        )
        self.add_action(self.give_back)
        self.add_action(self.give)
        self.add_action(self.reserve, primary=True)
        self.addActions([self.look_up, self.refresh])
        per_line = [self.change, self.remove, self.reserve_lines, self.look_up]
        self.table.addActions(per_line)
        self.table.row_activated.connect(lambda _id: self.change.trigger())
        self.menu_actions = [
            (
                tr("&Materiales"),
                [self.load_file, self.add, self.change, self.remove, self.reserve, self.reserve_lines, self.free,
                 self.give, self.give_back, self.look_up],
            )
        ]  # fmt: skip
        self.pane = ObraYMaterial(HANDLE)
        # It says little: the rows have the room.
        self.set_detail(self.pane, beside=264)
        QWidget.setTabOrder(self.search, self.short)
        QWidget.setTabOrder(self.short, self.table)

    def show_choice(
        self, m: Material | None, *, may: bool, why: str, open_obra: bool, some: bool, held: bool, got: bool
    ) -> None:
        """What can be done. `may` change anything at all, and `why` not; `open_obra`: it goes on; `some`: it has
        materials; `held` and `got`: something is set apart for it, something was given out to it that may come back."""
        ended = tr("La obra está terminada: reabrirla para cambiar sus materiales")
        goes = may and open_obra
        reason = why or ("" if open_obra else ended)
        chosen = m is not None
        for action, on in (
            (self.add, goes),
            (self.load_file, goes),
            (self.change, goes and chosen),
            (self.remove, goes and chosen and bool(m and m.necesarias)),
            (self.reserve, goes and some),
            (self.reserve_lines, goes and some),
            (self.give, goes and some),
        ):
            self._allow(action, on, "" if on else reason)
        self._allow(self.free, may and held, why or ("" if held else tr("No tiene nada reservado")))
        self._allow(self.give_back, may and got, why or ("" if got else tr("No tiene nada que pueda volver")))
        self.look_up.setEnabled(chosen)
        self.pane.show_material(m)

    def show_nothing_found(self) -> None:
        """No material has what was looked for."""
        self.table.set_empty(
            tr("Nada coincide"),
            tr("Ningún material tiene lo que se buscó.") if self.search.text() else tr("A esta obra no le falta nada."),
            tr("Ver todos los materiales"),
            self.clear_filters,
        )

    def clear_filters(self) -> None:
        """All of them again."""
        self.search.clear()
        self.short.setChecked(False)

    def fit_columns(self) -> None:
        """Who else holds what lacks gives way."""
        self.table.set_column_visible("de_otras", self.table_room >= _ROOM_FOR_HOLDERS)

    def _make_actions(self) -> None:
        self.reserve = self._action(
            "reservar", tr("Reservar"), "candado", "Ctrl+R", tr("Reservar todo lo que le falta y está disponible")
        )
        self.reserve_lines = self._action(
            "reservar_lineas", tr("Reservar líneas…"), "candado", "Ctrl+Shift+R",
            tr("Elegir qué materiales reservar y cuántas piezas"),
        )  # fmt: skip
        self.free = self._action(
            "liberar",
            tr("Liberar…"),
            "deshacer",
            "Ctrl+Shift+L",
            tr("Dejar libre lo reservado para la obra"),
        )
        self.give = self._action(
            "entregar", tr("Entregar…"), "salida", "Ctrl+S", tr("Dar salida a materiales para la obra")
        )
        self.give.setIconText(tr("Entregar"))
        self.give_back = self._action(
            "devolver", tr("Devolver…"), "entrada", "Ctrl+E", tr("Recibir de vuelta lo que se entregó")
        )
        self.give_back.setIconText(tr("Devolver"))
        self.load_file = self._action(
            "importar", tr("Importar resumen de materiales…"), "importar", "Ctrl+I",
            tr("Leer la planilla del programa de aberturas; antes se ve qué cambia"),
        )  # fmt: skip
        self.add = self._action(
            "agregar", tr("Agregar material…"), "nuevo", "Ctrl+N", tr("Un artículo que la obra necesita")
        )
        self.change = self._action(
            "cambiar", tr("Cambiar necesarias…"), "editar", "F2", tr("Cuántas piezas necesita la obra")
        )
        self.remove = self._action("quitar", tr("Quitar material"), "eliminar", "Del", tr("La obra ya no lo necesita"))
        self.look_up = self._action(
            "ver_articulo", tr("Ver el artículo"), "inventario", "Ctrl+Return", tr("Ir a su página del catálogo")
        )
        self.refresh = self._action("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Leer otra vez los datos"))
