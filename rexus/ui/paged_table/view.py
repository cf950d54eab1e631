"""The table that people look at all day: rows of one height, whole-row selection, keyboard first.

view = PagedTableView()
view.setModel(PagedTableModel(columns, source, jobs, view))
view.set_sort("codigo")
view.sort_requested.connect(lambda key, descending: ...)   # the page loads the query in the new order
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget

from rexus.ui import theme
from rexus.ui.paged_table import place
from rexus.ui.paged_table.copying import copy_rows
from rexus.ui.paged_table.delegate import CellDelegate
from rexus.ui.paged_table.elastic import ElasticColumn, elastic_of
from rexus.ui.paged_table.ends import paint_ends
from rexus.ui.paged_table.header import ColumnHeader
from rexus.ui.paged_table.model import Index, PagedTableModel
from rexus.ui.paged_table.overlay import Does, EmptyTable, ProgressLine, Words
from rexus.ui.paged_table.widths import Widths
from rexus.ui.theme import set_class

# What Ctrl+C puts on the clipboard at most; whole catalogues leave through the export.
COPIED_ROWS: Final = 2000
_SELECT: Final = QItemSelectionModel.SelectionFlag


class PagedTableView(QTableView):
    """Shows a PagedTableModel (or any model with `columns`). Signals carry keys and ids, never indexes."""

    sort_requested = Signal(str, bool)
    """(key, descending): the user wants another order."""
    current_changed = Signal(object)
    """Id of the current row, or None."""
    selection_changed = Signal()
    """Ask `selected_ids()` or `selected_count()`."""
    row_activated = Signal(object)
    """Id of the row on which Enter was pressed or that was double-clicked."""
    text_typed = Signal(str)
    """Something was typed over the table: the page may hand it to its search field."""
    layout_changed = Signal()
    """Columns were moved, resized, shown or hidden, or the density changed: ask `layout_state()`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paged: PagedTableModel | None = None
        self._place: place.Place | None = None
        self.fills = True
        """One column takes the room that is left over, so that rows end at the right edge. To be said before a model is
        set; who shares the room out otherwise says no."""
        self._elastic: ElasticColumn | None = None
        self._told: int | None = None
        self._header = ColumnHeader(self)
        self.setHorizontalHeader(self._header)
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self._widths = Widths(self._header, self._delegate)
        self._empty = EmptyTable(self.viewport())
        self._empty_words: Words = ("", "", "", None)
        self._lost_words: Words = ("", "", "", None)
        self._line = ProgressLine(self)
        # The headings run on above the vertical scroll bar.
        self._above_bar = QFrame()
        set_class(self._above_bar, "encima")
        self.addScrollBarWidget(self._above_bar, Qt.AlignmentFlag.AlignTop)
        self._header.geometriesChanged.connect(self._level_bar)

        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        # The headings and a row: less than Qt would have, where the window is low.
        self.setMinimumHeight(2 * theme.ROW_HEIGHT)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setHighlightSections(False)
        theme.dress_rows(self)
        self.horizontalScrollBar().setSingleStep(24)

        self._header.sort_requested.connect(self.sort_requested)
        self._header.layout_changed.connect(self.layout_changed)
        self.doubleClicked.connect(self._on_double_click)
        current = theme.current()
        if current is not None:
            current.changed.connect(self._dress)
        self._dress()

    # ── Model ─────────────────────────────────────────────────────────────────────────────────────────────────

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model with `columns`. Once per view."""
        super().setModel(model)
        if model is None:
            return
        # Painting a header asks its selection about every row of every column: with all of a million rows selected
        # that takes seconds. Its own selection is always empty.
        self._header.setSelectionModel(QItemSelectionModel(model, self._header))
        columns = model.columns  # type: ignore[attr-defined]
        self._delegate.set_columns(columns)
        self._widths.set_columns(columns)
        self._header.setMinimumHeight(theme.ROW_HEIGHT)
        elastic = elastic_of(columns) if self.fills and not self._header.stretchLastSection() else None
        if elastic is not None:
            self._elastic = ElasticColumn(self, self._header, elastic, columns[elastic])
        model.modelReset.connect(self._update_empty)
        model.rowsInserted.connect(self._update_empty)
        if isinstance(model, PagedTableModel):
            self._paged = model
            model.watch(self.visible_rows)
            model.modelAboutToBeReset.connect(self._remember)
            model.modelReset.connect(self._restore)
            model.page_ready.connect(self._fit_rows)
            model.loaded.connect(self._on_loaded)
            model.busy_changed.connect(self._on_busy)
        self._update_empty()

    def visible_rows(self) -> tuple[int, int]:
        """First and last row that are in sight."""
        first = max(0, self.rowAt(0))
        height = self.verticalHeader().defaultSectionSize()
        return first, first + self.viewport().height() // height

    # ── Selection ─────────────────────────────────────────────────────────────────────────────────────────────

    def selected_ids(self) -> array[int]:
        """The ids of the selected rows, in the order of the rows; any number of them, eight bytes each."""
        if self._paged is None:
            return array("q")
        return place.ids_in(self._paged, place.runs(self.selectionModel().selection()))

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(last - first + 1 for first, last in place.runs(self.selectionModel().selection()))

    def current_id(self) -> int | None:
        """The id of the current row."""
        row = self.currentIndex().row()
        return self._paged.id_at(row) if self._paged is not None and 0 <= row < self._paged.rowCount() else None

    def select_id(self, id: int) -> bool:
        """Make the row of `id` the current and only selected one, in sight. False if it is not in the result."""
        row = self._paged.row_of(id) if self._paged is not None else -1
        if row < 0:
            return False
        self.select_row(row)
        return True

    def select_row(self, row: int) -> None:
        """Make a row the current and only selected one, in sight."""
        shown = self._header.shown_sections()
        column = self.currentIndex().column()
        index = self.model().index(row, column if column in shown else shown[0])
        self.selectionModel().setCurrentIndex(index, _SELECT.ClearAndSelect | _SELECT.Rows)
        self.scrollTo(index)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a row in sight without moving sideways: the row is what is looked at, not the cell."""
        before = self.horizontalScrollBar().value()
        super().scrollTo(index, hint)
        self.horizontalScrollBar().setValue(before)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell the id once, however the current row came about."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self._tell_current()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell that another set is selected."""
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def _tell_current(self) -> None:
        now = self.current_id()
        if now != self._told:
            self._told = now
            self.current_changed.emit(now)

    # ── Keeping the place over a reload ───────────────────────────────────────────────────────────────────────

    def _remember(self) -> None:
        model = self._paged
        self._place = place.remember(self, model) if model is not None and model.keeping else None

    def _restore(self) -> None:
        kept, self._place = self._place, None
        model = self._paged
        if model is None:
            return
        if kept is None or not model.rowCount():
            self.scrollToTop()
        else:
            place.restore(self, model, kept)
        self._tell_current()
        self.selection_changed.emit()

    # ── Columns, order ────────────────────────────────────────────────────────────────────────────────────────

    def horizontalHeader(self) -> ColumnHeader:
        """The headings, with what they know of the columns."""
        return self._header

    def set_sort(self, key: str, descending: bool = False) -> None:
        """Show by which column the rows are sorted; asks for nothing."""
        self._header.set_sort(key, descending)

    def layout_state(self) -> dict[str, Any]:
        """Columns (order, widths, which show) and order of rows, as plain values fit for JSON."""
        sort = self._header.sort
        return {
            "columnas": self._header.layout_state(),
            "orden": {"clave": sort[0], "descendente": sort[1]} if sort is not None else None,
        }

    def restore_layout(self, state: object) -> None:
        """Take a layout that was kept, of an older program too; what is not understood is passed over.

        The order is shown; the page asks `sort` and loads by it.
        """
        if not isinstance(state, Mapping):
            return
        self._header.restore_layout(state.get("columnas"))
        order = state.get("orden")
        if isinstance(order, Mapping) and isinstance(order.get("clave"), str):
            self.set_sort(order["clave"], order.get("descendente") is True)

    @property
    def sort(self) -> tuple[str, bool] | None:
        """(key, descending) as the header shows it, or None."""
        return self._header.sort

    def shown_columns(self) -> list[int]:
        """The visible columns (model's numbers), from left to right."""
        return self._header.shown_sections()

    def columns_menu(self, parent: QWidget | None = None) -> QMenu:
        """The header's menu, for a button of the page."""
        return self._header.build_menu(parent=parent or self)

    def set_column_visible(self, key: str, visible: bool) -> None:
        """Show or hide a column; the last visible one stays."""
        self._header.set_visible(key, visible)

    @property
    def elastic(self) -> int | None:
        """The column (model's number) that is as wide as the room, if one is: no longer once a person sized it."""
        if self._elastic is None or self._header.is_sized(self._elastic.section):
            return None
        return self._elastic.section

    def _fit_rows(self, first: int, last: int) -> None:
        if self._paged is not None:
            self._widths.fit(map(self._paged.cells, range(first, last + 1)))

    # ── Empty page, progress ──────────────────────────────────────────────────────────────────────────────────

    def set_empty(self, titulo: str, frase: str = "", verbo: str = "", hace: Does = None) -> None:
        """What an empty table says, and the button that does something about it: none without `verbo`, nor while the
        action `hace` is off."""
        self._empty_words = (titulo, frase, verbo, hace)
        self._update_empty()

    def set_lost(self, titulo: str, frase: str = "", verbo: str = "", hace: Does = None) -> None:
        """What the table says when nothing could be read of what was asked for (`model.lost`)."""
        self._lost_words = (titulo, frase, verbo, hace)
        self._update_empty()

    def _update_empty(self) -> None:
        model = self.model()
        empty = model is None or model.rowCount() == 0
        lost = self._paged is not None and self._paged.lost
        if empty and self._paged is not None:
            empty = self._paged.settled or lost
        self._empty.offer(self._lost_words if lost else self._empty_words)
        show = empty and self._empty.speaks
        # There is nothing to be moved to the side.
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if show else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(bar)
        if show:
            self._empty.setGeometry(self.viewport().rect())
        self._empty.setVisible(show)

    def _on_loaded(self, total: int) -> None:
        self._update_empty()
        if total and self._paged is not None:
            first, last = self.visible_rows()
            self._fit_rows(first, min(last, total - 1))

    def _on_busy(self, busy: bool) -> None:
        self._line.set_busy(busy)
        self._update_empty()

    # ── Keys ──────────────────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last row, Enter opens, Ctrl+C copies; the rest is Qt's."""
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        )
        rows = self.model().rowCount() if self.model() is not None else 0
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier
        ):
            if self.current_id() is not None:
                self.row_activated.emit(self.current_id())
            else:
                # It may be for the button that an empty table has.
                event.ignore()
        elif plain and rows and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if event.key() == Qt.Key.Key_Home else rows - 1, event)
        elif event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.selectionModel().select(self.currentIndex(), _SELECT.Toggle | _SELECT.Rows)
        else:
            super().keyPressEvent(event)

    def _go(self, row: int, event: QKeyEvent) -> None:
        shown = self._header.shown_sections()
        column = self.currentIndex().column() if self.currentIndex().column() in shown else shown[0]
        index = self.model().index(row, column)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            start = max(0, self.currentIndex().row())
            span = QItemSelection(self.model().index(min(start, row), 0), self.model().index(max(start, row), column))
            self.selectionModel().select(span, _SELECT.ClearAndSelect | _SELECT.Rows)
            self.selectionModel().setCurrentIndex(index, _SELECT.NoUpdate)
            self.scrollTo(index)
        else:
            self.select_row(row)

    def keyboardSearch(self, search: str) -> None:
        """Typing searches the whole catalogue, not the rows in memory: tell the page instead of looking here."""
        self.text_typed.emit(search)

    def _on_double_click(self, index: QModelIndex) -> None:
        if self._paged is not None and index.isValid():
            self.row_activated.emit(self._paged.id_at(index.row()))

    def copy_selection(self) -> None:
        """Put the selected rows (at most 2000), as their visible columns, on the clipboard: tabs and lines."""
        if self._paged is not None:
            copy_rows(self, self._paged, COPIED_ROWS)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first row current and chooses none: here what is current is chosen. A click chooses its own."""
        stood = self.currentIndex().isValid()
        super().focusInEvent(event)
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if not stood and not by_mouse and self.currentIndex().isValid() and not self.selected_count():
            self.select_row(self.currentIndex().row())

    # ── Painting ──────────────────────────────────────────────────────────────────────────────────────────────

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells; then rows run on to the right edge, and the current one bears a bar while keys come here."""
        super().paintEvent(event)
        if self.model() is not None and self.model().rowCount():
            paint_ends(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies over the table in its place."""
        super().resizeEvent(event)
        self._empty.setGeometry(self.viewport().rect())
        self._line.setGeometry(self.viewport().x(), self.viewport().y(), self.viewport().width(), 2)
        self._level_bar()

    def _level_bar(self) -> None:
        self._above_bar.setFixedHeight(self._header.height())

    def changeEvent(self, event: QEvent) -> None:
        """Another font changes what fits."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._dress()

    def _dress(self) -> None:
        # Qt calls changeEvent while the base constructor runs.
        if hasattr(self, "_delegate"):
            self.ensurePolished()
            self._delegate.dress(self.font())
            self.viewport().update()
