"""Finding one article: by typing its code and Enter, or by reading it with the scanner anywhere in the page."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject

from rexus.base.errors import NoEncontradoError
from rexus.modulos.inventario.controller.listing import ListingController
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.inventario.view.page import InventarioView
from rexus.ui.guard import spawn
from rexus.ui.module import Context
from rexus.ui.scanner import Scanner


class SearchController(QObject):
    """Selects the article with exactly the code or QR that was typed or read."""

    def __init__(self, view: InventarioView, listing: ListingController, model: InventarioModel, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._listing = listing
        self._model = model
        self._ctx = ctx
        self._interval = ctx.settings.get("escaner.intervalo_ms")
        self._since_first_key = QElapsedTimer()
        self.scanner = Scanner(view, self._interval)
        self.scanner.scanned.connect(lambda code: spawn(ctx, view, self.scanned(code)))
        view.search.entered.connect(self._on_enter)
        view.table.text_typed.connect(lambda _text: self._since_first_key.start())

    async def scanned(self, code: str) -> None:
        """A scanner read `code`: select its article, or say that there is none."""
        self._listing.select_article(await self._ctx.jobs.read(self._model.id_por_codigo, code))

    def _on_enter(self) -> None:
        text = self._view.search.text().strip()
        if not text:
            return
        if self._was_scanned(text):
            # Begun over the table, which sent the rest of the code here: no search was meant.
            self._view.search.set_text_quietly("")
            self._listing.load()
            spawn(self._ctx, self._view, self.scanned(text))
        else:
            spawn(self._ctx, self._view, self._entered(text))

    def _was_scanned(self, text: str) -> bool:
        clock = self._since_first_key
        fast = clock.isValid() and clock.elapsed() <= self._interval * (len(text) + 1)
        clock.invalidate()
        return fast and len(text) > 1

    async def _entered(self, text: str) -> None:
        try:
            found = await self._ctx.jobs.read(self._model.id_por_codigo, text)
        except NoEncontradoError:
            # Words, not a code: on to what they found.
            self._into_results()
            return
        if self._view.search.text().strip() == text:
            self._listing.select_article(found)

    def _into_results(self) -> None:
        table = self._view.table
        if self._listing.rows.rowCount():
            if table.current_id() is None:
                table.select_row(0)
            table.setFocus()
        else:
            # The next thing typed or read replaces what found nothing.
            self._view.search.selectAll()
