"""«Imprimir…» (Ctrl+P) of a dialog that shows a list, or what was found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.ui.dialogs import Dialog, told_in
from rexus.ui.impresion.de_ficha import partes_de
from rexus.ui.impresion.de_tabla import Pedido, hoja_de_tabla
from rexus.ui.impresion.hoja import Hoja, hoja_leida
from rexus.ui.impresion.mostrar import avisar, membrete, mostrar
from rexus.ui.module import Context
from rexus.ui.paged_table import PagedTableModel, PagedTableView


def ofrecer(dialog: Dialog, ctx: Context, contenido: QWidget) -> QPushButton:
    """Put the verb among those of less weight (`<dialog>.imprimir`) and return it. The paper has the dialog's title.

    `contenido`: a list, or a part of the dialog, of which what shows is printed.
    """
    button = QPushButton(tr("Imprimir…"), dialog)
    button.setObjectName(f"{dialog.objectName().removesuffix('.dialogo')}.imprimir")
    button.setAccessibleName(tr("Imprimir"))
    button.setToolTip(tr("Ver en papel las filas que se ven"))
    button.setShortcut(Qt.Modifier.CTRL | Qt.Key.Key_P)
    button.setAutoDefault(False)
    under_way: list[bool] = []

    async def work() -> None:
        with told_in(dialog):
            try:
                impreso = await mostrar(dialog, ctx, _leer(dialog, ctx, contenido))
            finally:
                under_way.clear()
            avisar(ctx, impreso)

    def start() -> None:
        # A second press while rows are still being read asks for nothing.
        if not under_way:
            under_way.append(True)
            ctx.jobs.spawn(work())

    button.clicked.connect(start)
    dialog.aside.addWidget(button)
    return button


def _leer(dialog: Dialog, ctx: Context, contenido: QWidget) -> Callable[[Avance], Hoja]:
    """What makes the paper in a worker thread."""
    titulo, (empresa, hecha) = dialog.windowTitle(), membrete(ctx)
    model = contenido.model() if isinstance(contenido, PagedTableView) else None
    if isinstance(contenido, PagedTableView) and isinstance(model, PagedTableModel):
        vistas = tuple(contenido.shown_columns())
        pedido = Pedido(titulo, empresa, hecha, (), model.columns, vistas, model.reader())
        return lambda avance: hoja_de_tabla(pedido, avance)
    partes = partes_de(contenido)
    return lambda avance: hoja_leida(titulo, empresa, hecha, partes, avance)
