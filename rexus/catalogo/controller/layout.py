"""How the page was left: columns, order of rows, density, the pane. The settings keep it, and are obeyed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from rexus.catalogo.view.column_fit import ColumnFit
from rexus.catalogo.view.page import CatalogoView
from rexus.ui.list_controller import obey_settings
from rexus.ui.module import Context

# A column that is being dragged tells of every pixel.
_QUIET_MS = 200
_WIDEST = 2_000


class LayoutController(QObject):
    """Restores the layout at once, and keeps what the user changes."""

    def __init__(self, view: CatalogoView, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._settings = ctx.settings
        self._key = view.catalogo.handle("columnas")
        kept = self._settings.get(self._key)
        view.table.restore_layout(kept)
        self._fit = ColumnFit(view.table, view.catalogo)
        # Without columns of the user's own they are fitted to the room there is.
        self._fit.active = not kept.get("columnas")
        obey_settings(view, self._settings)
        view.set_detail_width(self._settings.get("ventana.detalle_ancho"))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_QUIET_MS)
        self._later.timeout.connect(self._keep)
        view.table.layout_changed.connect(self._later.start)
        view.table.sort_requested.connect(lambda _key, _descending: self._later.start())
        # The page may go before the moment of quiet comes.
        view.visible_changed.connect(lambda shown: self._keep() if not shown and self._later.isActive() else None)
        view.detail_width_changed.connect(self._keep_width)

    def _keep(self) -> None:
        if self._fit.is_factory():
            # «Restablecer columnas».
            self._fit.active = True
            self._fit.fit()
        elif self._fit.changed_by_hand():
            self._fit.active = False
        state = self._view.table.layout_state()
        if self._fit.active:
            del state["columnas"]
        self._settings.set(self._key, state)

    def _keep_width(self, width: int) -> None:
        if 0 < width <= _WIDEST:
            self._settings.set("ventana.detalle_ancho", width)
