"""The tab «Entregas»: what went out and came back, its delivery notes, and undoing one of them."""

from __future__ import annotations

from rexus.base.changes import Change
from rexus.base.text import contados, tr
from rexus.modulos.obras import entregas_table, textos
from rexus.modulos.obras.controller.remito import save_paper
from rexus.modulos.obras.controller.tarjeta import CardController, CardTab
from rexus.modulos.obras.entregas_table import Pedido
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.obras.view.entregas import EntregasView
from rexus.stock import nueva_clave
from rexus.stock.entregas_de_obra import EntregaVista
from rexus.ui.dialogs import confirm
from rexus.ui.few_rows import FewRows
from rexus.ui.guard import spawn
from rexus.ui.module import Context


class EntregasController(CardTab):
    """Lives as long as its view."""

    def __init__(self, view: EntregasView, model: ObrasModel, card: CardController, ctx: Context) -> None:
        self._source = FewRows[EntregaVista](
            lambda asked: model.entregas(asked.obra_id), entregas_table.chosen, entregas_table.row
        )
        self._view = view
        self._model = model
        super().__init__(view, entregas_table.columns(ctx.zona), self._source, ctx, card, order="fecha")
        # The newest is looked for most.
        view.table.set_sort("fecha", True)
        view.paper.triggered.connect(lambda: spawn(ctx, view, self._save()))
        view.undo.triggered.connect(lambda: spawn(ctx, view, self._undo()))
        view.refresh.triggered.connect(self.refresh)
        for action in (view.paper, view.undo):
            ctx.shortcuts.add(action, grupo=tr("Entregas de una obra"))
        self._follow()

    def current(self) -> EntregaVista | None:
        """The one on which the cursor stands."""
        chosen = self._view.table.current_id()
        if chosen is None or self.card.vista is None:
            return None
        found = self._source.known.get(chosen)
        return found if found is not None and found.obra_id == self._obra_id else None

    def query(self) -> Pedido:
        return Pedido(self._obra_id, self._view.search.text(), *self._order)

    def _concerns(self, change: Change) -> bool:
        return change.touches("movimiento", "lote")

    async def _save(self) -> None:
        vista = self.current()
        if vista is not None:
            await save_paper(self._ctx, self._view, self._model, vista.id)

    async def _undo(self) -> None:
        vista = self.current()
        if vista is None:
            return
        titulo = textos.titulo_de_entrega(vista)
        if not await confirm(
            self._view,
            tr("¿Deshacer {que}?").format(que=titulo[:1].lower() + titulo[1:]),
            tr("Se anulan sus {movimientos}: el stock y las reservas vuelven a como estaban antes. Sigue a la vista "
               "en la lista.").format(movimientos=contados(len(vista.lineas), tr("movimiento"), tr("movimientos"))),
            tr("Deshacer"),
            destructive=True,
            nombre="obras.confirmar_deshacer",
        ):  # fmt: skip
            return
        motivo = tr("Se deshizo en la obra")
        await self._ctx.jobs.write(self._model.deshacer, vista.id, motivo, nueva_clave())
        self._ctx.notices.show_notice("exito", textos.deshecha(vista))

    def _follow(self) -> None:
        self._view.show_choice(self.current(), may_write=self._may, away=self.away.motivo)

    def _on_loaded(self, total: int) -> None:
        shown = self._source.shown
        self._view.set_footer(contados(len(shown), tr("movimiento de material"), tr("movimientos de material")))
        if not total:
            self._view.show_nothing_found()
        super()._on_loaded(total)
