"""Work under way: what its thread tells, on the screen's thread and not more often than anybody reads."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from rexus.base.progress import Avance

_EVERY_SECONDS: Final = 0.1


class Marcha(QObject):
    """`cambio`: `paso`, `hecho` or `total` are others now. Nothing that the thread tells may destroy it: hold it until
    the work is over."""

    cambio = Signal()
    _told = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.paso = ""
        self.hecho = 0
        self.total = 0
        self._last = 0.0
        self.avance = Avance(self._on_step)
        self._told.connect(self.cambio, Qt.ConnectionType.QueuedConnection)

    def al_paso(self, nombre: str) -> None:
        """In the work's thread: that step is over."""
        self.paso = nombre
        self._told.emit()

    def _on_step(self, hecho: int, total: int) -> None:
        self.hecho, self.total = hecho, total
        now = time.monotonic()
        if now - self._last >= _EVERY_SECONDS or 0 < total <= hecho:
            self._last = now
            self._told.emit()
