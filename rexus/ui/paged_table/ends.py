"""What is painted over the cells: rows run on to the right edge, and the current one bears a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QPainter

from rexus.ui import theme

if TYPE_CHECKING:
    from rexus.ui.paged_table.view import PagedTableView

_BAR: Final = 3


def paint_ends(view: PagedTableView) -> None:
    """To be called while the viewport is painted, after its cells. The bar shows while keys come here."""
    model, viewport, header = view.model(), view.viewport(), view.horizontalHeader()
    end = header.length() - header.offset()
    current = view.currentIndex().row()
    first, last = view.visible_rows()
    height = view.verticalHeader().defaultSectionSize()
    selection = view.selectionModel()
    with QPainter(viewport) as painter:
        line, ground, accent = theme.color("line"), theme.color("selection"), theme.color("accent")
        for row in range(first, min(last, model.rowCount() - 1) + 1):
            top = view.rowViewportPosition(row)
            if end < viewport.width():
                if selection.isSelected(model.index(row, 0)):
                    painter.fillRect(end, top, viewport.width() - end, height, ground)
                painter.fillRect(end, top + height - 1, viewport.width() - end, 1, line)
            if row == current and view.hasFocus():
                painter.fillRect(0, top, _BAR, height - 1, accent)
