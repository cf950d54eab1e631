"""The export: the articles that the page shows, in its order and with its columns, to .xlsx or .csv.

`await exportar.abrir(page, ctx, model, consulta, columnas)` asks where to write and tells how it went.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from rexus.base.errors import ArchivoError, BaseError, CanceladoError, RexusError
from rexus.base.text import contados, tr
from rexus.catalogo import exportacion
from rexus.catalogo.model import ModeloCatalogo
from rexus.db.instantanea import solo_frescas
from rexus.stock.consulta import Consulta
from rexus.ui import archivos
from rexus.ui.module import Context
from rexus.ui.opening import abrir_carpeta


async def abrir(
    page: QWidget,
    ctx: Context,
    model: ModeloCatalogo,
    consulta: Consulta,
    columnas: Sequence[str],
    ruta: Path | None = None,
) -> None:
    """Export the articles of `consulta`, in its order, with the `columnas` as shown; `ruta` is where, if it is known.

    The progress is in the status strip, where it can be cancelled.
    """
    elegidas = tuple(c for c in columnas if c in model.catalogo.exportables)
    if not elegidas:
        ctx.notices.show_notice("advertencia", tr("No hay ninguna columna a la vista: no se exportó nada."))
        return
    file = ruta
    if file is None:
        file = await archivos.choose_to_write(
            page, tr("Exportar los artículos"), archivos.dated(tr(model.catalogo.varios), ctx.zona)
        )
    if file is None:
        return
    try:
        cuantos = await ctx.jobs.read(
            _fresh,
            model,
            consulta,
            elegidas,
            file,
            zona=ctx.zona,
            titulo=tr("Exportando a {archivo}").format(archivo=file.name),
        )
    except CanceladoError:
        ctx.notices.show_notice("info", tr("Exportación cancelada: «{archivo}» no cambió.").format(archivo=file.name))
    except (ArchivoError, BaseError) as error:
        # Another name or folder may do.
        ctx.notices.show_error(
            error,
            (tr("Elegir otro lugar"), lambda: ctx.jobs.spawn(abrir(page, ctx, model, consulta, columnas))),
        )
    except RexusError as error:
        ctx.notices.show_error(error)
    else:
        ctx.notices.show_notice("exito", _told(cuantos, file), abrir_carpeta(file.parent, ctx.notices.show_error))


def _fresh(*args: Any, **kw: Any) -> int:
    """What leaves the program is what the database holds now, never what was seen before. Runs in a worker thread."""
    with solo_frescas():
        return exportacion.exportar(*args, **kw)


def _told(cuantos: int, file: Path) -> str:
    if not cuantos:
        return tr("Ningún artículo cumple el filtro: «{archivo}» solo tiene los títulos.").format(archivo=file.name)
    return tr("{articulos} a «{archivo}».").format(
        articulos=contados(cuantos, tr("artículo exportado"), tr("artículos exportados")), archivo=file.name
    )
