"""A table model over up to a million rows that holds their ids and the few pages that are looked at.

`data()` answers from memory and never reads: a page that is missing shows empty cells, is asked for after the paint
that met it, and repaints when it is there.
"""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from shiboken6 import isValid

from rexus.base.errors import BaseInalcanzableError, RexusError
from rexus.base.progress import Avance
from rexus.db.instantanea import Fechas, fechar
from rexus.ui.paged_table.cells import Cells, gone, loading, present, unread
from rexus.ui.paged_table.columns import Column, RowSource
from rexus.ui.paged_table.pages import MASK, PAGE, SHIFT, Page, Pages

Index = QModelIndex | QPersistentModelIndex

# Plain ints: data() is called for every cell of every paint, and comparing enums costs more than the answer.
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)
MARK_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1

_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

# Pages that one read fetches at most: what is visible spans two; more would make the visible ones wait.
_BATCH: Final = 2
# Rows at a time of who reads all of them.
_PIECE: Final = 1_000


class Jobs(Protocol):
    """What the model needs of `rexus.ui.jobs.Jobs`."""

    def read(self, fn: Callable[..., Any], /, *args: Any, avance: Avance | None = None) -> Awaitable[Any]: ...

    def spawn(self, coro: Coroutine[Any, Any, Any], /) -> Any: ...


