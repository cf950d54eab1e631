"""Taking everything out of a layout, to fill it anew."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout


def vaciar(layout: QLayout) -> None:
    """Take all widgets out, at once and for good."""
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.setParent(None)
            old.deleteLater()
