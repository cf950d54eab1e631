"""A «resumen de materiales» that cannot be brought in: every error of the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from rexus.base.text import contados, tr
from rexus.catalogo.view.comun.lista import ListTable
from rexus.catalogo.view.comun.panel import Panel
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.intercambio.analisis import ErrorFila
from rexus.ui.paged_table import Column

HANDLE: Final = "obras.resumen.errores"
_WIDTH: Final = 720


class ErroresDialog(FormDialog):
    """Why a file cannot be brought in: every error that was found. The verb reads it again."""

    def __init__(self, parent: QWidget | None, archivo: str, errores: Sequence[ErrorFila]) -> None:
        super().__init__(
            parent,
            tr("«{archivo}» tiene errores").format(archivo=archivo),
            tr("Leer de nuevo"),
            nombre=HANDLE,
            cancelar=tr("Cerrar"),
        )
        head = Label()
        head.say(
            tr("No se importó nada. Corregir en la planilla {errores} y leerla de nuevo:").format(
                errores=contados(len(errores), tr("error"), tr("errores"))
            )
        )
        table = ListTable(
            (
                Column("fila", tr("Fila"), "numero", 64),
                Column("columna", tr("Columna"), width=140),
                Column("valor", tr("Valor"), width=160),
                Column("motivo", tr("Motivo"), width=240),
            ),
            f"{HANDLE}.lista",
            tr("Errores del archivo"),
            stretch=3,
        )
        table.show_rows([(e.fila, e.columna, e.valor, e.motivo) for e in errores])
        self.content.addWidget(head)
        self.content.addWidget(Panel(table, _WIDTH, min(320, 40 + 32 * len(errores))), 1)
        self.setMinimumWidth(_WIDTH + 40)
