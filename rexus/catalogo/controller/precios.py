"""«Proveedores y precios…»: the dialog of one article, until it is closed.

`await precios.abrir(parent, ctx, clase, articulo_id, codigo, titular)`
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.catalogo.controller.unico import only_one
from rexus.catalogo.view.precios import PriceForm, PricesDialog
from rexus.stock.modelo_precios import ModeloPrecios
from rexus.stock.precios import Precio
from rexus.ui.dialogs import confirm, show
from rexus.ui.guard import spawn
from rexus.ui.impresion.en_dialogo import ofrecer
from rexus.ui.module import Context


async def abrir(parent: QWidget, ctx: Context, clase: str, articulo_id: int, codigo: str, titular: str) -> None:
    """Show who sells the article, and do what is asked for there. Once at a time over `parent`."""
    with only_one(parent, "precios") as first:
        if first:
            await _Prices(ctx, clase, articulo_id, codigo).run(parent, titular)


class _Prices:
    """What the dialog's verbs do."""

    def __init__(self, ctx: Context, clase: str, articulo_id: int, codigo: str) -> None:
        self._ctx = ctx
        self._article = (clase, articulo_id)
        self._code = codigo
        self._model = ModeloPrecios(ctx.registry, ctx.actor)

    async def run(self, parent: QWidget, titular: str) -> None:
        read = self._ctx.jobs.read
        prices = await read(self._model.de_articulo, *self._article)
        title = tr("Proveedores y precios de {codigo}").format(codigo=self._code)
        dialog = PricesDialog(parent, title, titular)
        dialog.show_prices(prices)
        dialog.allow(self._ctx.actor().puede("compras.modificar"), self._ctx.salud.por_que_no())
        dialog.submitted.connect(dialog.accept)
        ofrecer(dialog, self._ctx, dialog.list)
        dialog.add_requested.connect(lambda: spawn(self._ctx, dialog, self._form(dialog, None)))
        dialog.edit_requested.connect(lambda chosen: spawn(self._ctx, dialog, self._form(dialog, chosen)))
        dialog.prefer_requested.connect(lambda chosen: spawn(self._ctx, dialog, self._prefer(dialog, chosen)))
        dialog.remove_requested.connect(lambda chosen: spawn(self._ctx, dialog, self._remove(dialog, chosen)))
        await show(dialog)

    async def _form(self, dialog: PricesDialog, chosen: Precio | None) -> None:
        jobs = self._ctx.jobs
        known = [p.nombre for p in await jobs.read(self._model.proveedores)]
        there = await jobs.read(self._model.de_articulo, *self._article)
        if not isValid(dialog):
            return
        form = PriceForm(dialog, chosen, known, datetime.now(self._ctx.zona).date(), first=not there)
        form.needs(self._ctx.salud)
        done: list[int] = []

        async def save() -> None:
            name = form.supplier.text().strip()
            prices = await jobs.write(self._model.poner, *self._article, name, form.values())
            same = [p for p in prices if p.proveedor.casefold() == name.casefold()]
            done.extend(p.proveedor_id for p in same)

        form.submitted.connect(lambda: form.attempt(jobs, save()))
        await show(form)
        await self._show(dialog, done[0] if done else None)

    async def _prefer(self, dialog: PricesDialog, chosen: Precio) -> None:
        await self._do(dialog, self._model.poner, *self._article, chosen.proveedor, {"preferido": True})

    async def _remove(self, dialog: PricesDialog, chosen: Precio) -> None:
        frase = tr("{proveedor} deja de ser proveedor de {codigo}, con su código y su precio. Lo pedido queda.").format(
            proveedor=chosen.proveedor, codigo=self._code
        )
        if await confirm(dialog, tr("Quitar el proveedor"), frase, tr("Quitar"), destructive=True):
            await self._do(dialog, self._model.quitar, *self._article, chosen.proveedor_id)

    async def _do(self, dialog: PricesDialog, operation: object, *args: object) -> None:
        try:
            await self._ctx.jobs.write(operation, *args)  # type: ignore[call-overload]
        except RexusError as error:
            if isValid(dialog):
                dialog.show_error(error)
        await self._show(dialog)

    async def _show(self, dialog: PricesDialog, current: int | None = None) -> None:
        prices = await self._ctx.jobs.read(self._model.de_articulo, *self._article)
        if isValid(dialog):
            dialog.show_prices(prices, current)
