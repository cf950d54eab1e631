"""The card of one obra: which one it is, and its tabs, each up to date while it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from rexus.base.changes import Change
from rexus.base.errors import NoEncontradoError, RexusError
from rexus.base.text import tr
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.obras.view.page import ObrasPage
from rexus.stock.clases import todas
from rexus.stock.coberturas import ObraVista
from rexus.ui.guard import spawn
from rexus.ui.list_controller import ListController, obey_settings
from rexus.ui.list_page import ListPage
from rexus.ui.module import Context
from rexus.ui.paged_table import Column, RowSource
from rexus.ui.registro import avisar_que_no_esta

#: What changes the figures of an obra, besides the catalogues themselves.
KINDS = ("obra", "requerimiento", "reserva", "movimiento")


def concerns(change: Change) -> bool:
    """Whether the materials of an obra may stand otherwise after it."""
    return change.touches(*KINDS, *(clase.nombre for clase in todas()))


class CardController(QObject):
    """`changed`: the obra was read, or there is none any more. `opened(obra_id)`: another one shows from now on."""

    changed = Signal()
    opened = Signal(int)

    def __init__(self, page: ObrasPage, model: ObrasModel, ctx: Context) -> None:
        super().__init__(page)
        self._page = page
        self._model = model
        self._ctx = ctx
        self.obra_id: int | None = None
        self.vista: ObraVista | None = None
        ctx.jobs.changed.connect(self._on_changed)
        ctx.salud.volvio.connect(self.read)
        page.left.connect(self._on_left)

    def open(self, obra_id: int) -> None:
        """Show the card of an obra; one that is gone is told."""
        spawn(self._ctx, self._page, self._open(obra_id))

    def read(self) -> None:
        """Read the obra that shows again."""
        if self.obra_id is not None:
            spawn(self._ctx, self._page, self._read(self.obra_id))

    async def _open(self, obra_id: int) -> None:
        vista = await self._look(obra_id)
        if vista is None:
            avisar_que_no_esta(self._ctx, tr("Esa obra ya no existe."))
            return
        self.obra_id = obra_id
        # Before the tabs come in sight, which makes them read.
        self.opened.emit(obra_id)
        self._show(vista)
        self._page.show_card()

    async def _read(self, obra_id: int) -> None:
        vista = await self._look(obra_id)
        if self.obra_id != obra_id:
            return
        if vista is None:
            self._page.show_list()
            avisar_que_no_esta(self._ctx, tr("La obra ya no existe."))
            return
        self._show(vista)

    async def _look(self, obra_id: int) -> ObraVista | None:
        try:
            found: Sequence[ObraVista] = await self._ctx.jobs.read(self._model.listar, [obra_id])
        except NoEncontradoError:
            return None
        return found[0] if found else None

    def _show(self, vista: ObraVista) -> None:
        self.vista = vista
        self._page.show_title(vista.ficha)
        self._page.materiales.pane.obra.show_obra(vista)
        self.changed.emit()

    def _on_left(self) -> None:
        self.obra_id = self.vista = None
        self.changed.emit()

    def _on_changed(self, change: Change) -> None:
        if concerns(change):
            self.read()


class CardTab(ListController):
    """A tab of the card: the list of something that the obra has."""

    def __init__(
        self,
        view: ListPage,
        columns: Sequence[Column],
        source: RowSource,
        ctx: Context,
        card: CardController,
        *,
        order: str = "",
    ) -> None:
        super().__init__(view, columns, source, ctx, order=order)
        self.card = card
        self._obra_id = 0
        obey_settings(view, ctx.settings)
        card.opened.connect(self._on_opened)
        card.changed.connect(self._follow)
        self.away.cambio.connect(lambda _motivo: self._follow())
        view.table.current_changed.connect(lambda _id: self._follow())

    def _follow(self) -> None:
        """Say what can be done with what is chosen."""
        raise NotImplementedError

    @property
    def _may(self) -> bool:
        return self._ctx.actor().puede("obras.modificar")

    def _on_loaded(self, total: int) -> None:
        self._follow()

    def _on_failed(self, error: RexusError) -> None:
        # An obra that is gone is told once, by the card.
        if not isinstance(error, NoEncontradoError):
            super()._on_failed(error)

    def _bring_up_to_date(self) -> None:
        asked: Any = self.rows.query
        if asked is None or asked.obra_id != self._obra_id:
            self.load()
        else:
            self.reload()

    def _on_opened(self, obra_id: int) -> None:
        self._obra_id = obra_id
        self._page.search.blockSignals(True)
        self._page.search.clear()
        self._page.search.blockSignals(False)
        self._outdated()
