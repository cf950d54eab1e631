"""Selected rows on the clipboard: tabs and lines, as a spreadsheet takes them."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from rexus.ui.paged_table import place
from rexus.ui.paged_table.model import PagedTableModel

if TYPE_CHECKING:
    from rexus.ui.paged_table.view import PagedTableView


def copy_rows(view: PagedTableView, model: PagedTableModel, most: int) -> None:
    """Read the first `most` of the selected rows, as their visible columns, and put them there."""
    ids = place.ids_in(model, place.cut(place.runs(view.selectionModel().selection()), most))
    if len(ids):
        model.run(_copy(model, ids, view.shown_columns()))


async def _copy(model: PagedTableModel, ids: array[int], shown: list[int]) -> None:
    lines = ["\t".join(cells.textos[section] for section in shown) for cells in await model.read_texts(ids)]
    QGuiApplication.clipboard().setText("\n".join(lines))
