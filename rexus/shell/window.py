"""The one window: a stack of whole pages (welcome, sign-in, trouble, the desk), its size and place remembered."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from rexus.base.paths import resource
from rexus.base.text import tr
from rexus.settings import Settings
from rexus.ui import enter

_COMFORTABLE: Final = QSize(1360, 820)
# Fits a screen of 1280 × 720 at 200 %.
_SMALLEST: Final = QSize(560, 320)


class MainWindow(QMainWindow):
    """`may_close` is asked before the window goes; answering False keeps it."""

    def __init__(self, settings: Settings, *, ejemplo: bool = False) -> None:
        super().__init__()
        self._example = ejemplo
        self.setObjectName("principal.ventana")
        self._settings = settings
        self.may_close: Callable[[], bool] = lambda: True
        self._stack = QStackedWidget()
        self._stack.setObjectName("principal.paginas")
        self.setCentralWidget(self._stack)
        self.setWindowIcon(QIcon(str(resource("icons/rexus_app.svg"))))
        self.setMinimumSize(_SMALLEST)
        self.set_title("")
        self._restore_geometry()

    def set_title(self, page: str) -> None:
        """The program's name, after the page's if there is one."""
        title = tr("{pagina} — Rexus").format(pagina=page) if page else tr("Rexus")
        self.setWindowTitle(tr("{titulo} (taller de ejemplo)").format(titulo=title) if self._example else title)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front, adding it if it is new."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def drop_page(self, page: QWidget) -> None:
        """Destroy a page."""
        page.hide()
        self._stack.removeWidget(page)
        page.deleteLater()

    @property
    def page(self) -> QWidget | None:
        """The page that shows."""
        return self._stack.currentWidget()

    def come_to_front(self) -> None:
        """Show the window over the others, as far as the system lets programs do that."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus."""
        if not enter.presses(self, event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window was left, if it may go."""
        if not self.may_close():
            event.ignore()
            return
        self.remember_geometry()
        super().closeEvent(event)

    def remember_geometry(self) -> None:
        """Into the settings."""
        state = bytes(self.saveGeometry().data())
        self._settings.set("ventana.geometria", base64.b64encode(state).decode("ascii"))

    def _restore_geometry(self) -> None:
        saved = self._settings.get("ventana.geometria")
        try:
            state = base64.b64decode(saved, validate=True)
        except (binascii.Error, ValueError):
            state = b""
        # Qt refuses what is not its own and moves a window back from a screen that is gone.
        if not state or not self.restoreGeometry(QByteArray(state)):
            available = self.screen().availableSize()
            self.resize(_COMFORTABLE.boundedTo(available * 0.92))
