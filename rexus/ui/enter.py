"""Enter presses the button that has the focus, as the space bar does. Qt does so in some dialogs only."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def presses(window: QWidget, event: QKeyEvent) -> bool:
    """For `keyPressEvent` of a window, where keys arrive that nothing inside wanted: press what has the focus.

    True when it did. Boxes to tick are no buttons: in a form Enter is the form's.
    """
    button = focused_button(window)
    if button is None or event.key() not in _ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    event.accept()
    if not event.isAutoRepeat() and button.isEnabled():
        button.click()
    return True


def focused_button(window: QWidget) -> QAbstractButton | None:
    """The button of that window that has the focus."""
    focused = window.focusWidget()
    return focused if isinstance(focused, QPushButton | QToolButton) else None
