"""Enter presses the button that has the focus, as the space bar does. Qt does so in some dialogs only."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MENU_ONLY: Final = QToolButton.ToolButtonPopupMode.InstantPopup


def presses(window: QWidget, event: QKeyEvent) -> bool:
    """For `keyPressEvent` of a window, where keys arrive that nothing inside wanted: press what has the focus.

    True when it did. Boxes to tick are no buttons: in a form Enter is the form's.
    """
    button = focused_button(window)
    if button is None or event.key() not in _ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    event.accept()
    if not event.isAutoRepeat() and button.isEnabled():
        _press(button)
    return True


def _press(button: QAbstractButton) -> None:
    if isinstance(button, QToolButton) and button.menu() and button.popupMode() is _MENU_ONLY:
        # A click is two things to Qt, which opens the menu and then does the default action.
        button.showMenu()
    else:
        button.click()


def focused_button(window: QWidget) -> QAbstractButton | None:
    """The button of that window that has the focus."""
    focused = window.focusWidget()
    return focused if isinstance(focused, QPushButton | QToolButton) else None
