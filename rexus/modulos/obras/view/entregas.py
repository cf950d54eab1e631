"""What went out to one obra and what came back, with the lines of the chosen one."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from rexus.base.text import formatear_fecha, tr
from rexus.catalogo.view.comun.lista import ListTable
from rexus.modulos.obras import entregas_table, textos
from rexus.stock.entregas_de_obra import CORTE, EntregaVista
from rexus.ui.ficha import FichaPanel
from rexus.ui.list_page import ListPage
from rexus.ui.paged_table import Column
from rexus.ui.texto import Texto

HANDLE = "obras.entregas"


class EntregasView(ListPage):
    """What is seen of the tab «Entregas». `materials_wanted`: there is nothing yet, and it would come from there."""

    materials_wanted = Signal()

    def __init__(self, zona: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Obra"),
            nombre=HANDLE,
            buscar=tr("Buscar remitos o artículos"),
            filas=tr("Entregas y devoluciones"),
            parent=parent,
        )
        self.paper = self._action(
            "remito", tr("Guardar remito…"), "exportar", "Ctrl+S", tr("Escribir el remito como PDF")
        )
        self.undo = self._action("deshacer", tr("Deshacer…"), "deshacer", "Ctrl+Shift+Z", tr("Anularla entera"))
        self.refresh = self._action("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Leer otra vez los datos"))
        self.add_action(self.undo)
        self.add_action(self.paper, primary=True)
        self.addAction(self.refresh)
        self.table.addActions([self.paper, self.undo])
        self.table.row_activated.connect(lambda _id: self.paper.trigger() if self.paper.isEnabled() else None)
        self.menu_actions = [(tr("En&tregas"), [self.paper, self.undo])]
        self.table.horizontalHeader().setStretchLastSection(True)
        self.card = EntregaCard(zona)
        self.set_detail(self.card)
        QWidget.setTabOrder(self.search, self.table)

    def show_choice(self, vista: EntregaVista | None, *, may_write: bool, away: str) -> None:
        """What can be done with the chosen one."""
        why = away or ("" if may_write else tr("Hace falta el permiso «obras.modificar»"))
        written = vista is not None and vista.tipo != CORTE
        self._allow(self.paper, written, "" if written or vista is None else tr("Un corte no tiene remito"))
        undone = vista is not None and vista.anulada
        can = may_write and not away and vista is not None and not undone
        self._allow(self.undo, can, why or (tr("Ya está deshecha") if undone else ""))
        self.card.show_entrega(vista)

    def show_nothing_found(self) -> None:
        """Why the table is empty."""
        if self.search.text():
            self.table.set_empty(
                tr("Nada coincide"),
                tr("Ninguna entrega tiene lo que se buscó."),
                tr("Borrar la búsqueda"),
                self.search.clear,
            )
        else:
            self.table.set_empty(
                tr("Todavía no se entregó nada"),
                tr("Lo que se entregue en «Materiales» queda aquí, con su remito."),
                tr("Ir a los materiales"),
                self.materials_wanted.emit,
            )


class EntregaCard(FichaPanel):
    """One delivery or return, or a sentence while none is chosen."""

    def __init__(self, zona: tzinfo) -> None:
        super().__init__(f"{HANDLE}.ficha", tr("Detalle de la entrega"))
        self._zona = zona
        self._title = Texto("seccion", f"{HANDLE}.ficha.titulo")
        self._when = Texto("secundario", f"{HANDLE}.ficha.cuando")
        self._undone = Texto("", f"{HANDLE}.ficha.deshecha")
        self._note = Texto("", f"{HANDLE}.ficha.nota", tr("Nota"))
        self.lines = ListTable(
            (
                Column("codigo", tr("Código"), "codigo", 88),
                Column("descripcion", tr("Descripción"), width=96),
                Column("cantidad", tr("Piezas"), "cantidad", 64),
            ),
            f"{HANDLE}.ficha.lineas",
            tr("Líneas de la entrega"),
            stretch=1,
        )
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for text in (self._title, self._when, self._undone, self._note):
            self.column.addWidget(text)
        self.column.addSpacing(8)
        self.column.addWidget(self.lines, 1)
        self.show_entrega(None)

    def show_entrega(self, vista: EntregaVista | None) -> None:
        """Show one; None: none is chosen."""
        if vista is None:
            self._decir_que_no_hay(tr("Elegir una entrega para ver sus líneas."))
            return
        self._title.decir(textos.titulo_de_entrega(vista))
        self._when.decir(
            tr("{cuando} · {quien} · {piezas}").format(
                cuando=formatear_fecha(vista.fecha, self._zona),
                quien=vista.usuario,
                piezas=textos.piezas(entregas_table.piezas(vista)),
            ),
            "secondary",
        )
        undone = sum(1 for linea in vista.lineas if linea.anulada)
        # A cut is undone whole.
        whole = tr("⊘ Deshecho") if vista.tipo == CORTE else tr("⊘ Deshecha")
        frase = whole if vista.anulada else tr("⊘ Deshecha en parte")
        self._undone.decir(frase if undone else "", "warning")
        self._note.decir(vista.nota)
        self.lines.show_rows([(v.codigo, v.descripcion, v.cantidad) for v in vista.lineas])
        self._mostrar_entero()
