"""A barcode scanner is a keyboard that types very fast and ends with Enter. This tells it from a person."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from rexus.ui.focus_filter import FocusFilter

_SHORTEST_CODE: Final = 3
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TYPING: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Scanner(FocusFilter):
    """Watches the keys of one page while it shows and no dialog is open. `scanned` carries the code.

    Keys typed into a text field are left alone. Elsewhere a printable key starts a code; it counts as scanned when at
    least three characters came within `interval_ms` of each other and Enter followed as fast. Anything slower is a
    person, and the page gets the keys as usual: nothing is held back, only the Enter that ends a code is consumed.
    """

    scanned = Signal(str)

    def __init__(self, page: QWidget, interval_ms: int = 50) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        super().__init__(application, page)
        self._page = page
        self._interval = interval_ms
        self._code = ""
        self._since_last = QElapsedTimer()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at a key on its way to the widget that has the focus."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self._listening(watched):
            return False
        fast = self._since_last.isValid() and self._since_last.elapsed() <= self._interval
        self._since_last.start()
        if event.key() in _ENTER:
            code, self._code = self._code, ""
            if fast and len(code) >= _SHORTEST_CODE:
                self.scanned.emit(code)
                return True
            return False
        text = event.text()
        if not text or not text.isprintable() or event.modifiers() & ~_TYPING:
            if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_AltGr):
                self._code = ""
            return False
        self._code = self._code + text if fast else text
        return False

    def _listening(self, watched: QObject) -> bool:
        if not isinstance(watched, QWidget) or watched is not QApplication.focusWidget():
            return False
        if not self._page.isVisible() or QApplication.activeModalWidget() is not None:
            return False
        return watched.window() is self._page.window() and not _takes_text(watched)


def _takes_text(widget: QWidget) -> bool:
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox)
