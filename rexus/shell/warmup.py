"""Loads, behind the first window, what signing in will need. The modules are named here for the packaged program."""

from __future__ import annotations

import importlib
import linecache
import threading
from typing import Final

from PySide6.QtCore import QObject, Signal

from rexus.base.log import get_logger

log = get_logger(__name__)

# In the order in which they are needed; `services` is what the sign-in waits for.
FOR_SIGN_IN: Final = ("rexus.shell.services",)
FOR_THE_PAGES: Final = ("rexus.shell.session",)


class Warmup(QObject):
    """A thread that imports. `ready` comes on the GUI thread once signing in is possible; `failed` instead of it."""

    ready = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rexus-warmup", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Stop at the next module and wait for it."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            self._import(FOR_SIGN_IN)
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes to the user whole
            self.failed.emit(error)
            return
        if not self._stop.is_set():
            self.ready.emit()
        self._import(FOR_THE_PAGES)
        # PySide6 read the source of every one of them and left it there: some 20 MB that nobody needs.
        linecache.clearcache()

    def _import(self, names: tuple[str, ...]) -> None:
        for name in names:
            if self._stop.is_set():
                return
            importlib.import_module(name)
