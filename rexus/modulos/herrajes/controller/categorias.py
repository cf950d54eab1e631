"""The verb «Categorías…»: the list that herrajes take their category from."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from shiboken6 import isValid

from rexus.base.errors import RexusError
from rexus.base.text import contados, tr
from rexus.catalogo.controller.unico import only_one
from rexus.catalogo.view.page import CatalogoView
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.herrajes.view.categorias import CategoriesDialog, CategoryNameDialog
from rexus.stock.categorias import CategoriaVista
from rexus.ui.dialogs import show
from rexus.ui.guard import spawn
from rexus.ui.icons import icon
from rexus.ui.module import Context
from rexus.ui.sin_conexion import SinConexion


class CategoriesController(QObject):
    """Adds the verb to the page's menu of articles, and does what its dialog asks for."""

    def __init__(self, view: CatalogoView, model: HerrajesModel, away: SinConexion, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._ctx = ctx
        self.action = QAction(icon("editar"), tr("Categorías…"), view)
        self.action.setObjectName("herrajes.categorias")
        self.action.setToolTip(tr("Agregar, renombrar y quitar categorías"))
        self.action.triggered.connect(lambda: spawn(ctx, view, self.open()))
        view.menu_actions[0][1].append(self.action)
        away.cambio.connect(self._follow)
        self._follow(away.motivo)

    async def open(self) -> None:
        """The list, until it is closed."""
        with only_one(self._view, "categorias") as first:
            if first:
                await self._open()

    async def _open(self) -> None:
        jobs = self._ctx.jobs
        dialog = CategoriesDialog(self._view)
        dialog.show_categories(await jobs.read(self._model.categorias))
        dialog.submitted.connect(dialog.accept)
        dialog.add_requested.connect(lambda: spawn(self._ctx, dialog, self._name(dialog, None)))
        dialog.rename_requested.connect(lambda chosen: spawn(self._ctx, dialog, self._name(dialog, chosen)))
        dialog.remove_requested.connect(lambda chosen: spawn(self._ctx, dialog, self._remove(dialog, chosen)))
        await show(dialog)

    async def _name(self, dialog: CategoriesDialog, chosen: CategoriaVista | None) -> None:
        form = CategoryNameDialog(dialog, chosen)
        form.needs(self._ctx.salud)
        jobs, model = self._ctx.jobs, self._model
        done: list[CategoriaVista] = []

        async def save() -> None:
            if chosen is None:
                done.append(await jobs.write(model.agregar_categoria, form.name.text()))
            else:
                done.append(await jobs.write(model.renombrar_categoria, chosen.id, chosen.version, form.name.text()))

        form.submitted.connect(lambda: form.attempt(jobs, save()))
        await show(form)
        if not done:
            return
        await self._show(dialog, done[0].id)
        if chosen is not None and done[0].articulos:
            cuantos = contados(done[0].articulos, tr("herraje pasó"), tr("herrajes pasaron"))
            self._ctx.notices.show_notice(
                "exito", tr("{cuantos} a la categoría «{nombre}».").format(cuantos=cuantos, nombre=done[0].nombre)
            )

    async def _remove(self, dialog: CategoriesDialog, chosen: CategoriaVista) -> None:
        try:
            await self._ctx.jobs.write(self._model.quitar_categoria, chosen.id, chosen.version)
        except RexusError as error:
            if isValid(dialog):
                dialog.show_error(error)
        await self._show(dialog)

    async def _show(self, dialog: CategoriesDialog, current: int | None = None) -> None:
        categorias = await self._ctx.jobs.read(self._model.categorias)
        if isValid(dialog):
            dialog.show_categories(categorias, current)

    def _follow(self, motivo: str) -> None:
        may = self._ctx.actor().puede("herrajes.modificar")
        self.action.setEnabled(may and not motivo)
