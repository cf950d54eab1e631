"""Finding one article: by typing its code and Enter, or by reading it with the scanner anywhere in the page."""

from __future__ import annotations

from PySide6.QtCore import QObject

from rexus.base.errors import NoEncontradoError, RexusError
from rexus.modulos.inventario.controller.listing import ListingController
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.inventario.view.page import InventarioView
from rexus.ui.module import Context


class SearchController(QObject):
    """Selects the article with exactly the code or QR that was typed or read."""

    def __init__(self, view: InventarioView, listing: ListingController, model: InventarioModel, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._listing = listing
        self._model = model
        self._ctx = ctx
        view.search.entered.connect(lambda: ctx.jobs.spawn(self._entered(view.search.text().strip())))

    async def scanned(self, code: str) -> None:
        """A scanner read `code`: select its article, or say that there is none."""
        try:
            found = await self._ctx.jobs.read(self._model.id_por_codigo, code)
        except RexusError as error:
            self._ctx.notices.show_error(error)
            return
        self._listing.select_article(found)

    async def _entered(self, text: str) -> None:
        if not text:
            return
        try:
            found = await self._ctx.jobs.read(self._model.id_por_codigo, text)
        except NoEncontradoError:
            # Words, not a code: on to what they found.
            self._into_results()
            return
        except RexusError as error:
            self._ctx.notices.show_error(error)
            return
        if self._view.search.text().strip() == text:
            self._listing.select_article(found)

    def _into_results(self) -> None:
        table = self._view.table
        if self._listing.rows.rowCount():
            if table.current_id() is None:
                table.select_row(0)
            table.setFocus()
