"""The line between two rows that are no table."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from rexus.ui.theme import set_class


def raya() -> QFrame:
    """A line across, as thin as can be."""
    linea = QFrame()
    linea.setFixedHeight(1)
    set_class(linea, "linea")
    return linea
