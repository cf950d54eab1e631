"""The name of a group has the room of the cells beside it, which are empty in its row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from rexus.ui.paged_table import PagedTableView


class GroupNames(QObject):
    """Of `table`, once it has its model: from its column `first` to the one before `end`, while they stand in that
    order and the first one shows."""

    def __init__(self, table: PagedTableView, first: int, end: int) -> None:
        super().__init__(table)
        self._table = table
        self._first = first
        self._end = end
        self._rows: tuple[int, ...] = ()
        self._spanned: tuple[int, ...] = ()
        table.model().modelAboutToBeReset.connect(self._clear)
        table.layout_changed.connect(self._span)

    def set_rows(self, rows: Sequence[int]) -> None:
        """Which rows are the heads of groups."""
        self._rows = tuple(rows)
        self._span()

    def _clear(self) -> None:
        self._rows = ()
        self._span()

    def _span(self) -> None:
        header = self._table.horizontalHeader()
        first, end = self._first, self._end
        in_order = all(header.visualIndex(n) == header.visualIndex(first) + n - first for n in range(first, end))
        wanted = self._rows if in_order and not header.isSectionHidden(first) else ()
        if wanted == self._spanned:
            return
        self._spanned = wanted
        self._table.clearSpans()
        for row in wanted:
            self._table.setSpan(row, first, 1, end - first)
