"""The pages of a table that are in memory: the least recently used one leaves when there are too many."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Final

from rexus.ui.paged_table.cells import Cells

SHIFT: Final = 7
PAGE: Final = 1 << SHIFT
MASK: Final = PAGE - 1

Page = list[Cells]


class Pages:
    """Pages of 128 rows by number, at most `limit` of them."""

    def __init__(self, limit: int = 64) -> None:
        self._limit = limit
        self._pages: OrderedDict[int, Page] = OrderedDict()

    def __contains__(self, number: int) -> bool:
        return number in self._pages

    def __len__(self) -> int:
        return len(self._pages)

    def __iter__(self) -> Iterator[int]:
        return iter(list(self._pages))

    def use(self, number: int) -> Page | None:
        """The page, which counts as used now."""
        page = self._pages.get(number)
        if page is not None:
            self._pages.move_to_end(number)
        return page

    def look(self, number: int) -> Page | None:
        """The page, without counting as use."""
        return self._pages.get(number)

    def put(self, number: int, page: Page) -> None:
        """Keep a page; another leaves if there are too many."""
        self._pages[number] = page
        self._pages.move_to_end(number)
        while len(self._pages) > self._limit:
            self._pages.popitem(last=False)

    def keep_only(self, numbers: Iterable[int]) -> None:
        """Forget all other pages."""
        kept = set(numbers)
        for number in self:
            if number not in kept:
                del self._pages[number]

    def clear(self) -> None:
        """Forget every page."""
        self._pages.clear()

    def find(self, ids: frozenset[int]) -> dict[int, tuple[int, int]]:
        """Where those of `ids` that are in memory stand: id → page number, place in the page."""
        return {
            cells.id: (number, place)
            for number, page in self._pages.items()
            for place, cells in enumerate(page)
            if cells.id in ids
        }

    def by_id(self) -> dict[int, Cells]:
        """Every real row in memory."""
        return {cells.id: cells for page in self._pages.values() for cells in page if cells.real}
