"""What moved on one day of the chart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from rexus.base.errors import CanceladoError, RexusError
from rexus.base.text import formatear_fecha, tr
from rexus.modulos.inicio.model import InicioModel
from rexus.modulos.inicio.view.movidos import MovidosDialog, columnas, fila
from rexus.stock.actividad import Movido
from rexus.ui.dialogs import show
from rexus.ui.few_rows import FewRows
from rexus.ui.impresion.en_dialogo import ofrecer
from rexus.ui.module import Context
from rexus.ui.paged_table import PagedTableModel


async def abrir_dia(parent: QWidget, ctx: Context, model: InicioModel, dia: date) -> None:
    """Show the list, and go to the article that is chosen there, if there is a page for it."""
    dialog = MovidosDialog(parent, tr("Entradas y salidas del {fecha}").format(fecha=formatear_fecha(dia)))

    def chosen(movidos: Iterable[Movido], _query: Any) -> list[Movido]:
        return list(movidos)

    source = FewRows[Movido](model.movidos, chosen, fila)
    rows = PagedTableModel(columnas(ctx.zona), source, ctx.jobs, dialog)
    view = dialog.table
    view.setModel(rows)

    def on_loaded(total: int) -> None:
        if total and view.current_id() is None:
            view.select_row(0)

    def on_failed(error: RexusError) -> None:
        if not isinstance(error, CanceladoError):
            view.set_lost(tr("Los movimientos no se pudieron leer"), "")
            dialog.show_error(error)

    rows.loaded.connect(on_loaded)
    rows.load_failed.connect(on_failed)
    ofrecer(dialog, ctx, view)
    rows.load(dia)
    if await show(dialog):
        movido = dialog.chosen(source.shown)
        if movido is not None and ctx.puede_abrir(movido.tabla):
            ctx.abrir(movido.tabla, str(movido.articulo_id))
