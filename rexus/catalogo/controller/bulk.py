"""Several articles at once: the same place, supplier or minimum, all of them or none."""

from __future__ import annotations

from PySide6.QtCore import QObject
from shiboken6 import isValid

from rexus.base.errors import BaseInalcanzableError, RexusError
from rexus.base.text import contados, tr
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.bulk import BulkDialog
from rexus.catalogo.view.page import CatalogoView
from rexus.ui.dialogs import show, told_in
from rexus.ui.guard import spawn
from rexus.ui.module import Context


class BulkController(QObject):
    """Joins «Editar varios» to its operation."""

    def __init__(self, view: CatalogoView, model: ModeloCatalogo, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._ctx = ctx
        view.verbs["editar_varios"].triggered.connect(lambda: spawn(ctx, view, self.edit()))

    async def edit(self) -> None:
        """The selected articles, as they are selected now."""
        ids = self._view.table.selected_ids()
        if not ids:
            return
        dialog = BulkDialog(self._model.catalogo, self._view, len(ids))
        dialog.needs(self._ctx.salud)
        done: list[int] = []

        async def change() -> None:
            work = self._ctx.jobs.write(
                self._model.editar_varios, ids, dialog.changes(), titulo=tr("Cambiando artículos")
            )
            # Cancelled, nothing was changed: the dialog stands as it stood.
            with told_in(dialog):
                done.append(await dialog.track(self._ctx.jobs, work))
                if isValid(dialog):
                    dialog.accept()

        dialog.submitted.connect(lambda: spawn(self._ctx, dialog, change()))
        for column in ("ubicacion", "proveedor"):
            spawn(self._ctx, dialog, self._offer(dialog, column))
        await show(dialog)
        if done:
            self._tell(done[0], len(ids))

    def _tell(self, changed: int, chosen: int) -> None:
        frase = contados(changed, tr("artículo cambiado."), tr("artículos cambiados."))
        if not changed:
            frase = tr("Ya estaban así: no cambió ningún artículo.")
        elif changed < chosen:
            igual = contados(chosen - changed, tr("ya estaba así."), tr("ya estaban así."))
            frase = f"{frase} {igual}"
        self._ctx.notices.show_notice("exito" if changed else "info", frase)

    async def _offer(self, dialog: BulkDialog, column: str) -> None:
        try:
            values = await self._ctx.jobs.read(self._model.opciones, column)
        except RexusError as error:
            # That the server is away the dialog says by itself.
            if isValid(dialog) and not isinstance(error, BaseInalcanzableError):
                dialog.show_error(error)
            return
        if isValid(dialog):
            dialog.set_choices(column, values)
