"""One column takes the room that is left, but never less than it needs to be read: then the table scrolls."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView


def give_the_rest(table: QTableView, column: int, least: int) -> None:
    """Fit the width of `column` so that all visible columns fill the table; at least `least` px."""
    header = table.horizontalHeader()
    others = sum(header.sectionSize(n) for n in range(header.count()) if n != column and not header.isSectionHidden(n))
    header.resizeSection(column, max(least, table.viewport().width() - others))
