"""The page of the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from rexus.base.text import tr
from rexus.modulos.auditoria.view.filters import Filters
from rexus.ui.eventos.ficha import FichaEvento
from rexus.ui.icons import icon
from rexus.ui.page import Page
from rexus.ui.paged_table import PagedTableView

_DETALLE = 340
# Where all columns would leave what changed out of sight, these give way: the pane tells them too.
_DE_MAS = ("equipo", "modulo")
_TODAS_CABEN = 1000


class AuditoriaView(Page):
    """What is seen. `visible_changed(bool)` when the page comes in sight or goes."""

    visible_changed = Signal(bool)

    def __init__(self, zona: tzinfo, hoy: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Auditoría"), nombre="auditoria", buscar=tr("Código de artículo o n.º de registro"), parent=parent
        )
        self.table = PagedTableView(self)
        self.table.setObjectName("auditoria.tabla")
        self.table.setAccessibleName(tr("Eventos"))
        # What changed takes the room that is left.
        self.table.horizontalHeader().setStretchLastSection(True)
        self.set_content(self.table)
        self.filters = Filters(self, self.add_filter, hoy)
        self._tips: dict[str, str] = {}
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
        # Where nobody laid the columns out, those that the pane tells too give way in a narrow window.
        self.fits_columns = True
        self.detail = FichaEvento("auditoria.evento", zona)
        self.detail.add_action(self.open)
        self.set_detail(self.detail)
        self.splitter.setSizes([10_000, _DETALLE])
        # The window's own F4 shows and hides the pane.
        self.detail_action.setShortcuts([])
        self.table.addAction(self.open)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.table.row_activated.connect(lambda _id: self.open.trigger())
        self.table.text_typed.connect(self._on_text_typed)
        for before, after in zip((self.search, *self.filters.all), (*self.filters.all, self.table), strict=True):
            QWidget.setTabOrder(before, after)

    def allow(self, *, away: str, verifying: bool) -> None:
        """What can be done now; nothing that needs the databases for the reason `away`, if there is one."""
        for action, on in ((self.verify, not verifying), (self.export, True)):
            action.setEnabled(on and not away)
            action.setToolTip(away or self._tips[action.objectName()])

    def allow_open(self, reason: str) -> None:
        """Whether the record of the chosen event can be opened; `reason`: why not."""
        self.open.setEnabled(not reason)
        self.open.setToolTip(reason or self._tips[self.open.objectName()])

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

    def showEvent(self, event: QShowEvent) -> None:
        """Tell it: a page out of sight is not kept up to date."""
        super().showEvent(event)
        if self.fits_columns:
            self.fits_columns = False
            for key in _DE_MAS if self.width() - _DETALLE < _TODAS_CABEN else ():
                self.table.set_column_visible(key, False)
        self.visible_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell it."""
        super().hideEvent(event)
        self.visible_changed.emit(False)

    def _on_text_typed(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(text)

    def _action(self, nombre: str, texto: str, icono: str, tecla: str, ayuda: str) -> QAction:
        action = QAction(icon(icono), texto, self)
        action.setObjectName(f"auditoria.{nombre}")
        action.setShortcut(tecla)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(ayuda)
        self._tips[action.objectName()] = ayuda
        return action
