"""Joins the page of the trail to the operations; up to date while it is looked at, stale while it is not."""

from __future__ import annotations

from rexus.auditoria import EventoVisto
from rexus.base.errors import CanceladoError, RexusError
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.modulos.auditoria import domain
from rexus.modulos.auditoria.controller.exportar import exportar
from rexus.modulos.auditoria.controller.source import EventRows
from rexus.modulos.auditoria.controller.verificar import verificar
from rexus.modulos.auditoria.domain import Pedido
from rexus.modulos.auditoria.model import AuditoriaModel
from rexus.modulos.auditoria.view.page import AuditoriaView
from rexus.ui.eventos import tabla
from rexus.ui.list_controller import ListController
from rexus.ui.module import Context


class AuditoriaController(ListController):
    """Lives as long as its view."""

    def __init__(self, view: AuditoriaView, model: AuditoriaModel, ctx: Context) -> None:
        super().__init__(view, tabla.columnas(ctx.zona), EventRows(model), ctx)
        self._view = view
        self._model = model
        self._waiting = 0
        self._catching_up = False
        self._once_more = False
        # The newest event when the trail was last brought up to date.
        self._newest = -1
        self._verifying = False
        self._wanted: int | None = None
        self._chosen: EventoVisto | None = None
        self._keep_layout()
        view.table.current_changed.connect(lambda _id: self._show_current())
        view.filters.changed.connect(self.load)
        view.verify.triggered.connect(lambda: ctx.jobs.spawn(self._verify()))
        view.export.triggered.connect(lambda: ctx.jobs.spawn(self._export()))
        view.open.triggered.connect(self._open_record)
        view.refresh.triggered.connect(self.refresh)
        self.rows.page_ready.connect(lambda _first, _last: self._show_current())
        self._list_keys(view.open, view.verify, view.export, view.refresh)
        ctx.shortcuts.add(tr("Enter"), tr("En un evento: abrir su registro"), tr("Auditoría"))
        self.away.cambio.connect(lambda _motivo: self._follow())
        self._follow()
        self._show_current()

    def query(self) -> Pedido:
        return self._view.filters.pedido(self._view.search.text())

    def _bring_up_to_date(self) -> None:
        """Show what is in the trail at once, and then what waited to be handed on."""
        super()._bring_up_to_date()
        self._ctx.jobs.spawn(self._catch_up())

    async def _catch_up(self) -> None:
        if self._catching_up:
            # What was written since it began may not be among what it takes.
            self._once_more = True
            return
        self._catching_up, self._once_more = True, False
        try:
            hecho = await self._ctx.jobs.read(self._model.al_dia, avance=Avance())
            opciones = await self._ctx.jobs.read(self._model.opciones)
            ultimo = await self._ctx.jobs.read(self._model.ultimo)
        except RexusError as error:
            if not isinstance(error, CanceladoError):
                self._tell(error)
            return
        finally:
            self._catching_up = False
        self._waiting = hecho.esperan
        self._view.filters.offer(opciones.usuarios, opciones.modulos)
        # Another seat, or the window's own forwarder, may have been faster than this page.
        if ultimo != self._newest:
            self._newest = ultimo
            self.reload()
        else:
            self._tell_totals()
        if self._once_more:
            await self._catch_up()

    # ── Verbs ──

    async def _verify(self) -> None:
        if self._verifying:
            return
        self._verifying = True
        self._follow()
        try:
            hecho = await verificar(self._ctx, self._model)
        finally:
            self._verifying = False
            self._follow()
        if hecho is None:
            return
        notices = self._ctx.notices
        if hecho.falla is None:
            notices.show_notice("advertencia" if hecho.archivos_ausentes else "exito", hecho.frase)
        elif hecho.falla.numero is None:
            notices.show_notice("error", hecho.frase)
        else:
            numero = hecho.falla.numero
            notices.show_notice("error", hecho.frase, (tr("Ver el evento"), lambda: self.go_to(numero)))
            self.go_to(numero)
            return
        self.reload()

    async def _export(self) -> None:
        if await exportar(self._view, self._ctx, self._model, self.query(), self.rows.rowCount()):
            self._bring_up_to_date()

    def go_to(self, numero: int) -> None:
        """Choose that event; when it is not there any more, the one that follows. Filters that hide it go."""
        self._wanted = numero
        if self.query().filtra:
            self._view.clear_filters()
        else:
            self.reload()

    def _choose_wanted(self) -> None:
        numero = self._wanted
        if numero is None or self.rows.busy or self.query().filtra:
            return
        self._wanted = None
        row = self._row_from(numero)
        if row is not None:
            self._view.table.select_row(row)
            self._view.table.setFocus()

    def _row_from(self, numero: int) -> int | None:
        """The row of the event, or of the first one after it; numbers fall from row to row."""
        low, high = 0, self.rows.rowCount()
        while low < high:
            middle = (low + high) // 2
            if self.rows.id_at(middle) >= numero:
                low = middle + 1
            else:
                high = middle
        return low - 1 if low else None

    # ── What the table and the rest of the program tell ──

    def _show_current(self) -> None:
        index = self._view.table.currentIndex()
        cells = self.rows.cells(index.row()) if index.isValid() else None
        self._view.detail.show_cells(cells, chosen=index.isValid())
        self._chosen = tabla.evento_de(cells) if cells is not None and cells.real else None
        self._view.allow_open(self._why_not_open(self._chosen))

    def _why_not_open(self, evento: EventoVisto | None) -> str:
        if evento is None:
            return tr("Elegir primero un evento que se pueda leer")
        if evento.registro is None:
            return tr("Este evento no es sobre un registro")
        if not self._ctx.puede_abrir(evento.tabla):
            return tr("Ninguna de las páginas a la vista muestra este registro")
        return ""

    def _open_record(self) -> None:
        evento = self._chosen
        if evento is not None and evento.registro is not None:
            self._ctx.abrir(evento.tabla, evento.registro)

    def _follow(self) -> None:
        self._view.allow(away=self.away.motivo, verifying=self._verifying)

    def _tell_totals(self) -> None:
        self._view.set_footer(domain.pie(self.rows.rowCount(), self._waiting))

    def _on_loaded(self, total: int) -> None:
        self._tell_totals()
        if not total:
            self._view.show_nothing_found(filtered=self.query().filtra)
        self._choose_wanted()
        self._show_current()
