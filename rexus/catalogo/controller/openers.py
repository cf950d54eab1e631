"""The verbs that open a dialog of their own: import, export, stocktake, quick movement, proof, history."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject

from rexus.base.text import tr
from rexus.catalogo.controller import conteo, exportar, importar, precios, rapido, verificar
from rexus.catalogo.controller.listing import ListingController
from rexus.catalogo.controller.unico import only_one
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.page import CatalogoView
from rexus.ui.eventos.historial import abrir_historial
from rexus.ui.guard import spawn
from rexus.ui.module import Context


class OpenersController(QObject):
    """Opens them with what the page shows now."""

    def __init__(self, view: CatalogoView, listing: ListingController, model: ModeloCatalogo, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._listing = listing
        self._model = model
        self._ctx = ctx
        self._on("importar", lambda: importar.abrir(view, ctx, model))
        self._on("exportar", self._export)
        self._on("conteo", self._count)
        self._on("rapido", lambda: rapido.abrir(view, ctx, model))
        self._on("verificar", lambda: verificar.abrir(view, ctx, model))
        self._on("historial", self._history)
        self._on("precios", self._prices)
        importar.accept_drops(view, ctx, model)

    def _on(self, verb: str, start: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._view.verbs[verb].triggered.connect(lambda: spawn(self._ctx, self._view, start()))

    def _export(self) -> Coroutine[Any, Any, None]:
        shown = [c["clave"] for c in self._view.table.layout_state()["columnas"] if c["visible"]]
        return exportar.abrir(self._view, self._ctx, self._model, self._listing.query(), shown)

    async def _history(self) -> None:
        with only_one(self._view, "historial") as first:
            articulo_id = self._view.table.current_id()
            if not first or articulo_id is None:
                return
            articulo = await self._ctx.jobs.read(self._model.articulo, articulo_id)
            titulo = tr("Historial de {codigo}").format(codigo=articulo.codigo)
            await abrir_historial(self._view, self._ctx, self._model.tabla, articulo_id, titulo)

    async def _prices(self) -> None:
        articulo_id = self._view.table.current_id()
        if articulo_id is not None:
            a = await self._ctx.jobs.read(self._model.articulo, articulo_id)
            await precios.abrir(self._view, self._ctx, self._model.clase, articulo_id, a.codigo, a.titular)

    def _count(self) -> Coroutine[Any, Any, None]:
        filtro, texto = self._view.filters.filtro, self._view.search.text().strip()
        if filtro.vacio and not texto:
            return conteo.abrir(self._view, self._ctx, self._model)
        return conteo.abrir(self._view, self._ctx, self._model, self._listing.query(), self._listing.rows.rowCount())