class PagedTableModel(QAbstractTableModel):
    """Shows the result of a query. All methods are for the GUI thread and return at once."""

    loaded = Signal(int)
    """The whole result is known: how many rows."""
    load_failed = Signal(Exception)
    """Reading was refused with a RexusError; what was shown stays. A bug goes to `jobs.failed` instead."""
    busy_changed = Signal(bool)
    """A query is being read, or no longer."""
    page_ready = Signal(int, int)
    """Rows from … to … have just been read."""
    dated = Signal()
    """`moment` is another one."""

    def __init__(
        self,
        columns: Sequence[Column],
        source: RowSource,
        jobs: Jobs,
        parent: QObject | None = None,
        *,
        pages_kept: int = 64,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.keeping = False
        """True during a reset that shows the same query again: the view then keeps its place."""
        self._source = source
        self._jobs = jobs
        self._ids: array[int] = array("q")
        self._pages = Pages(pages_kept)
        self._previous: dict[int, Cells] = {}
        self._wanted: set[int] = set()
        self._failed: set[int] = set()
        self._refresh: set[int] = set()
        self._generation = 0
        self._last_page = -1
        self._last: Page | None = None
        self._loading = loading(self.columns)
        self._unread = unread(self.columns)
        self._moment: datetime | None = None
        self._window: Callable[[], tuple[int, int]] | None = None
        self._query: Any = None
        self._shown = False
        self._avance: Avance | None = None
        self._fetching = False
        self._kick = QTimer(self)
        self._kick.setSingleShot(True)
        self._kick.setInterval(0)
        self._kick.timeout.connect(self._start_fetching)

    # ── What Qt asks ──────────────────────────────────────────────────────────────────────────────────────────

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many rows are known so far."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns, hidden ones included."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """What a cell shows, from memory; empty while its page is being read."""
        if role == _DISPLAY:
            row = index.row()
            number = row >> SHIFT
            page = self._last if number == self._last_page else self._turn_to(number)
            return page[row & MASK].textos[index.column()] if page is not None else ""
        if role == MARK_ROLE:
            cells = self.cells(index.row())
            return cells.marcas[index.column()] if cells is not None and cells.marcas is not None else None
        if role == _ALIGNMENT:
            return _RIGHT if self.columns[index.column()].figures else _LEFT
        if role == _TOOLTIP:
            mark = self.data(index, MARK_ROLE)
            return mark.tooltip if mark is not None else None
        if role == _ACCESSIBLE:
            mark = self.data(index, MARK_ROLE)
            text = self.data(index, _DISPLAY)
            return f"{text}, {mark.tooltip}" if mark is not None and mark.tooltip else text
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Titles of the columns, aligned as their cells."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (_DISPLAY, _ACCESSIBLE):
            return column.title
        if role == _ALIGNMENT:
            return _RIGHT if column.figures else _LEFT
        return None

    # ── What the page asks ────────────────────────────────────────────────────────────────────────────────────

    @property
    def query(self) -> Any:
        """The query that was asked for last."""
        return self._query

    @property
    def busy(self) -> bool:
        """Whether a query is being read."""
        return self._avance is not None

    @property
    def settled(self) -> bool:
        """Whether what is shown is the whole result of the query, so that no rows means that there are none."""
        return self._shown and self._avance is None

    @property
    def lost(self) -> bool:
        """Whether nothing could be read of the query that was asked for last, so that no rows means nothing."""
        return self._query is not None and not self._shown and self._avance is None

    @property
    def moment(self) -> datetime | None:
        """Of when the oldest of what is shown is (UTC); None when its source does not tell."""
        return self._moment if self._shown else None

    def clear(self) -> None:
        """Show no rows: those that stood there answered another query than the one that could not be read."""
        with self._reset(keeping=False):
            self._pages.clear()
            self._previous = {}
            self._ids = array("q")

    def run(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run a coroutine of the view where the model's own run."""
        self._jobs.spawn(work)

    def load(self, query: Any) -> None:
        """Show another query from its beginning. One that is still being read is given up."""
        self._query = query
        self._shown = False
        self._begin()

    def reload(self) -> None:
        """Read the same query again; the view keeps selection, current row and place. Nothing before a `load`."""
        if self._query is not None:
            self._begin()

    def refresh(self, ids: Iterable[int]) -> None:
        """Read those rows again where they stand. Rows that are not in memory are read when they are met."""
        self._refresh.update(self._pages.find(frozenset(ids)))
        # A page that is being read now may carry the rows as they were before.
        self._refresh.update(set(ids) if self._fetching else ())
        if self._refresh:
            self._kick_off()

    def retry(self) -> None:
        """Ask again for the pages whose reading failed, as they are met."""
        self._failed.clear()
        self._last_page, self._last = -1, None
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))

    def close(self) -> None:
        """Stop reading; what arrives later is dropped."""
        if self._avance is not None:
            self._avance.cancelar()
            self._avance = None
        self._generation += 1
        self._wanted.clear()
        self._refresh.clear()
        self._kick.stop()

    def cells(self, row: int) -> Cells | None:
        """The row as it is in memory; None while it is being read."""
        number = row >> SHIFT
        page = self._last if number == self._last_page else self._turn_to(number)
        cells = page[row & MASK] if page is not None else None
        return cells if cells is not self._loading else None

    def id_at(self, row: int) -> int:
        """The id of a row. Raises IndexError."""
        return self._ids[row]

    def ids_of(self, rows: Iterable[int]) -> list[int]:
        """The ids of some rows. Raises IndexError."""
        return [self._ids[row] for row in rows]

    def ids_between(self, first: int, last: int) -> array[int]:
        """The ids of the rows `first` to `last`, both included, eight bytes each."""
        return self._ids[first : last + 1]

    def row_of(self, id: int) -> int:
        """Where an id stands; −1 if it is not in the result. Costs a look at every id before it."""
        try:
            return self._ids.index(id)
        except ValueError:
            return -1

    def rows_of(self, ids: set[int]) -> list[int]:
        """Where those ids stand, in order; ids that are not in the result are left out."""
        if len(ids) <= 3:
            return sorted(row for row in map(self.row_of, ids) if row >= 0)
        return [row for row, id in enumerate(self._ids) if id in ids]

    def watch(self, window: Callable[[], tuple[int, int]]) -> None:
        """`window()` tells the first and last row that are visible; their pages are read first."""
        self._window = window

    async def read_texts(self, ids: Sequence[int]) -> list[Cells]:
        """Rows as they are painted, read now, in the order of `ids`, deleted ones left out."""
        found, _ = await self._jobs.read(self._read_rows, list(ids))
        return [found[id] for id in ids if id in found]

    def reader(self) -> Callable[[Avance], Iterator[tuple[int, list[Cells]]]]:
        """Gives, in a worker's thread, all the rows of what was asked last, in order, a piece at a time, each with how
        many there are in all. Those that were deleted meanwhile are left out. What shows is kept apart from it."""
        query, columns, source = self._query, self.columns, self._source
        known = self._ids[:] if self.settled else None

        def read(avance: Avance) -> Iterator[tuple[int, list[Cells]]]:
            ids = source.index(query, avance) if known is None else known
            for start in range(0, len(ids), _PIECE):
                piece = ids[start : start + _PIECE]
                found = {cells.id: cells for cells in present(source.rows(piece), columns)}
                yield len(ids), [found[id] for id in piece if id in found]

        return read

    # ── Reading a query ───────────────────────────────────────────────────────────────────────────────────────

    def _begin(self) -> None:
        was_busy = self._avance is not None
        if self._avance is not None:
            self._avance.cancelar()
        self._avance = avance = Avance()
        if not was_busy:
            self.busy_changed.emit(True)
        self._jobs.spawn(self._load(avance, self._query, first=not self._shown))

    async def _load(self, avance: Avance, query: Any, *, first: bool) -> None:
        try:
            if first:
                rows, dated = await self._jobs.read(self._read_first, query, avance=avance)
                if not self._current(avance):
                    return
                self._show_first(rows)
                self._date(dated)
            ids, dated = await self._jobs.read(self._read_index, query, avance=avance)
        except RexusError as error:
            # A query that was given up may well end in a refusal: nobody waits for it.
            if self._current(avance):
                self._done()
                self.load_failed.emit(error)
            return
        except Exception:
            if self._current(avance):
                self._done()
            raise
        if not self._current(avance):
            return
        self._show_index(ids, first=first)
        self._date(dated, older_only=first)
        self._done()
        self.loaded.emit(len(ids))

    def _current(self, avance: Avance) -> bool:
        return avance is self._avance and isValid(self)

    def _done(self) -> None:
        self._avance = None
        self.busy_changed.emit(False)

    def _read_first(self, query: Any, *, avance: Avance) -> tuple[list[Cells], Fechas]:
        with fechar() as dated:
            return present(self._source.first(query, PAGE, avance), self.columns), dated

    def _read_index(self, query: Any, *, avance: Avance) -> tuple[array[int], Fechas]:
        with fechar() as dated:
            return self._source.index(query, avance), dated

    def _date(self, dated: Fechas, *, older_only: bool = False) -> None:
        """What was read is of that moment; with `older_only` newer than what is shown changes nothing."""
        moment = dated.mas_vieja
        if older_only and moment is not None and self._moment is not None:
            moment = min(moment, self._moment)
        if moment != self._moment:
            self._moment = moment
            self.dated.emit()

    def _show_first(self, rows: list[Cells]) -> None:
        with self._reset(keeping=False):
            self._pages.clear()
            self._previous = {}
            if rows:
                self._pages.put(0, rows[:PAGE])
            self._ids = array("q", (cells.id for cells in rows[:PAGE]))
        self._shown = True

    def _show_index(self, ids: array[int], *, first: bool) -> None:
        known = len(self._ids)
        if ids == self._ids:
            if not first:
                self._read_again()
        elif len(ids) > known and ids[:known] == self._ids:
            self._grow(ids)
            if not first:
                self._read_again()
        else:
            self._previous = self._pages.by_id()
            with self._reset(keeping=True):
                self._pages.clear()
                self._ids = ids

    def _grow(self, ids: array[int]) -> None:
        known = len(self._ids)
        self.beginInsertRows(QModelIndex(), known, len(ids) - 1)
        self._ids = ids
        number = known >> SHIFT
        page = self._pages.look(number)
        if page is not None:
            # It was the last one, and short.
            page.extend([self._loading] * (self._length(number) - len(page)))
            self._wanted.add(number)
            self._kick_off()
        self.endInsertRows()

    @contextlib.contextmanager
    def _reset(self, *, keeping: bool) -> Any:
        self.keeping = keeping
        self.beginResetModel()
        self._generation += 1
        self._last_page, self._last = -1, None
        self._wanted.clear()
        self._failed.clear()
        self._refresh.clear()
        yield
        self.endResetModel()
        self.keeping = False

    def _read_again(self) -> None:
        """The rows may have changed though their order has not: read what is visible now, the rest when it is met."""
        self._failed.clear()
        visible = [number for number in self._visible_pages() if number in self._pages]
        self._pages.keep_only(visible)
        self._last_page, self._last = -1, None
        self._wanted.update(visible)
        if self._wanted:
            self._kick_off()

    # ── Reading pages ─────────────────────────────────────────────────────────────────────────────────────────

    def _length(self, number: int) -> int:
        return min(PAGE, len(self._ids) - (number << SHIFT))

    def _visible_pages(self) -> range:
        if self._window is None or not self._ids:
            return range(0)
        first, last = self._window()
        return range(max(0, first) >> SHIFT, (min(last, len(self._ids) - 1) >> SHIFT) + 1)

    def _turn_to(self, number: int) -> Page | None:
        """Another page than the last one that was asked for; its neighbours will be wanted next."""
        page = self._pages.use(number)
        if page is None:
            page = self._miss(number)
            if page is None:
                return None
        self._last_page, self._last = number, page
        if not self._fetching and self._neighbours():
            self._kick_off()
        return page

    def _miss(self, number: int) -> Page | None:
        if not 0 <= number << SHIFT < len(self._ids):
            return None
        failed = number in self._failed
        if number not in self._wanted and not failed:
            self._wanted.add(number)
            self._kick_off()
        if not self._previous:
            return [self._unread] * PAGE if failed else None
        # After a reload: the rows as they were, until they are read, so that nothing blinks.
        start = number << SHIFT
        page = [self._previous.get(id, self._loading) for id in self._ids[start : start + PAGE]]
        self._pages.put(number, page)
        return page

    def _kick_off(self) -> None:
        if not self._fetching:
            self._kick.start()

    def _start_fetching(self) -> None:
        if not self._fetching:
            self._fetching = True
            self._jobs.spawn(self._fetch())

    def _neighbours(self) -> list[int]:
        visible = self._visible_pages()
        if not visible:
            return []
        around = (visible[-1] + 1, visible[0] - 1)
        return [
            n for n in around if 0 <= n << SHIFT < len(self._ids) and n not in self._pages and n not in self._failed
        ]

    def _next_pages(self) -> list[int]:
        """The pages to read next: visible ones, nearest to the middle first. Those scrolled past are forgotten."""
        visible = self._visible_pages()
        if visible:
            self._wanted = {n for n in self._wanted if visible[0] - 1 <= n <= visible[-1] + 1}
            middle = (visible[0] + visible[-1]) / 2
            order = sorted(self._wanted, key=lambda n: (abs(n - middle), n))
        else:
            order = sorted(self._wanted)
        return order[:_BATCH] or self._neighbours()[:1]

    async def _fetch(self) -> None:
        """Read what is wanted, one read at a time, until nothing is."""
        try:
            while isValid(self):
                # A refresh waits for the read before it, so the later read always wins.
                ids, self._refresh = frozenset(self._refresh), set()
                if ids:
                    await self._fetch_rows(ids)
                    continue
                numbers = self._next_pages()
                if not numbers:
                    self._previous = {}
                    return
                await self._fetch_pages(numbers)
        finally:
            self._fetching = False

    async def _fetch_pages(self, numbers: list[int]) -> None:
        generation = self._generation
        wanted = [id for n in numbers for id in self._ids[n << SHIFT : (n << SHIFT) + PAGE]]
        try:
            found = await self._read(wanted)
        except BaseInalcanzableError:
            if len(numbers) > 1 and generation == self._generation and isValid(self):
                # One of them may have been seen before.
                for number in numbers:
                    await self._fetch_pages([number])
                return
            found = None
        except Exception:
            # Not again at every paint.
            self._failed.update(numbers)
            raise
        if generation != self._generation or not isValid(self):
            return
        self._wanted.difference_update(numbers)
        if found is None:
            self._failed.update(numbers)
            for number in numbers:
                start = number << SHIFT
                self.dataChanged.emit(
                    self.index(start, 0), self.index(start + self._length(number) - 1, len(self.columns) - 1)
                )
            return
        for number in numbers:
            start = number << SHIFT
            ids = self._ids[start : start + PAGE]
            self._pages.put(number, [found.get(id) or gone(id, self.columns) for id in ids])
            self._last_page, self._last = -1, None
            self._tell(start, start + len(ids) - 1)

    async def _fetch_rows(self, ids: frozenset[int]) -> None:
        generation = self._generation
        places = self._pages.find(ids)
        try:
            found = await self._read(list(places)) if places else {}
        except BaseInalcanzableError:
            # They stay as they were.
            return
        if generation != self._generation or not isValid(self) or found is None:
            return
        # Pages may have come and gone while this was read.
        for id, (number, place) in self._pages.find(frozenset(places)).items():
            page = self._pages.look(number)
            if page is not None:
                page[place] = found.get(id) or gone(id, self.columns)
                row = (number << SHIFT) + place
                self._tell(row, row)

    async def _read(self, ids: list[int]) -> dict[int, Cells] | None:
        """Rows by id; None when that was refused. Raises BaseInalcanzableError, which `load_failed` tells too."""
        generation = self._generation
        try:
            found: dict[int, Cells]
            found, dated = await self._jobs.read(self._read_rows, ids)
        except RexusError as error:
            if generation == self._generation and isValid(self):
                self.load_failed.emit(error)
                if isinstance(error, BaseInalcanzableError):
                    raise
            return None
        if dated.de_memoria and generation == self._generation and isValid(self):
            self._date(dated, older_only=True)
        return found

    def _read_rows(self, ids: list[int]) -> tuple[dict[int, Cells], Fechas]:
        with fechar() as dated:
            return {cells.id: cells for cells in present(self._source.rows(ids), self.columns)}, dated

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self.page_ready.emit(first, last)
