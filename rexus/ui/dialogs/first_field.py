"""Where a dialog's keys go first."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget


def focus_first(inside: QWidget, otherwise: QWidget) -> None:
    """To what had them, else to the topmost field of `inside`, else to the button `otherwise`."""
    window = inside.window()
    focused = inside.focusWidget()
    if focused is not None and inside.isAncestorOf(focused) and focused.isVisibleTo(window):
        focused.setFocus()
        return
    # By their places, not along the focus chain: PySide makes what `nextInFocusChain` returns a child of the widget
    # that was asked, and a dialog that became the child of its own label is collected while it shows.
    fields = [widget for widget in inside.findChildren(QWidget) if _takes_text_or_choice(widget, window)]
    if fields:
        first = min(fields, key=lambda widget: widget.mapTo(inside, QPoint()).toTuple()[::-1])
        first.setFocus(Qt.FocusReason.TabFocusReason)
        return
    otherwise.setFocus()


def _takes_text_or_choice(widget: QWidget, dialog: QWidget) -> bool:
    """Whether it is a field: something to fill, not a button of the content."""
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isEnabled()
        and widget.isVisibleTo(dialog)
        and (not isinstance(widget, QAbstractButton) or widget.isCheckable())
    )
