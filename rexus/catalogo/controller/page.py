"""The page's controller: makes the parts, and lets the chosen article decide what can be done."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from rexus.base.changes import Change
from rexus.base.text import formatear_numero, tr
from rexus.catalogo.controller.articles import ArticlesController
from rexus.catalogo.controller.bulk import BulkController
from rexus.catalogo.controller.cortar import CutController
from rexus.catalogo.controller.detail import DetailController
from rexus.catalogo.controller.etiquetas import LabelsController
from rexus.catalogo.controller.layout import LayoutController
from rexus.catalogo.controller.listing import ListingController
from rexus.catalogo.controller.movements import MovementsController
from rexus.catalogo.controller.openers import OpenersController
from rexus.catalogo.controller.saved_filters import SavedFiltersController
from rexus.catalogo.controller.search import SearchController
from rexus.catalogo.controller.shortcuts import list_shortcuts
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.page import CatalogoView
from rexus.ui.module import Context


class CatalogoController(QObject):
    """Lives as long as its view."""

    def __init__(self, view: CatalogoView, model: ModeloCatalogo, ctx: Context) -> None:
        super().__init__(view)
        self.view = view
        self.model = model
        self.ctx = ctx
        self._active = model.catalogo.claves.index("activo")
        self.listing = ListingController(view, model, ctx)
        self.detail = DetailController(view.pane, model, ctx)
        self.layout = LayoutController(view, ctx)
        self.labels = LabelsController(view, model, ctx)
        self.cuts: CutController | None = None
        if model.catalogo.entera:
            self.cuts = CutController(view, self.listing, model, ctx, self.labels.remnants)
        self.search = SearchController(view, self.listing, model, ctx, self.cuts.cut if self.cuts else None)
        self.saved = SavedFiltersController(view, self.listing, ctx)
        self.articles = ArticlesController(view, self.listing, model, ctx)
        self.movements = MovementsController(view, model, ctx)
        self.bulk = BulkController(view, model, ctx)
        self.openers = OpenersController(view, self.listing, model, ctx)
        list_shortcuts(view, ctx.shortcuts)
        view.verbs.restrict(ctx.actor().puede)
        self.listing.away.cambio.connect(view.verbs.set_away)
        view.verbs.set_away(self.listing.away.motivo)
        # Ctrl+A on a million rows, or an arrow key held down, tells of many selections: one look at the last is enough.
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(0)
        self._look.timeout.connect(self._on_selection)
        view.table.selection_changed.connect(self._look.start)
        view.table.current_changed.connect(lambda _id: self._look.start())
        self.listing.rows.dataChanged.connect(lambda *_: self._look.start())
        # A method, which Qt forgets together with the page: the jobs go on when the desk is built anew.
        ctx.jobs.changed.connect(self._on_changed)
        view.verbs["actualizar"].triggered.connect(self.detail.refresh)

    def _on_changed(self, _change: Change) -> None:
        self.detail.refresh()

    def _on_selection(self) -> None:
        table = self.view.table
        count = table.selected_count()
        current = table.current_id()
        if count > 1:
            self.detail.show_article(None, tr("{n} artículos elegidos.").format(n=formatear_numero(count)))
        else:
            self.detail.show_article(current if count else None)
        self.view.verbs.follow_selection(count, active=self._is_active())

    def _is_active(self) -> bool | None:
        row = self.view.table.currentIndex().row()
        cells = self.listing.rows.cells(row) if row >= 0 else None
        return bool(cells.valores[self._active]) if cells is not None and cells.real else None
