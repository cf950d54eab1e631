"""Telling a scanner from a person in a field that expects a number: a code must not be taken for a quantity."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_SHORTEST_CODE = 3


class Burst:
    """Feed it every key of a field. `code` is what a scanner typed, once its Enter came; empty for a person.

    A code is at least three characters and its Enter, each within `interval_ms` of the one before.
    """

    def __init__(self, interval_ms: int) -> None:
        self._interval = interval_ms
        self._text = ""
        self._last = -1

    def forget(self) -> None:
        """Another field begins."""
        self._text, self._last = "", -1

    def key(self, event: QKeyEvent) -> str:
        """The code that ends with this key; empty while there is none."""
        # When the key was pressed, not when it was looked at: a busy program must not turn a person into a scanner.
        now = event.timestamp() or time.monotonic_ns() // 1_000_000
        fast = self._last >= 0 and now - self._last <= self._interval
        self._last = now
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            code, self._text = self._text, ""
            return code if fast and len(code) >= _SHORTEST_CODE else ""
        text = event.text()
        if text and text.isprintable():
            self._text = self._text + text if fast else text
        elif event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_AltGr):
            self._text = ""
        return ""
