"""Articles one at a time: new, edit, duplicate, out of use and back, delete."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from rexus.base.errors import BaseInalcanzableError, ConflictoError, ResultadoDesconocidoError, RexusError
from rexus.base.text import tr
from rexus.catalogo.controller.categoria import save_when_sure
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.catalogo.controller.listing import ListingController
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.article_form import ArticleForm
from rexus.catalogo.view.page import CatalogoView
from rexus.db.validacion import validar
from rexus.stock import nueva_clave
from rexus.stock.articulos import Articulo, EdicionSimultaneaError
from rexus.ui.dialogs import confirm, show
from rexus.ui.guard import spawn
from rexus.ui.module import Context


class ArticlesController(QObject):
    """Joins the verbs of one article to their operations."""

    def __init__(self, view: CatalogoView, listing: ListingController, model: ModeloCatalogo, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._listing = listing
        self._model = model
        self._ctx = ctx
        self._on("nuevo", self.new)
        self._on("editar", self.edit)
        self._on("duplicar", self.duplicate)
        self._on("desactivar", self.toggle_active)
        self._on("eliminar", self.delete)
        view.table.row_activated.connect(lambda _id: view.verbs["editar"].trigger())

    def _on(self, verb: str, start: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._view.verbs[verb].triggered.connect(lambda: spawn(self._ctx, self._view, start()))

    # ── New, duplicate ──

    async def new(self, valores: Mapping[str, Any] | None = None) -> None:
        """A new article, beginning with `valores`."""
        form = ArticleForm(self._model.catalogo, self._view, valores=valores)
        form.needs(self._ctx.salud)
        clave = nueva_clave()
        done: list[Articulo] = []
        form.submitted.connect(
            lambda: save_when_sure(form, self._model, self._ctx, lambda: self._create(form, clave, done))
        )
        self._offer_choices(form)
        await show(form)
        if done:
            self._ctx.notices.show_notice("exito", tr("Artículo {codigo} creado.").format(codigo=done[0].codigo))
            self._listing.select_article(done[0].id)

    async def duplicate(self) -> None:
        """A new article with the values of the chosen one, its code apart."""
        articulo = await self._chosen()
        if articulo is not None:
            own = self._model.catalogo.unico
            await self.new({name: value for name, value in articulo.valores.items() if name not in own})

    async def _create(self, form: ArticleForm, clave: str, done: list[Articulo]) -> None:
        valores, stock = form.value(), form.first_stock
        validar(self._model.catalogo.clase.datos, valores)
        done.append(await self._ctx.jobs.write(self._model.crear, valores, stock or 0, clave))

    # ── Edit ──

    async def edit(self) -> None:
        """The chosen article, whoever else edits it."""
        articulo = await self._chosen()
        if articulo is None:
            return
        form = ArticleForm(self._model.catalogo, self._view, articulo)
        form.needs(self._ctx.salud)
        done: list[Articulo] = []
        # The conflict that is shown was met with this article, as it was then.
        met: list[Articulo] = []
        doubtful: list[ResultadoDesconocidoError] = []
        form.submitted.connect(
            lambda: save_when_sure(form, self._model, self._ctx, lambda: self._save(form, done, met, doubtful))
        )
        form.take_new_requested.connect(lambda: form.show_article(met[-1]))
        form.save_over_requested.connect(lambda: (form.rebase(met[-1]), form.submit()))
        self._offer_choices(form)
        await show(form)
        if done and done[0].version != articulo.version:
            self._ctx.notices.show_notice("exito", tr("{codigo} guardado.").format(codigo=done[0].codigo))

    async def _save(
        self,
        form: ArticleForm,
        done: list[Articulo],
        met: list[Articulo],
        doubtful: list[ResultadoDesconocidoError],
    ) -> None:
        base = form.articulo
        assert base is not None
        changes = form.touched()
        wanted = validar(self._model.catalogo.clase.datos, {**base.valores, **changes})
        try:
            done.append(await self._ctx.jobs.write(self._model.editar, base.id, base.version, changes, base.valores))
        except ResultadoDesconocidoError as error:
            doubtful.append(error)
            raise
        except EdicionSimultaneaError as error:
            if doubtful and all(error.actual.valores[name] == wanted[name] for name in changes):
                # The save whose answer was lost had arrived: it is this very change that stands there.
                done.append(error.actual)
                return
            met.append(error.actual)
            raise

    def _offer_choices(self, form: ArticleForm) -> None:
        for column in self._model.catalogo.filtros:
            spawn(self._ctx, form, self._offer(form, column))

    async def _offer(self, form: ArticleForm, column: str) -> None:
        try:
            values = await self._ctx.jobs.read(self._model.opciones, column)
        except RexusError as error:
            # The field takes what is typed all the same; that the server is away the form says by itself.
            if isValid(form) and not isinstance(error, BaseInalcanzableError):
                form.show_error(error)
            return
        if isValid(form):
            form.set_choices(column, values)

    # ── Out of use, delete ──

    async def toggle_active(self) -> None:
        """Out of use, or in use again; either can be undone."""
        articulo = await self._chosen()
        if articulo is None:
            return
        await self._set_active(articulo, not articulo.activo)

        async def undo() -> None:
            await self._set_active(articulo, articulo.activo)
            self._tell_active(articulo.codigo, articulo.activo)

        def texto() -> str:
            que = tr("baja de {codigo}") if articulo.activo else tr("reactivación de {codigo}")
            return que.format(codigo=articulo.codigo)

        action = offer_undo(self._ctx, texto, undo)
        self._tell_active(articulo.codigo, not articulo.activo, action)

    async def delete(self) -> None:
        """For good, if nothing ever moved; else say why not, and offer what can be done."""
        articulo = await self._chosen()
        if articulo is None:
            return
        sure = await confirm(
            self._view,
            tr("¿Eliminar {codigo}?").format(codigo=articulo.codigo),
            tr("Se borra el artículo con sus datos. Solo se puede si nunca tuvo movimientos."),
            tr("Eliminar artículo"),
            destructive=True,
            nombre=self._model.catalogo.handle("confirmar_eliminar"),
        )
        if not sure:
            return
        try:
            await self._ctx.jobs.write(self._model.eliminar, articulo.id)
        except ConflictoError as error:
            offers = [(tr("Desactivar"), self._view.verbs["desactivar"].trigger)] if articulo.activo else []
            self._ctx.notices.show_error(error, *offers)
            return
        self._ctx.notices.show_notice("exito", tr("{codigo} eliminado.").format(codigo=articulo.codigo))

    async def _set_active(self, articulo: Articulo, active: bool) -> None:
        await self._ctx.jobs.write(self._model.activar, articulo.id, activo=active)

    def _tell_active(self, codigo: str, active: bool, *actions: Any) -> None:
        frase = (
            tr("{codigo} volvió a estar activo.") if active else tr("{codigo} desactivado: ya no recibe mercadería.")
        )
        self._ctx.notices.show_notice("exito", frase.format(codigo=codigo), *actions)

    async def _chosen(self) -> Articulo | None:
        """The chosen article as it is now."""
        chosen = self._view.table.current_id()
        return await self._ctx.jobs.read(self._model.articulo, chosen) if chosen is not None else None
