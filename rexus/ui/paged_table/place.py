"""What is selected, as runs of rows: a million selected rows are one run, not a million objects."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from rexus.ui.paged_table.model import PagedTableModel

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
