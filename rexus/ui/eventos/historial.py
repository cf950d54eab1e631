"""The history of one record: who did what to it, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QWidget

from rexus.auditoria import Auditoria, Filtro
from rexus.base.errors import CanceladoError, RexusError
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.ui.dialogs import Dialog, show
from rexus.ui.eventos import tabla
from rexus.ui.eventos.ficha import FichaEvento
from rexus.ui.eventos.fuente import Eventos
from rexus.ui.eventos.tabla import FilaEvento
from rexus.ui.impresion.en_dialogo import ofrecer
from rexus.ui.module import Context
from rexus.ui.paged_table import PagedTableModel, PagedTableView

_ANCHO, _ALTO = 880, 440
_DETALLE = 320
# The dialog does not wait longer for what was done a moment ago.
_PLAZO_S = 2.0
# The dialog says of which record they are; on which machine, the event itself.
_SABIDAS = ("equipo", "modulo", "tabla", "registro")


class EventosDeRegistro(Eventos):
    """What the trail knows of a record. What waits to be handed on is handed on first."""

    def first(self, query: Filtro, limit: int, avance: Avance) -> Sequence[FilaEvento]:
        """The newest events."""
        self._auditoria.al_dia(_PLAZO_S, avance)
        return super().first(query, limit, avance)


class HistorialDialog(Dialog):
    """The list, and beside it the event that is looked at."""

    def __init__(self, parent: QWidget | None, titulo: str, zona: tzinfo) -> None:
        super().__init__(parent, titulo, tr("Cerrar"), nombre="historial")
        self.cancel.hide()
        self.table = PagedTableView()
        self.table.setObjectName("historial.tabla")
        self.table.setAccessibleName(titulo)
        # What changed takes the room that is left.
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.set_empty(
            tr("Todavía no hay historia"),
            tr("Nadie lo cambió por separado. Lo que trajo una importación está en el evento de esa importación."),
        )
        self.ficha = FichaEvento("historial.evento", zona)
        beside = QScrollArea()
        beside.setObjectName("historial.detalle")
        beside.setAccessibleName(tr("Detalle"))
        beside.setWidgetResizable(True)
        beside.setFrameShape(QFrame.Shape.NoFrame)
        beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        beside.setWidget(self.ficha)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(9)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(beside)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.setMinimumSize(_ANCHO, _ALTO)
        splitter.setSizes([_ANCHO - _DETALLE, _DETALLE])
        self.content.addWidget(splitter, 1)


async def abrir_historial(parent: QWidget, ctx: Context, nombre_tabla: str, registro: int | str, titulo: str) -> None:
    """Show the events of a record. Returns when the dialog is closed. Needs «auditoria.ver»."""
    dialog = HistorialDialog(parent, titulo, ctx.zona)
    rows = PagedTableModel(
        tabla.columnas(ctx.zona), EventosDeRegistro(Auditoria(ctx.registry, ctx.actor)), ctx.jobs, dialog
    )
    view = dialog.table
    view.setModel(rows)
    for clave in _SABIDAS:
        view.set_column_visible(clave, False)

    def on_current() -> None:
        index = view.currentIndex()
        dialog.ficha.show_cells(rows.cells(index.row()) if index.isValid() else None, chosen=index.isValid())

    def on_loaded(total: int) -> None:
        if total and view.current_id() is None:
            view.select_row(0)
        on_current()

    def on_failed(error: RexusError) -> None:
        if not isinstance(error, CanceladoError):
            view.set_lost(tr("La historia no se pudo leer"), "")
            dialog.show_error(error)

    view.current_changed.connect(lambda _id: on_current())
    rows.page_ready.connect(lambda _first, _last: on_current())
    rows.loaded.connect(on_loaded)
    rows.load_failed.connect(on_failed)
    ofrecer(dialog, ctx, view)
    rows.load(Filtro(tabla=nombre_tabla, registro=str(registro)))
    await show(dialog)
