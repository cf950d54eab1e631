"""«Verificar cadena»: the proof, off the screen's thread; its result is a sentence that stays until it was read."""

from __future__ import annotations

from rexus.auditoria import Verificacion
from rexus.base.errors import CanceladoError, RexusError
from rexus.base.text import tr
from rexus.modulos.auditoria.model import AuditoriaModel
from rexus.ui.module import Context


async def verificar(ctx: Context, model: AuditoriaModel) -> Verificacion | None:
    """What was found; None when it could not be looked at, which was told. It can be cancelled in the status strip."""
    try:
        return await ctx.jobs.read(model.comprobar, titulo=tr("Verificando la auditoría"))
    except CanceladoError:
        ctx.notices.show_notice("info", tr("Verificación cancelada: la cadena no se comprobó entera."))
    except RexusError as error:
        ctx.notices.show_error(error)
    return None
