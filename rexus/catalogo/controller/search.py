"""Finding one article: by typing its code and Enter, or by reading it with the scanner anywhere in the page."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject

from rexus.base.errors import NoEncontradoError
from rexus.base.text import formatear_numero, tr
from rexus.catalogo import textos
from rexus.catalogo.controller.listing import ListingController
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.page import CatalogoView
from rexus.etiquetas import codigo as etiqueta
from rexus.etiquetas.codigo import DeLugar, DeRetazo
from rexus.stock import todas_las_clases
from rexus.ui.guard import spawn
from rexus.ui.module import Context
from rexus.ui.scanner import Scanner


class SearchController(QObject):
    """Selects the article with exactly the code or QR that was typed or read."""

    def __init__(
        self,
        view: CatalogoView,
        listing: ListingController,
        model: ModeloCatalogo,
        ctx: Context,
        cut: Callable[[int, tuple[int, int]], Coroutine[Any, Any, None]] | None,
    ) -> None:
        super().__init__(view)
        self._cut = cut
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
        """A scanner read `code`: select its article, go to its place, offer its retazo, or say that there is none."""
        try:
            found = await self._ctx.jobs.read(self._model.id_por_codigo, code)
        except NoEncontradoError:
            label = etiqueta.leer(code)
            if label is None:
                raise
            await self._labelled(label)
            return
        self._listing.select_article(found)

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
            label = etiqueta.leer(text)
            if label is None:
                # Words, not a code: on to what they found.
                self._into_results()
                return
            self._view.search.set_text_quietly("")
            self._listing.load()
            await self._labelled(label)
            return
        if self._view.search.text().strip() == text:
            self._listing.select_article(found)

    async def _labelled(self, label: DeLugar | DeRetazo) -> None:
        """Lead to what a label of ours stands for."""
        ctx = self._ctx
        if isinstance(label, DeLugar):
            known = ctx.abrir("ubicaciones", str(label.ubicacion_id))
        elif label.clase != self._model.clase:
            tables = {clase.nombre: clase.tabla for clase in todas_las_clases()}
            known = label.clase in tables and ctx.abrir(tables[label.clase], str(label.articulo_id))
        else:
            known = True
            await self._remnant(label)
        if not known:
            ctx.notices.show_notice("advertencia", tr("La etiqueta es de algo que aquí no se puede ver."))

    async def _remnant(self, label: DeRetazo) -> None:
        jobs, notices = self._ctx.jobs, self._ctx.notices
        articulo = await jobs.read(self._model.articulo, label.articulo_id)
        existencias = await jobs.read(self._model.existencias, label.articulo_id)
        self._listing.select_article(articulo.id)
        que = tr("retazo de {mm} de {codigo}").format(mm=textos.longitud(label.longitud_mm), codigo=articulo.codigo)
        there = [e for e in existencias if e.longitud_mm == label.longitud_mm]
        if not there:
            notices.show_notice("advertencia", tr("Ya no queda ningún {que}.").format(que=que))
            return
        where = ", ".join(tr("{lugar} ({n})").format(lugar=e.ubicacion, n=formatear_numero(e.cantidad)) for e in there)
        frase = tr("{que}: {donde}.").format(que=que[:1].upper() + que[1:], donde=where)
        cut = self._cut
        may = self._ctx.actor().puede(f"{self._model.catalogo.permiso}.modificar")
        if cut is None or not may:
            notices.show_notice("info", frase)
            return
        first = (label.longitud_mm, there[0].ubicacion_id)
        notices.show_notice(
            "info", frase, (tr("Cortar…"), lambda: spawn(self._ctx, self._view, cut(articulo.id, first)))
        )

    def _into_results(self) -> None:
        table = self._view.table
        if self._listing.rows.rowCount():
            if table.current_id() is None:
                table.select_row(0)
            table.setFocus()
        else:
            # The next thing typed or read replaces what found nothing.
            self._view.search.selectAll()
