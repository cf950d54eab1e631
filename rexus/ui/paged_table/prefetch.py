"""Reading ahead while nobody waits, so that a list that was opened can be scrolled while the server is away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from rexus.base.errors import RexusError
from rexus.ui.paged_table.columns import RowSource
from rexus.ui.paged_table.model import Jobs, PagedTableModel
from rexus.ui.paged_table.pages import PAGE

# The beginning of a list, in whole pages: whoever needs a row further down searches for it.
ROWS: Final = 16 * PAGE
_CHUNK: Final = 2 * PAGE
# After a load, so that typing and scrolling come first; then between reads.
_QUIET_MS: Final = 1_500
_PAUSE_MS: Final = 150


class Prefetch(QObject):
    """Reads the first rows of what the table holds through its source, which remembers them. Lives with the model."""

    def __init__(self, model: PagedTableModel, source: RowSource, jobs: Jobs) -> None:
        super().__init__(model)
        self._model = model
        self._source = source
        self._jobs = jobs
        self._next = 0
        self._reading = False
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._go_on)
        model.loaded.connect(lambda _total: self._begin())
        model.busy_changed.connect(lambda busy: self._turn.stop() if busy else None)

    @property
    def done(self) -> bool:
        """Whether there is nothing left to read."""
        return not self._reading and not self._turn.isActive()

    def _begin(self) -> None:
        self._next = 0
        self._turn.start(_QUIET_MS)

    def _go_on(self) -> None:
        last = min(self._next + _CHUNK, ROWS, self._model.rowCount()) - 1
        if self._reading or self._next > last:
            return
        ids = list(self._model.ids_between(self._next, last))
        self._next = last + 1
        self._reading = True
        self._jobs.spawn(self._read(ids))

    async def _read(self, ids: list[int]) -> None:
        try:
            await self._jobs.read(self._source.rows, ids)
        except RexusError:
            # Nobody asked for it: whoever does is told.
            return
        finally:
            self._reading = False
        if isValid(self) and not self._model.busy and not self._turn.isActive():
            self._turn.start(_PAUSE_MS)
