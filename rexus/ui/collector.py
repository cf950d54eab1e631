"""Python's cycle collector, at its own time on the thread of the window.

It otherwise runs wherever somebody happens to allocate. In a thread of workers it ends a widget that was part of a
cycle: Qt waits there for a lock of the window's thread, which waits for the interpreter, for good. And on the window's
own thread it may begin inside the end of another object, whose locks are held by that very thread.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 500

_alive = 0


class Collector(QObject):
    """Collects from the event loop while it lives; when the last one is closed Python has its own way again."""

    def __init__(self, parent: QObject | None = None) -> None:
        global _alive
        super().__init__(parent)
        _alive += 1
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()

    def close(self) -> None:
        """May be called twice."""
        global _alive
        if not self._timer.isActive():
            return
        self._timer.stop()
        _alive -= 1
        if not _alive:
            # What waited is collected here: at the next allocation it would be inside whatever ends first.
            gc.collect()
            gc.enable()


def keep_loaded() -> None:
    """What there is now, once the program is loaded, is looked at no more: a collection takes a tenth of the time.

    On the thread of the window, as every collection.
    """
    if not gc.get_freeze_count():
        # What nobody holds any more would stay for ever: a page that another one took the place of, its pictures.
        gc.collect()
        gc.freeze()


def collect_due() -> None:
    """Collect the generations whose turn it is, if any, as Python itself would."""
    due = [n for n, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > most]
    if due:
        gc.collect(max(due))
