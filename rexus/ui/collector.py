"""Python's cycle collector, on the thread of the window only.

It otherwise runs in whichever thread happens to allocate, and a widget that was part of a cycle is then ended in a
thread of workers: Qt waits there for a lock of the window's thread, which waits for the interpreter, for good.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 500


class Collector(QObject):
    """Collects while it lives, on the thread that made it; `close` gives Python its own way back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def close(self) -> None:
        """May be called twice."""
        self._timer.stop()
        if self._was_enabled:
            self._was_enabled = False
            gc.enable()

    def _collect(self) -> None:
        # The oldest generation that is due takes the younger ones along, as in Python itself.
        for generation, (count, threshold) in reversed(
            list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
        ):
            if count > threshold:
                gc.collect(generation)
                return
