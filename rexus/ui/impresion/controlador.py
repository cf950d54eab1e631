"""What joins «Imprimir…» of a page to the paper: its table, read piece by piece, or the card of the chosen row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from rexus.base.progress import Avance
from rexus.base.text import formatear_numero, tr
from rexus.ui.dialogs import confirm
from rexus.ui.guard import spawn
from rexus.ui.impresion.de_ficha import partes_de
from rexus.ui.impresion.de_tabla import MUCHAS, Pedido, exigir_imprimibles, hoja_de_tabla
from rexus.ui.impresion.hoja import Hoja, hoja_leida
from rexus.ui.impresion.mostrar import avisar, membrete, mostrar
from rexus.ui.module import Context
from rexus.ui.paged_table import PagedTableModel

if TYPE_CHECKING:
    from rexus.ui.list_page import ListPage


class PrintController(QObject):
    """Lives as long as its page."""

    def __init__(self, page: ListPage, rows: PagedTableModel, ctx: Context) -> None:
        super().__init__(page)
        self._page = page
        self._rows = rows
        self._ctx = ctx
        self._under_way = False
        page.print_action.triggered.connect(lambda: spawn(ctx, page, self._once(self._table)))
        page.print_card_action.triggered.connect(lambda: spawn(ctx, page, self._once(self._card)))
        page.table.current_changed.connect(lambda _id: self._follow())
        page.table.selection_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        some = self._page.table.current_id() is not None
        self._page.print_card_action.setEnabled(some and self._page.has_detail)

    async def _once(self, start: Callable[[], object]) -> None:
        """A second press while rows are still being read asks for nothing."""
        if self._under_way:
            return
        self._under_way = True
        try:
            await start()  # type: ignore[misc]
        finally:
            self._under_way = False

    async def _table(self) -> None:
        page, cuantas = self._page, self._rows.rowCount()
        exigir_imprimibles(cuantas)
        if cuantas > MUCHAS and not await confirm(
            page,
            tr("¿Imprimir {n} filas?").format(n=formatear_numero(cuantas)),
            tr("Serán cientos de páginas. Con un filtro se imprime solo lo que se busca."),
            tr("Preparar todas"),
            nombre="impresion.muchas",
        ):
            return
        empresa, hecha = membrete(self._ctx)
        pedido = Pedido(
            page.titulo.text(), empresa, hecha, tuple(page.filter_words()), self._rows.columns,
            tuple(page.table.shown_columns()), self._rows.reader(),
        )  # fmt: skip
        await self._show(lambda avance: hoja_de_tabla(pedido, avance))

    async def _card(self) -> None:
        page = self._page
        if not page.detail_shows:
            self._ctx.notices.show_notice("info", tr("La ficha está oculta. Mostrarla con F4 para imprimirla."))
            return
        assert page.detail_widget is not None
        partes = partes_de(page.detail_widget)
        titulo, (empresa, hecha) = page.titulo.text(), membrete(self._ctx)
        await self._show(lambda avance: hoja_leida(titulo, empresa, hecha, partes, avance))

    async def _show(self, leer: Callable[[Avance], Hoja]) -> None:
        avisar(self._ctx, await mostrar(self._page, self._ctx, leer))
