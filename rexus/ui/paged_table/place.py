"""What is selected, as runs of rows: a million selected rows are one run, not a million objects."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from rexus.ui.paged_table.model import PagedTableModel

if TYPE_CHECKING:
    from rexus.ui.paged_table.view import PagedTableView

Run = tuple[int, int]


@dataclass(frozen=True)
class Place:
    """Where the reader was: what was selected, the current row, and how far below the top it stood."""

    selected: frozenset[int]
    everything: bool
    current: int | None
    column: int
    anchor: int | None
    anchor_row: int
    offset: int


def remember(view: PagedTableView, model: PagedTableModel) -> Place | None:
    """Where the reader is now; None where there are no rows."""
    if not model.rowCount():
        return None
    top, bottom = view.visible_rows()
    current = view.currentIndex()
    row = current.row() if top <= current.row() <= bottom else top
    found = runs(view.selectionModel().selection())
    everything = found == [(0, model.rowCount() - 1)] and model.rowCount() > 1
    return Place(
        selected=frozenset() if everything else frozenset(ids_in(model, found)),
        everything=everything,
        current=view.current_id(),
        column=max(0, current.column()),
        anchor=model.id_at(row) if row < model.rowCount() else None,
        anchor_row=row,
        offset=row - top,
    )


def restore(view: PagedTableView, model: PagedTableModel, kept: Place) -> None:
    """Go back there, as far as its rows are still in the result."""
    selection = view.selectionModel()
    row = model.row_of(kept.current) if kept.current is not None else -1
    if row >= 0:
        selection.setCurrentIndex(model.index(row, kept.column), QItemSelectionModel.SelectionFlag.NoUpdate)
    if kept.everything:
        select_all(selection, model)
    elif kept.selected:
        select_rows(selection, model, model.rows_of(set(kept.selected)))
    anchor = model.row_of(kept.anchor) if kept.anchor is not None else -1
    if anchor < 0:
        anchor = min(kept.anchor_row, model.rowCount() - 1)
    # The header lays its sections out lazily; the range must be right before the bar is moved.
    view.updateGeometries()
    view.verticalScrollBar().setValue(anchor - kept.offset)


def runs(selection: QItemSelection) -> list[Run]:
    """The selected rows as runs (first, last), in order, joined where they touch."""
    found = sorted((part.top(), part.bottom()) for part in (selection.at(n) for n in range(selection.size())))
    return join(found)


def join(found: Iterable[Run]) -> list[Run]:
    """Runs in order of their first row, with those that overlap or touch made one."""
    joined: list[Run] = []
    for first, last in found:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def ids_in(model: PagedTableModel, found: Iterable[Run]) -> array[int]:
    """The ids of all rows in some runs, in the order of the rows, eight bytes each."""
    ids: array[int] = array("q")
    for first, last in found:
        ids += model.ids_between(first, last)
    return ids


def select_rows(selection: QItemSelectionModel, model: PagedTableModel, rows: Iterable[int]) -> None:
    """Select exactly those rows (given in order)."""
    last_column = model.columnCount() - 1
    wanted = QItemSelection()
    for first, last in join((row, row) for row in rows):
        wanted.select(model.index(first, 0), model.index(last, last_column))
    selection.select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def select_all(selection: QItemSelectionModel, model: PagedTableModel) -> None:
    """Select every row, as one run."""
    wanted = QItemSelection(model.index(0, 0), model.index(model.rowCount() - 1, model.columnCount() - 1))
    selection.select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def cut(found: Iterable[Run], limit: int) -> list[Run]:
    """The first `limit` rows of some runs."""
    kept: list[Run] = []
    for first, last in found:
        if limit <= 0:
            break
        kept.append((first, min(last, first + limit - 1)))
        limit -= last - first + 1
    return kept
