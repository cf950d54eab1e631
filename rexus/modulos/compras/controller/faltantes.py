"""The tab «Faltantes»: up to date while it is looked at; what it shows is ordered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shiboken6 import isValid

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.catalogo.controller import precios
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.modulos.compras import domain, faltantes_table
from rexus.modulos.compras.controller.fuente import MissingRows
from rexus.modulos.compras.faltantes_table import Asked
from rexus.modulos.compras.model import ComprasModel
from rexus.modulos.compras.view.faltantes import FaltantesView
from rexus.modulos.compras.view.grupos import GroupNames
from rexus.modulos.compras.view.pedir import OrderDialog
from rexus.stock import clase_de, nueva_clave
from rexus.stock.faltantes import Faltante
from rexus.stock.pedir_faltantes import PedidosHechos
from rexus.ui.dialogs import show
from rexus.ui.guard import spawn
from rexus.ui.list_controller import ListController
from rexus.ui.module import Context


class FaltantesController(ListController):
    """Lives as long as its view. `show_orders(ids)` shows orders on the other tab."""

    def __init__(
        self, view: FaltantesView, model: ComprasModel, ctx: Context, show_orders: Callable[[list[int]], None]
    ) -> None:
        source = MissingRows(model)
        super().__init__(view, faltantes_table.columns(), source, ctx, order="articulo")
        self._view = view
        self._model = model
        self._source = source
        self._show_orders = show_orders
        first, end = (faltantes_table.KEYS.index(key) for key in ("descripcion", "total"))
        self._groups = GroupNames(view.table, first, end)
        self._keep_layout("compras.columnas_faltantes")
        view.table.current_changed.connect(lambda _id: self._follow())
        view.asked_otherwise.connect(self.load)
        view.values_wanted.connect(lambda columna: spawn(ctx, view, self._offer(columna)))
        view.order.triggered.connect(lambda: spawn(ctx, view, self._order_missing()))
        view.prices.triggered.connect(lambda: spawn(ctx, view, self._prices()))
        view.article.triggered.connect(self._open_article)
        view.refresh.triggered.connect(self.refresh)
        self._list_keys(view.order, view.prices, view.article, view.refresh)
        self.away.cambio.connect(lambda _motivo: self._follow())
        self._follow()

    def query(self) -> Asked:
        view = self._view
        return Asked(view.obras, view.minimums.isChecked(), view.suppliers, view.search.text(), *self._order)

    # ── What is done ──

    async def _order_missing(self) -> None:
        asked = self.query()
        # Decided upon as it is now, not as it was when the page was read.
        every = await self._ctx.jobs.read(self._model.faltantes, asked.obras, con_minimos=asked.minimos)
        shown = faltantes_table.chosen(every, Asked(*_of(asked)))
        if not shown:
            self.reload()
            return
        dialog = OrderDialog(self._view, shown)
        dialog.needs(self._ctx.salud)
        jobs, clave = self._ctx.jobs, nueva_clave()
        done: list[PedidosHechos] = []

        async def order() -> None:
            done.append(
                await jobs.write(
                    self._model.pedir_faltantes,
                    asked.obras,
                    con_minimos=asked.minimos,
                    cantidades={article: text or "0" for article, text in dialog.quantities().items()},
                    fecha_prometida=dialog.promised.text().strip() or None,
                    clave=clave,
                )
            )

        dialog.submitted.connect(lambda: dialog.attempt(jobs, order()))
        await show(dialog)
        if done:
            await self._tell_ordered(done[0])

    async def _tell_ordered(self, hecho: PedidosHechos) -> None:
        ids = [p.id for p in hecho.pedidos]
        que = domain.enumerar(p.numero for p in hecho.pedidos)

        async def undo() -> None:
            for pedido in hecho.pedidos:
                await self._ctx.jobs.write(self._model.anular_pedido, pedido.id, tr("Se deshizo el pedido"))
            self._ctx.notices.show_notice("exito", tr("Anulado: {pedidos}.").format(pedidos=que))

        action = offer_undo(self._ctx, lambda: tr("pedido {numeros}").format(numeros=que), undo)
        # It stays until it is read: what is asked for twice arrives twice.
        otros = await self._ctx.jobs.read(self._model.otros_borradores, ids)
        self._ctx.notices.show_notice(
            "advertencia" if otros else "exito",
            f"{domain.hechos(hecho)} {otros}".rstrip(),
            (tr("Ver"), lambda: self._show_orders(ids)),
            action,
        )

    async def _prices(self) -> None:
        f = self._chosen()
        if f is not None:
            await precios.abrir(self._view, self._ctx, f.clase, f.articulo_id, f.codigo, f.descripcion)

    def _open_article(self) -> None:
        f = self._chosen()
        if f is not None:
            self._ctx.abrir(clase_de(f.clase).tabla, str(f.articulo_id))

    async def _offer(self, columna: str) -> None:
        if columna == "obras":
            obras = await self._ctx.jobs.read(self._model.obras_abiertas)
            if isValid(self._view):
                self._view.show_obras(obras)
            return
        names = dict.fromkeys(faltantes_table.supplier(f) for f in self._source.every)
        self._view.show_suppliers(list(names))

    # ── What the table and the rest of the program tell ──

    def _chosen(self) -> Faltante | None:
        current = self._view.table.current_id()
        return self._source.known.get(current) if current is not None else None

    def _follow(self) -> None:
        f = self._chosen()
        view = self._view
        may_open = f is not None and self._ctx.puede_abrir(clase_de(f.clase).tabla)
        view.show_choice(
            f,
            may_order=self._ctx.actor().puede("compras.modificar"),
            may_open=may_open,
            why_not=_nothing_to_order(self._source.shown),
            away=self.away.motivo,
        )
        if f is None:
            view.card.show_nothing()
            return
        view.card.show_article(f, minimums=view.minimums.isChecked())
        spawn(self._ctx, view, self._show_besides(f))

    async def _show_besides(self, f: Faltante) -> None:
        obras = self._view.obras
        try:
            waiting = await self._ctx.jobs.read(self._model.quien_espera, f.clase, f.articulo_id, obras)
            # They are the catalogue's, for who may look at it.
            may_see = f.retazos and self._ctx.actor().puede(f"{clase_de(f.clase).permiso}.ver")
            remnants = await self._ctx.jobs.read(self._model.retazos, f.clase, f.articulo_id) if may_see else []
        except RexusError as error:
            # The article itself was read; that the server is away the page says.
            if not self.away.explica(error):
                raise
            return
        now = self._chosen() if isValid(self._view) else None
        if now is not None and (now.clase, now.articulo_id) == (f.clase, f.articulo_id):
            self._view.card.show_besides(waiting, remnants)

    def _on_loaded(self, total: int) -> None:
        view = self._view
        view.set_footer(faltantes_table.footer(self._source.shown))
        if not total:
            view.show_nothing_found(filtered=bool(view.search.text() or view.suppliers or view.obras))
        self._groups.set_rows([n for n in range(total) if faltantes_table.is_group(self.rows.id_at(n))])
        self._follow()


def _nothing_to_order(shown: Sequence[Faltante]) -> str:
    """Why «Pedir…» is off; empty when it is not."""
    if any(f.proveedor for f in shown):
        return ""
    if not any(f.pedir for f in shown):
        return tr("No falta nada que pedir")
    return tr("Ninguno tiene proveedor: dárselo con «Proveedores y precios…», o con «Editar varios…» en Inventario")


def _of(asked: Asked) -> tuple[tuple[int, ...] | None, bool, tuple[str, ...], str]:
    """The same question in the order of suppliers."""
    return asked.obras, asked.minimos, asked.proveedores, asked.text
