"""The coroutines of the window run on Qt's own event loop, whoever spins it."""

from __future__ import annotations

import asyncio
import time
from typing import Final

from PySide6.QtCore import QCoreApplication
from qasync import QSelectorEventLoop

_PATIENCE_SECONDS: Final = 3.0


class Loop(QSelectorEventLoop):  # type: ignore[misc]
    """An asyncio loop that counts as running from its creation until `end`, as long as Qt processes events.

    qasync's own `already_running` quits the application when it stops; this one leaves it alone, so that the program
    can be started and closed many times in one process.
    """

    def __init__(self) -> None:
        self._open = True
        super().__init__()
        asyncio.set_event_loop(self)
        asyncio.events._set_running_loop(self)

    def is_running(self) -> bool:
        """Whether coroutines make progress."""
        return self._open

    def end(self) -> None:
        """Cancel what still waits, let it clean up, and close."""
        for task in asyncio.all_tasks(self):
            task.cancel()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while asyncio.all_tasks(self) and time.monotonic() < deadline:
            QCoreApplication.processEvents()
        # What is to be told of the last ones.
        QCoreApplication.processEvents()
        self._open = False
        asyncio.events._set_running_loop(None)
        asyncio.set_event_loop(None)
        self.close()
