"""The delivery note as a file: where it goes, and opening it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rexus.base.text import tr
from rexus.modulos.obras.model import ObrasModel
from rexus.ui import archivos
from rexus.ui.guard import spawn
from rexus.ui.module import Context
from rexus.ui.notices import Accion
from rexus.ui.opening import abrir


def offer_paper(ctx: Context, page: QWidget, model: ObrasModel, lote_id: int) -> Accion:
    """«Guardar remito…», for the notice that tells of a delivery."""
    return tr("Guardar remito…"), lambda: spawn(ctx, page, save_paper(ctx, page, model, lote_id))


async def save_paper(ctx: Context, page: QWidget, model: ObrasModel, lote_id: int) -> None:
    """Ask where, write it, and offer to open it."""
    entrega = await ctx.jobs.read(model.entrega, lote_id)
    nombre = tr("Remito {n}").format(n=entrega.numero)
    file = await archivos.choose_paper(page, tr("Guardar el remito"), nombre, ".pdf")
    if file is None:
        return
    await ctx.jobs.read(model.escribir_remito, lote_id, file, ctx.settings)
    frase = tr("Remito guardado en «{nombre}».").format(nombre=file.name)
    ctx.notices.show_notice("exito", frase, abrir(file, ctx.notices.show_error))
