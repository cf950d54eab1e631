"""«Exportar»: the events that the filters find, to .xlsx or .csv. That they left is itself an event."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from rexus.base.errors import ArchivoError, BaseError, CanceladoError, RexusError
from rexus.base.text import contados, tr
from rexus.modulos.auditoria.domain import Pedido
from rexus.modulos.auditoria.model import AuditoriaModel
from rexus.ui import archivos
from rexus.ui.module import Context
from rexus.ui.opening import abrir_carpeta


async def exportar(page: QWidget, ctx: Context, model: AuditoriaModel, pedido: Pedido, total: int) -> bool:
    """Ask where to write and tell how it went; whether events were exported. `total` is about how many there are."""
    file = await archivos.choose_to_write(page, tr("Exportar los eventos"), archivos.dated(tr("auditoria"), ctx.zona))
    if file is None:
        return False
    try:
        cuantos = await ctx.jobs.read(
            model.a_planilla, pedido, file, total, titulo=tr("Exportando a {archivo}").format(archivo=file.name)
        )
    except CanceladoError:
        ctx.notices.show_notice("info", tr("Exportación cancelada: «{archivo}» no cambió.").format(archivo=file.name))
    except (ArchivoError, BaseError) as error:
        # Another name or folder may do.
        again = (tr("Elegir otro lugar"), lambda: ctx.jobs.spawn(exportar(page, ctx, model, pedido, total)))
        ctx.notices.show_error(error, again)
    except RexusError as error:
        ctx.notices.show_error(error)
    else:
        ctx.notices.show_notice("exito", _told(cuantos, file), abrir_carpeta(file.parent, ctx.notices.show_error))
        return True
    return False


def _told(cuantos: int, file: Path) -> str:
    return tr("{eventos} a «{archivo}». La exportación quedó asentada.").format(
        eventos=contados(cuantos, tr("evento exportado"), tr("eventos exportados")), archivo=file.name
    )
