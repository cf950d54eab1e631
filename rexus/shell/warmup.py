"""Loads, behind the first window, what signing in will need. The modules are named here for the packaged program.

What has no Qt in it is imported by a thread. Modules that define Qt classes are imported on the GUI thread, one at each
idle turn: PySide6 sometimes crashes when a class that another thread defined is first made on this one.
"""

from __future__ import annotations

import importlib
import linecache
import threading
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from rexus.arranque import compiled
from rexus.base.log import get_logger

log = get_logger(__name__)

# In the order in which they are needed; the sign-in waits for the first two.
FOR_SIGN_IN: Final = ("asyncio", "rexus.db.registry", "rexus.seguridad")
FOR_SIGN_IN_ON_SCREEN: Final = ("qasync", "rexus.shell.services")
FOR_THE_PAGES: Final = (
    "rexus.modulos.inventario.model",
    "rexus.catalogo.exportacion",
    "rexus.modulos.herrajes.model",
    "rexus.modulos.ubicaciones.model",
    "rexus.modulos.configuracion.model",
    "rexus.modulos.respaldos.model",
    "rexus.modulos.tablas",
    "rexus.respaldos.programador",
)
FOR_THE_PAGES_ON_SCREEN: Final = (
    "rexus.ui.dialogs",
    "rexus.ui.paged_table",
    "rexus.ui.page",
    "rexus.ui.status",
    "rexus.catalogo.view.page",
    "rexus.catalogo.controller.importar",
    "rexus.catalogo.controller.conteo",
    "rexus.catalogo.controller.page",
    "rexus.modulos.herrajes.module",
    "rexus.modulos.ubicaciones.module",
    "rexus.modulos.configuracion.view.page",
    "rexus.modulos.configuracion.controller.conexion",
    "rexus.modulos.configuracion.controller.suelta",
    "rexus.shell.session",
)


class Warmup(QObject):
    """`ready` comes on the GUI thread once signing in is possible; `failed` instead of it."""

    ready = Signal()
    #: What has no Qt in it is there.
    loaded = Signal()
    failed = Signal(object)
    _sign_in_loaded = Signal()
    _pages_loaded = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rexus-warmup", daemon=True)
        self._left = list(FOR_THE_PAGES_ON_SCREEN)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._next_page)
        self._sign_in_loaded.connect(self._on_sign_in_loaded)
        self._pages_loaded.connect(self._turn.start)
        self._pages_loaded.connect(self.loaded)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Stop at the next module and wait for it."""
        self._stop.set()
        self._turn.stop()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            self._import(FOR_SIGN_IN)
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes to the user whole
            self.failed.emit(error)
            return
        if self._stop.is_set():
            return
        self._sign_in_loaded.emit()
        self._hold()
        self._import(FOR_THE_PAGES)
        if not self._stop.is_set():
            self._pages_loaded.emit()

    def _hold(self) -> None:
        try:
            refused = compiled.hold()
        except OSError:
            # Folders that are being replaced. Pages load as they would without it.
            log.warning("compiled parts are not held", exc_info=True)
            return
        for name, reason in refused.items():
            log.debug("not held: %s: %s", name, reason)

    def _on_sign_in_loaded(self) -> None:
        if self._stop.is_set():
            return
        try:
            self._import(FOR_SIGN_IN_ON_SCREEN)
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes to the user whole
            self.failed.emit(error)
            return
        self.ready.emit()

    def _next_page(self) -> None:
        if self._left and not self._stop.is_set():
            importlib.import_module(self._left.pop(0))
            return
        self._turn.stop()
        # PySide6 read the source of every one of them and left it there: some 20 MB that nobody needs.
        linecache.clearcache()

    def _import(self, names: tuple[str, ...]) -> None:
        for name in names:
            if self._stop.is_set():
                return
            importlib.import_module(name)
