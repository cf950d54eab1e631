"""Rows of a list that is short enough to be read whole at each question."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from rexus.base.progress import Avance
from rexus.ui.paged_table import Row

T = TypeVar("T")


class FewRows(Generic[T]):
    """A `RowSource`. `query` is the last question, `known` all its records by their row's id, `shown` those found.

    `read(query)` gives the records, `chosen(records, query)` those that are shown, in order, `row(record)` one as the
    table shows it. All run in a worker thread.
    """

    def __init__(
        self,
        read: Callable[[Any], list[T]],
        chosen: Callable[[Iterable[T], Any], list[T]],
        row: Callable[[T], Row],
    ) -> None:
        self._read = read
        self._chosen = chosen
        self._row = row
        self.query: Any = None
        self.known: dict[int, T] = {}
        self.shown: list[T] = []

    def first(self, query: Any, limit: int, avance: Avance) -> Sequence[Row]:
        """The first rows in order."""
        return [self._row(record) for record in self._look(query)[:limit]]

    def index(self, query: Any, avance: Avance) -> array[int]:
        """The ids of the whole result in order."""
        return array("q", (self._row(record).id for record in self._look(query)))

    def rows(self, ids: Sequence[int]) -> Sequence[Row]:
        """The rows of those ids, as they are now."""
        wanted = set(ids)
        return [row for row in map(self._row, self._read(self.query)) if row.id in wanted]

    def _look(self, query: Any) -> list[T]:
        every = self._read(query)
        shown = self._chosen(every, query)
        # Whole values are put in place at once: the screen's thread reads them.
        self.query = query
        self.known = {self._row(record).id: record for record in every}
        self.shown = shown
        return shown
