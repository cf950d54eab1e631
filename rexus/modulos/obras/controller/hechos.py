"""Telling what was done to an obra, with the verb that undoes it."""

from __future__ import annotations

from collections.abc import Callable

from rexus.base.text import tr
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.modulos.obras.model import ObrasModel
from rexus.stock import nueva_clave
from rexus.ui.module import Context
from rexus.ui.notices import Accion


def undo_batch(ctx: Context, model: ObrasModel, que: Callable[[], str], lote_id: int) -> Accion:
    """«Deshacer» for a batch, under the menu and in the notice; `que` is «reserva para OB-0001»."""
    clave = nueva_clave()

    async def undo() -> None:
        await ctx.jobs.write(model.deshacer, lote_id, tr("Se deshizo la {que}").format(que=que()), clave)
        ctx.notices.show_notice("exito", tr("Se deshizo la {que}.").format(que=que()))

    return offer_undo(ctx, que, undo)
