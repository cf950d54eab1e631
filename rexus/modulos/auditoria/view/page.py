"""The page of the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, tzinfo

from PySide6.QtWidgets import QWidget

from rexus.base.text import tr
from rexus.modulos.auditoria.view.filters import Filters
from rexus.ui.eventos.ficha import FichaEvento
from rexus.ui.list_page import ListPage

_DETALLE = 340
# Where all columns would leave what changed out of sight, these give way: the pane tells them too.
_DE_MAS = ("equipo", "modulo", "registro")
_TODAS_CABEN = 1000


class AuditoriaView(ListPage):
    """What is seen."""

    def __init__(self, zona: tzinfo, hoy: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Auditoría"),
            nombre="auditoria",
            buscar=tr("Código de artículo o n.º de registro"),
            filas=tr("Eventos"),
            parent=parent,
        )
        # What changed takes the room that is left.
        self.table.horizontalHeader().setStretchLastSection(True)
        self.filters = Filters(self, self.add_filter, hoy)
        self.verify = self._action(
            "verificar", tr("Verificar cadena"), "verificar", "Ctrl+Shift+V",
            tr("Comprobar que nadie alteró, quitó ni movió ningún evento"),
        )  # fmt: skip
        self.export = self._action(
            "exportar", tr("Exportar…"), "exportar", "Ctrl+Shift+E", tr("Guardar en una planilla los eventos filtrados")
        )
        self.export.setIconText(tr("Exportar"))
        self.open = self._action(
            "abrir_registro", tr("Abrir registro"), "detalle", "Ctrl+O", tr("Ir al registro, en la página donde está")
        )
        self.refresh = self._action("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Leer otra vez los datos"))
        self.add_action(self.export)
        self.add_action(self.verify, primary=True)
        self.addActions([self.open, self.refresh])
        self.menu_actions = [(tr("A&uditoría"), [self.open, self.verify, self.export, self.refresh])]
        self.detail = FichaEvento("auditoria.evento", zona)
        self.detail.add_action(self.open)
        self.set_detail(self.detail)
        self.splitter.setSizes([10_000, _DETALLE])
        self.table.addAction(self.open)
        self.table.row_activated.connect(lambda _id: self.open.trigger())
        for before, after in zip((self.search, *self.filters.all), (*self.filters.all, self.table), strict=True):
            QWidget.setTabOrder(before, after)

    def allow(self, *, away: str, verifying: bool) -> None:
        """What can be done now; nothing that needs the databases for the reason `away`, if there is one."""
        for action, on in ((self.verify, not verifying), (self.export, True)):
            self._allow(action, on and not away, away)

    def allow_open(self, reason: str) -> None:
        """Whether the record of the chosen event can be opened; `reason`: why not."""
        self._allow(self.open, not reason, reason)

    def clear_filters(self) -> None:
        """Everything again."""
        self.search.clear()
        self.filters.clear()

    def show_nothing_found(self, *, filtered: bool) -> None:
        """Why the table is empty."""
        if filtered:
            self.table.set_empty(
                tr("Ningún evento coincide"),
                tr("Nada de lo asentado tiene todo lo que se pidió."),
                tr("Borrar la búsqueda y los filtros"),
                self.clear_filters,
            )
        else:
            self.table.set_empty(
                tr("Todavía no hay eventos"), tr("Cada cambio que se guarde, y cada ingreso, aparecerá aquí.")
            )

    def fit_columns(self) -> None:
        """What changed is what is read."""
        for key in _DE_MAS if self.width() - _DETALLE < _TODAS_CABEN else ():
            self.table.set_column_visible(key, False)
