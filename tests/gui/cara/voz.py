"""What a screen reader is told, asked of Qt's own accessibility interface."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLineEdit, QWidget

# Roles that say nothing of what a thing is.
_MUTE = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window, QAccessible.Role.Pane}


def mudos(raiz: QWidget) -> Iterator[str]:
    """What could be reached and would not be told: no name, or no role that means something."""
    for widget in [raiz, *raiz.findChildren(QWidget)]:
        if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus or _inside(widget):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        label = f"{type(widget).__name__} {widget.objectName()} in {_path(widget)}"
        if interface is None or not interface.isValid():
            yield f"{label}: Qt tells nothing of it"
            continue
        if not interface.text(QAccessible.Text.Name).strip():
            yield f"{label}: no name"
        # Qt knows no role for what is drawn by hand: there the description says what it is.
        if interface.role() in _MUTE and not interface.text(QAccessible.Text.Description).strip():
            yield f"{label}: its role is {interface.role().name}"
    for button in raiz.findChildren(QAbstractButton):
        picture = button.isVisible() and not button.text() and not button.icon().isNull() and not _inside(button)
        if picture and not (button.accessibleName() and button.toolTip()):
            yield f"{type(button).__name__} {button.objectName()}: a picture without name and tooltip"


def _inside(widget: QWidget) -> bool:
    """A part of another widget, which speaks for it: the editor of a box, the surface of a list, Qt's own buttons."""
    parent = widget.parentWidget()
    if parent is None:
        return False
    return (
        widget.objectName().startswith(("qt_", "_q_"))
        or isinstance(parent, QLineEdit)
        or widget.focusProxy() is not None
        or parent.focusProxy() is widget
        or (isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget)
    )


def _path(widget: QWidget) -> str:
    names: list[str] = []
    parent = widget.parentWidget()
    while parent is not None and len(names) < 3:
        names.append(parent.objectName() or type(parent).__name__)
        parent = parent.parentWidget()
    return " < ".join(names)
