"""Columns as the user left them: which show, in what order, how wide, and by what the rows are sorted."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, SignalInstance

from rexus.settings import Settings
from rexus.ui.paged_table import PagedTableView

# A column that is being dragged tells of every pixel.
_QUIET_MS: Final = 200


class ColumnasRecordadas(QObject):
    """Lays `table` out as the setting `clave` says, and keeps there what the user changes. Lives as long as the table.

    `propias`: the user laid the columns out. Until then the page may fit them to the room there is, at the latest when
    `visible_changed(True)` first comes; what it does is not kept, so that it can do so anew another time.
    """

    def __init__(self, table: PagedTableView, settings: Settings, clave: str, visible_changed: SignalInstance) -> None:
        super().__init__(table)
        self._table = table
        self._settings = settings
        self._clave = clave
        self._declared = self._look()
        kept = settings.get(clave)
        table.restore_layout(kept)
        self.propias = bool(kept.get("columnas"))
        # How the columns stand without the user's doing; None while they are the user's.
        self._untouched = None if self.propias else self._look()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_QUIET_MS)
        self._later.timeout.connect(self._keep)
        table.layout_changed.connect(self._later.start)
        table.sort_requested.connect(lambda _key, _descending: self._later.start())
        self._seen = False
        visible_changed.connect(self._on_visible)

    def _on_visible(self, visible: bool) -> None:
        if visible and not self._seen:
            self._seen = True
            if self._untouched is not None:
                self._untouched = self._look()
        elif not visible and self._later.isActive():
            # The page may go before the moment of quiet comes.
            self._keep()

    def _keep(self) -> None:
        self._later.stop()
        state, look = self._table.layout_state(), self._look()
        if look == self._untouched:
            del state["columnas"]
        elif look == self._declared and self._untouched in (None, self._declared):
            # «Restablecer columnas».
            self._untouched = look
            del state["columnas"]
        else:
            self._untouched = None
        self.propias = "columnas" in state
        self._settings.set(self._clave, state)

    def _look(self) -> list[tuple[Any, ...]]:
        """The columns, without the widths that follow the window by themselves."""
        columns = self._table.layout_state()["columnas"]
        declared = self._table.model().columns  # type: ignore[attr-defined]
        by_itself = {column.key for n, column in enumerate(declared) if n == self._table.elastic}
        if self._table.horizontalHeader().stretchLastSection():
            by_itself |= {next((c["clave"] for c in reversed(columns) if c["visible"]), "")}
        return [(c["clave"], c["visible"], None if c["clave"] in by_itself else c["ancho"]) for c in columns]
