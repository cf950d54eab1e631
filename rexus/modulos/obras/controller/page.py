"""The list of obras: up to date while it is looked at, and the way from it to the card of one."""

from __future__ import annotations

from rexus.base.changes import Change
from rexus.base.text import tr
from rexus.modulos.obras import table
from rexus.modulos.obras.controller.adjuntos import AdjuntosController
from rexus.modulos.obras.controller.entregas import EntregasController
from rexus.modulos.obras.controller.materiales import MaterialesController
from rexus.modulos.obras.controller.movimientos import MovementsController
from rexus.modulos.obras.controller.obra import ObraActions
from rexus.modulos.obras.controller.resumen import ResumenController
from rexus.modulos.obras.controller.tarjeta import CardController, concerns
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.obras.table import Pedido
from rexus.modulos.obras.view.page import ObrasPage
from rexus.stock.coberturas import ObraVista
from rexus.ui.few_rows import FewRows
from rexus.ui.list_controller import ListController
from rexus.ui.module import Context
from rexus.ui.registro import avisar_que_no_esta, numero_de
from rexus.ui.wanted import Wanted


class ObrasController(ListController):
    """Lives as long as its page, and the parts of the card with it."""

    def __init__(self, page: ObrasPage, model: ObrasModel, ctx: Context) -> None:
        view = page.lista
        self._source = FewRows[ObraVista](lambda _asked: model.listar(), table.chosen, table.row)
        self._page_of_all = page
        self._view = view
        super().__init__(view, table.columns(ctx.zona), self._source, ctx, order="entrega")
        self._wanted = Wanted(view, self, ctx, tr("Esa obra ya no existe."), self._uncover)
        self._keep_layout()
        self.card = CardController(page, model, ctx)
        self.actions = ObraActions(page, model, ctx, self._meant)
        materiales = MaterialesController(page.materiales, model, self.card, ctx)
        MovementsController(page.materiales, model, materiales, ctx)
        ResumenController(page.materiales, model, self.card, ctx)
        EntregasController(page.entregas, model, self.card, ctx)
        AdjuntosController(page.adjuntos, model, self.card, ctx)
        view.filtered.connect(self.load)
        view.table.current_changed.connect(lambda _id: self._follow())
        view.open.triggered.connect(self._open)
        view.refresh.triggered.connect(self.refresh)
        page.record_wanted.connect(self._open_record)
        self.card.changed.connect(self._follow)
        self.actions.saved.connect(self._on_saved)
        self._list_keys(view.new, view.open, view.edit, view.delete, page.back, view.refresh)
        self.away.cambio.connect(lambda _motivo: self._follow())
        self._follow()

    def query(self) -> Pedido:
        view = self._view
        return Pedido(view.search.text(), view.estado.currentData(), view.short.isChecked(), *self._order)

    def _concerns(self, change: Change) -> bool:
        return concerns(change)

    def _chosen(self) -> ObraVista | None:
        current = self._view.table.current_id()
        return self._source.known.get(current) if current is not None else None

    def _meant(self) -> ObraVista | None:
        """The obra whose card shows, else the one on which the cursor stands."""
        return self.card.vista if self._page_of_all.shows_card else self._chosen()

    def _open(self) -> None:
        vista = self._chosen()
        if vista is not None and not self._page_of_all.shows_card:
            self.card.open(vista.ficha.id)

    def _open_record(self, registro: str) -> None:
        numero = numero_de(registro)
        if numero is None:
            avisar_que_no_esta(self._ctx, tr("Esa obra ya no existe."))
        else:
            self.card.open(numero)

    def _on_saved(self, obra_id: int) -> None:
        if not self._page_of_all.shows_card:
            self._wanted.saved(obra_id)
            self._wanted.show()

    def _uncover(self, _obra_id: int, _asked: bool) -> bool:
        if not self._view.is_filtered():
            return False
        self._view.clear_filters()
        return True

    def _follow(self) -> None:
        may_write = self._ctx.actor().puede("obras.modificar")
        self._view.show_choice(self._meant(), may_write=may_write, away=self.away.motivo)
        self._view.panel.show_obra(self._chosen())

    def _on_loaded(self, total: int) -> None:
        self._view.set_footer(table.footer(self._source.shown))
        if not total:
            self._view.show_nothing_found(any_at_all=bool(self._source.known))
        self._wanted.show()
        self._follow()
