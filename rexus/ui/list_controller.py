"""What joins a page that is one table to the operations: up to date while it is looked at, stale while it is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from rexus.base.changes import Change
from rexus.base.errors import CanceladoError, RexusError
from rexus.base.text import tr
from rexus.settings import Settings
from rexus.ui.columnas import ColumnasRecordadas
from rexus.ui.impresion.controlador import PrintController
from rexus.ui.list_page import ListPage
from rexus.ui.module import Context
from rexus.ui.paged_table import Column, PagedTableModel, RowSource
from rexus.ui.sin_conexion import SinConexion, no_visto


class ListController(QObject):
    """Keeps the table at the question that the page asks. Lives as long as the page.

    A module's own controller says what is asked (`query`) and what follows: `_on_loaded` for the footer and an empty
    table, `_read_besides` where more than the rows is read, `_concerns` for the changes that make the rows stale.
    `order`: the column that the rows are sorted by until the user chooses another; empty where they cannot be sorted.
    """

    def __init__(
        self, page: ListPage, columns: Sequence[Column], source: RowSource, ctx: Context, *, order: str = ""
    ) -> None:
        super().__init__(page)
        self._page = page
        self._ctx = ctx
        self._first_order = order
        self._visible = False
        self._stale = True
        self.rows = PagedTableModel(columns, source, ctx.jobs, page)
        page.table.setModel(self.rows)
        page.table.set_sort(order)
        page.table.sort_requested.connect(lambda _key, _descending: self.load())
        page.search.searched.connect(lambda _text: self.load())
        page.visible_changed.connect(self._on_visible)
        self.rows.loaded.connect(self._on_loaded)
        self.rows.load_failed.connect(self._on_failed)
        ctx.jobs.changed.connect(self._on_changed)
        self.away = SinConexion(page, ctx.salud, lambda: self.rows.moment)
        self.away.recuperada.connect(self._outdated)
        self.rows.dated.connect(self.away.actualizar)
        self.printing = PrintController(page, self.rows, ctx)
        ctx.shortcuts.add(page.print_action, grupo=page.titulo.text())

    @property
    def ready(self) -> bool:
        """Whether the rows are all of the answer to what was last asked, and nothing is known to have changed."""
        return not self._stale and not self.rows.busy

    def query(self) -> Any:
        """What the page asks now, as its source of rows understands it."""
        raise NotImplementedError

    def load(self) -> None:
        """Ask anew, from the first row. Whatever was being read is given up."""
        self._stale = False
        self.rows.load(self.query())
        self._read_besides()

    def reload(self) -> None:
        """Ask the same again; selection and place stay."""
        if self.rows.query is None:
            self.load()
            return
        self._stale = False
        self.rows.retry()
        self.rows.reload()
        self._read_besides()

    def refresh(self) -> None:
        """What «Actualizar» does."""
        if self._ctx.salud.en_linea:
            self._bring_up_to_date()
        else:
            # Everything is read again as soon as the server is back.
            self._ctx.salud.reintentar()

    # ── For subclasses ──

    @property
    def _order(self) -> tuple[str, bool]:
        """(key, descending)."""
        return self._page.table.sort or (self._first_order, False)

    def _read_besides(self) -> None:
        """Read what the page shows besides its rows; comes whenever these are read."""

    def _bring_up_to_date(self) -> None:
        self.reload()

    def _concerns(self, change: Change) -> bool:
        """Whether the rows may look otherwise after it."""
        return True

    def _on_loaded(self, total: int) -> None:
        """There are `total` rows now."""

    def _outdated(self) -> None:
        """Read again, now or when the page comes in sight."""
        if self._visible:
            self._bring_up_to_date()
        else:
            self._stale = True

    def _tell(self, error: RexusError) -> None:
        """Unless the page's own line says it."""
        if not self.away.explica(error):
            self._ctx.notices.show_error(error)

    def _keep_layout(self, clave: str = "") -> ColumnasRecordadas:
        """The columns as the user left them (`clave`, else `<page>.columnas`), density and pane as the settings say."""
        page, settings = self._page, self._ctx.settings
        kept = clave or f"{page.objectName()}.columnas"
        columns = ColumnasRecordadas(page.table, settings, kept, page.visible_changed)
        page.fits_columns = not columns.propias
        obey_settings(page, settings)
        return columns

    def _list_keys(self, *actions: QAction) -> None:
        """For «Ayuda ▸ Atajos», with the search first."""
        for action in (self._page.search_action, *actions):
            self._ctx.shortcuts.add(action, grupo=self._page.titulo.text())

    # ── What the table and the rest of the program tell ──

    def _on_failed(self, error: RexusError) -> None:
        if isinstance(error, CanceladoError):
            return
        if not self.away.explica(error):
            self._page.table.set_lost(error.titulo, error.explicacion)
            self._ctx.notices.show_error(error, (tr("Reintentar"), self.reload))
        elif self.rows.lost:
            self._page.table.set_lost(*no_visto())
            self.rows.clear()
            self.away.actualizar()

    def _on_visible(self, visible: bool) -> None:
        self._visible = visible
        if visible and self._stale:
            self._bring_up_to_date()

    def _on_changed(self, change: Change) -> None:
        if self._concerns(change):
            self._outdated()


def obey_settings(page: ListPage, settings: Settings) -> None:
    """Whether the pane shows is a setting: obeyed as it stands, and whenever it changes."""
    if page.detail_action.isEnabled():
        # There is a pane.
        page.detail_action.setChecked(settings.get("ventana.detalle_visible"))
        stop = settings.observar("ventana.detalle_visible", page.detail_action.setChecked)
        page.destroyed.connect(lambda: stop())
    page.detail_action.toggled.connect(lambda on: settings.set("ventana.detalle_visible", on))
