"""«Ver imágenes»: the catalogue as cards instead of rows, with the same search, filters, order and chosen article."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QToolButton
from shiboken6 import isValid

from rexus.base.changes import Change
from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.catalogo.controller.listing import ListingController
from rexus.catalogo.view.page import CatalogoView
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.herrajes.view.cuadricula import PictureGrid
from rexus.ui.guard import spawn
from rexus.ui.icons import icon
from rexus.ui.module import Context


class GridController(QObject):
    """Adds the switch beside the columns' button, and keeps grid and table at the same article."""

    def __init__(self, view: CatalogoView, listing: ListingController, model: HerrajesModel, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._listing = listing
        self._model = model
        self._ctx = ctx
        self.grid = PictureGrid(("codigo", "nombre", "stock_actual"), view)
        self.grid.show_rows(listing.rows)
        self.grid.addActions(view.table.actions())
        view.add_content(self.grid)
        self.action = QAction(icon("imagen"), tr("Ver imágenes"), view)
        self.action.setObjectName("herrajes.ver_imagenes")
        self.action.setCheckable(True)
        self.action.setToolTip(tr("Ver los herrajes con su imagen, en vez de la tabla"))
        self.action.toggled.connect(self._switch)
        button = QToolButton(view)
        button.setDefaultAction(self.action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setObjectName("herrajes.ver_imagenes.boton")
        button.setAccessibleName(tr("Ver imágenes"))
        view.add_filter(button)
        view.menu_actions[0][1].append(self.action)
        self.grid.wanted.connect(lambda ids: spawn(ctx, view, self._read(ids)))
        self.grid.selectionModel().currentChanged.connect(self._on_grid)
        self.grid.activated.connect(lambda _index: view.verbs["editar"].trigger())
        view.table.current_changed.connect(lambda _id: self._follow_table())
        listing.rows.loaded.connect(self._on_loaded)
        ctx.jobs.changed.connect(self._on_changed)

    def _switch(self, on: bool) -> None:
        view = self._view
        # Before it gets the focus: a list without a current item would choose its first one.
        self._follow_table()
        view.choose_content(self.grid if on else view.table)
        # Whose rows are read first.
        self._listing.rows.watch(self.grid.visible_rows if on else view.table.visible_rows)

    async def _read(self, ids: Sequence[int]) -> None:
        found: dict[int, QImage] = {}
        try:
            found = await self._ctx.jobs.read(_thumbnails, self._model, ids)
        except RexusError as error:
            # That the server is away the page says.
            if not self._listing.away.explica(error):
                raise
        if isValid(self.grid):
            self.grid.set_thumbnails(ids, found)

    def _on_grid(self, current: QModelIndex) -> None:
        if current.isValid() and current.row() != self._view.table.currentIndex().row():
            self._view.table.select_row(current.row())

    def _follow_table(self) -> None:
        index = self._view.table.currentIndex()
        if self.action.isChecked() and index.isValid() and index.row() != self.grid.currentIndex().row():
            self.grid.setCurrentIndex(self._listing.rows.index(index.row(), 0))

    def _on_loaded(self, total: int) -> None:
        if self.action.isChecked():
            # The table says why there is nothing.
            self._follow_table()
            self._view.choose_content(self.grid if total else self._view.table)

    def _on_changed(self, change: Change) -> None:
        if change.touches(self._model.clase):
            self.grid.forget(change.ids)


def _thumbnails(model: HerrajesModel, ids: Sequence[int]) -> dict[int, QImage]:
    """The thumbnails, decoded. Runs in a worker thread."""
    return {articulo_id: QImage.fromData(jpeg) for articulo_id, jpeg in model.miniaturas(ids).items()}
