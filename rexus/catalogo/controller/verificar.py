"""Verificar: the stock is computed again from the ledger, off the screen's thread.

`await verificar.abrir(page, ctx, model)`.
"""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rexus.base.text import tr
from rexus.catalogo.controller.unico import only_one
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.verificar import VerifyDialog
from rexus.stock.verificacion import Verificacion
from rexus.ui.dialogs import show, told_in
from rexus.ui.impresion.en_dialogo import ofrecer
from rexus.ui.module import Context


async def abrir(page: QWidget, ctx: Context, model: ModeloCatalogo) -> None:
    """Verify the stock and show what was found. Returns when the dialog is closed."""
    with only_one(page, "verificar") as first:
        if first:
            await _open(page, ctx, model)


async def _open(page: QWidget, ctx: Context, model: ModeloCatalogo) -> None:
    dialog = VerifyDialog(page)
    printing = ofrecer(dialog, ctx, dialog.inside)
    printing.hide()
    reading: list[asyncio.Future[Verificacion]] = []

    async def look() -> None:
        work = ctx.jobs.read(model.verificar, titulo=tr("Verificando el stock"))
        reading.append(work)
        # Cancelled, the dialog offers to look again.
        with told_in(dialog):
            try:
                found = await dialog.track(ctx.jobs, work)
            finally:
                reading.remove(work)
            if isValid(dialog):
                dialog.show_result(found)
                printing.setVisible(not found.ok)

    dialog.again_requested.connect(lambda: ctx.jobs.spawn(look()))
    ctx.jobs.spawn(look())
    try:
        await show(dialog)
    finally:
        for work in reading:
            work.cancel()
