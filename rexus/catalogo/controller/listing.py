"""What the table shows: search, filters, order, totals; up to date while it is looked at, stale while it is not."""

from __future__ import annotations

import asyncio
from typing import Final

from PySide6.QtCore import Signal

from rexus.base.changes import Change
from rexus.base.errors import BaseError, CanceladoError, NoEncontradoError, RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.catalogo import table
from rexus.catalogo.controller.source import ArticleRows
from rexus.catalogo.filtros import Filtro
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.page import CatalogoView
from rexus.stock.consulta import INACTIVOS, TODOS, Consulta
from rexus.ui.guard import spawn
from rexus.ui.list_controller import ListController
from rexus.ui.module import Context
from rexus.ui.paged_table import Prefetch
from rexus.ui.registro import avisar_que_no_esta, numero_de

log = get_logger(__name__)

#: The list to which another page may lead.
BAJO_MINIMO: Final = "bajo_minimo"
#: The verbs to which it may lead: their dialog opens.
ABREN: Final = ("importar", "nuevo")


class ListingController(ListController):
    """Keeps the table at one question. `filter_changed`: another filter holds, whoever chose it."""

    filter_changed = Signal()

    def __init__(self, view: CatalogoView, model: ModeloCatalogo, ctx: Context) -> None:
        source = ArticleRows(model)
        super().__init__(view, table.columns(model.catalogo, ctx.zona), source, ctx, order="codigo")
        self._view = view
        self._model = model
        self._kinds = (model.clase, "movimiento", "ubicacion")
        self._wanted: int | None = None
        # Whoever asked for it is told when it is not there.
        self._asked_for = False
        # Where the cursor stood when the rows were read again.
        self._row_in_hand = -1
        self._counting: Avance | None = None
        view.filters.changed.connect(lambda _filtro: self._on_filter())
        view.filters.cleared.connect(self.clear)
        view.filters.values_wanted.connect(lambda columna: spawn(ctx, view, self._values(columna)))
        view.verbs["actualizar"].triggered.connect(self.refresh)
        view.place_wanted.connect(self._lead)
        view.record_wanted.connect(lambda _tabla, registro: spawn(ctx, view, self._open(registro)))
        view.table.current_changed.connect(self._on_current)
        if ctx.salud.es_servidor:
            Prefetch(self.rows, source, ctx.jobs)

    def query(self) -> Consulta:
        orden, descendente = self._order
        return self._view.filters.filtro.consulta(self._view.search.text(), orden, descendente=descendente)

    def load(self) -> None:
        """Ask anew, from the first row."""
        self._row_in_hand = -1
        super().load()

    def reload(self) -> None:
        """Ask the same again; selection and place stay."""
        self._row_in_hand = self._view.table.currentIndex().row()
        super().reload()

    def show_filter(self, filtro: Filtro, texto: str = "") -> None:
        """Show another filter and search text."""
        self._view.filters.set_filtro(filtro)
        self._view.search.set_text_quietly(texto)
        self._on_filter()

    def clear(self) -> None:
        """Take filters and search away."""
        self.show_filter(Filtro())

    def _lead(self, lugar: str) -> None:
        if lugar == BAJO_MINIMO:
            self.show_filter(Filtro(bajo_minimo=True))
            return
        if lugar in ABREN:
            self._view.verbs[lugar].trigger()
            return
        columna, _, elegidos = lugar.partition("=")
        if columna in self._model.catalogo.clase.filtros:
            # Those out of use, too: what is there is worth what it is worth.
            self.show_filter(Filtro(estado=TODOS).con(columna, elegidos.split("\n")))

    async def _open(self, registro: str) -> None:
        articulo_id = numero_de(registro)
        try:
            if articulo_id is not None:
                await self._ctx.jobs.read(self._model.articulo, articulo_id)
        except NoEncontradoError:
            # Search and filters stay.
            articulo_id = None
        except BaseError as error:
            # The table may know it all the same.
            log.info("article %s is looked for in the table: %s", registro, error)
        if articulo_id is None:
            self._tell_gone()
            return
        self._asked_for = True
        self.select_article(articulo_id)

    @property
    def _only_here(self) -> bool:
        """Whether what was asked for is looked for in these rows alone: others may not be had, and these would go."""
        return self._asked_for and not self._ctx.salud.en_linea

    def _tell_gone(self) -> None:
        avisar_que_no_esta(self._ctx, tr("Ese artículo ya no existe."))

    def select_article(self, articulo_id: int) -> None:
        """Bring an article in sight: where the table stands, or without filters if those hide it."""
        found = self._view.table.select_id(articulo_id)
        if found:
            self._view.table.setFocus()
        if self.rows.busy or self._stale:
            # What is being read replaces these rows, or goes on below the first page, which is all that is known yet.
            self._wanted = articulo_id
        elif found:
            self._asked_for = False
        elif self._only_here:
            self._asked_for = False
            self._tell_gone()
        else:
            self._wanted = articulo_id
            self._show_everything()

    # ── What the table tells ──

    def _on_filter(self) -> None:
        self.filter_changed.emit()
        self.load()

    def _on_current(self, articulo_id: int | None) -> None:
        if articulo_id is not None and articulo_id != self._wanted:
            # The user went on to another one meanwhile.
            self._wanted, self._asked_for = None, False

    def _on_loaded(self, total: int) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and not self._view.table.select_id(wanted):
            if not self._is_plain(TODOS) and not self._only_here:
                self._wanted = wanted
                self._show_everything()
                return
            if self._asked_for:
                self._tell_gone()
        if wanted is not None:
            self._asked_for = False
            self._view.table.setFocus()
        row, self._row_in_hand = self._row_in_hand, -1
        if row >= 0 and total and self._view.table.current_id() is None:
            # The row in hand is gone: go on from the one that took its place.
            self._view.table.select_row(min(row, total - 1))
        if total:
            self._view.show_content()
        else:
            spawn(self._ctx, self._view, self._explain_nothing())

    def _show_everything(self) -> None:
        """No search, no filter, inactive ones too: every article is in this list."""
        self.show_filter(Filtro(estado=TODOS) if self._is_plain() else Filtro())

    def _is_plain(self, *estados: str) -> bool:
        """Whether neither search nor filter hides anything."""
        filtro = self._view.filters.filtro
        plain = filtro.vacio or any(filtro == Filtro(estado=estado) for estado in estados)
        return plain and not self._view.search.text() and (not estados or filtro.estado in estados)

    def _on_failed(self, error: RexusError) -> None:
        super()._on_failed(error)
        if isinstance(error, CanceladoError):
            return
        self._wanted, self._asked_for = None, False
        if self.rows.lost and self.away.explica(error):
            self._view.show_content()

    # ── What the rest of the program tells ──

    def _on_changed(self, change: Change) -> None:
        if self._visible and change.ids and change.touches("movimiento"):
            # Rows stay where they are, also when they no longer fit the filter: nobody loses the row in hand.
            self.rows.refresh(change.ids)
            self._read_besides()
        elif change.touches(*self._kinds):
            self._outdated()

    # ── Totals, values, empty table ──

    def _read_besides(self) -> None:
        if self._counting is not None:
            self._counting.cancelar()
        self._counting = avance = Avance()
        spawn(self._ctx, self._view, self._totals(avance, self.query(), self._view.filters.filtro))

    async def _totals(self, avance: Avance, consulta: Consulta, filtro: Filtro) -> None:
        jobs = self._ctx.jobs
        texto = consulta.texto
        chips = jobs.read(self._model.totales, filtro.sin_marcas().consulta(texto), avance=avance)
        marked = filtro.bajo_minimo or filtro.sin_stock
        shown = jobs.read(self._model.totales, consulta, avance=avance) if marked else chips
        try:
            counted, totales = await asyncio.gather(chips, shown)
        except CanceladoError:
            return
        except RexusError as error:
            if avance is self._counting:
                self._view.show_totals(None)
            if not self.away.explica(error):
                raise
            return
        if avance is self._counting:
            self._view.show_totals(totales)
            self._view.filters.set_counts(counted.bajo_minimo, counted.sin_stock)
            if self._is_plain():
                self._view.show_catalogue_size(totales.articulos)

    async def _values(self, columna: str) -> None:
        try:
            values = await self._ctx.jobs.read(self._model.valores, columna)
        except RexusError:
            self._view.filters.popup.hide()
            raise
        self._view.filters.set_values(columna, values)

    async def _explain_nothing(self) -> None:
        try:
            await self._explain()
        except BaseError as error:
            if not self.away.explica(error):
                raise

    async def _explain(self) -> None:
        query = self.rows.query
        if not self._is_plain():
            self._view.table.set_empty(
                tr("Nada coincide"),
                tr("Ningún artículo tiene todo lo que se buscó y filtró."),
                tr("Quitar filtros"),
                self.clear,
            )
            self._view.show_content()
            return
        every = await self._ctx.jobs.read(self._model.totales, Consulta(estado=TODOS))
        if query is not self.rows.query or self.rows.rowCount():
            return
        if every.articulos:
            self._view.table.set_empty(
                tr("No hay artículos activos"),
                tr("Todos están fuera de uso."),
                tr("Ver los inactivos"),
                lambda: self.show_filter(Filtro(estado=INACTIVOS)),
            )
            self._view.show_content()
        else:
            self._view.show_no_articles()
