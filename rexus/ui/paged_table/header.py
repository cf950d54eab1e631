"""The table's header: click to sort, drag to move, a menu to show and hide, and the layout as a value to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from rexus.base.text import tr
from rexus.ui import theme
from rexus.ui.paged_table.columns import Column

_NARROWEST: Final = 40
_WIDEST: Final = 2000


class ColumnHeader(QHeaderView):
    """Horizontal header over `columns`. `sort_requested(key, descending)` comes from clicks and the menu only."""

    sort_requested = Signal(str, bool)
    layout_changed = Signal()
    sorted_by = Signal(int)
    """The column that bears the arrow now; −1 is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns: tuple[Column, ...] = ()
        # How wide columns were when they were hidden.
        self._hidden: dict[int, int] = {}
        self._sorted: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)
        # Columns that became wider by themselves: what they were, and what they are.
        self._grown: dict[int, tuple[int, int]] = {}
        # Columns that a person made as wide as they are.
        self._sized: set[int] = set()
        self.resizing_itself = False
        """Whether what is resized now is the program's doing: `by_itself`."""
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(_NARROWEST)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSortIndicatorShown(True)
        self.setSortIndicator(*self._sorted)
        # Measuring looks at what is visible, not at a thousand rows that would have to be read first.
        self.setResizeContentsPrecision(0)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.sortIndicatorChanged.connect(self._on_clicked)
        self.sectionMoved.connect(self.layout_changed)
        # Before whoever asks `is_sized` in answer to the same signal.
        self.sectionResized.connect(self._on_resized)
        self.sectionResized.connect(self.layout_changed)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Take the model's columns, with their first widths."""
        self._columns = tuple(columns)
        self._hidden.clear()
        self.restore_defaults()

    def restore_defaults(self) -> None:
        """The columns as the program declares them."""
        self._apply([(n, column.width, column.visible) for n, column in enumerate(self._columns)])

    # ── Sorting ───────────────────────────────────────────────────────────────────────────────────────────────

    def set_sort(self, key: str, descending: bool = False) -> None:
        """Show by which column the rows are sorted; asks for nothing. An unknown key shows none."""
        place = next((n for n, column in enumerate(self._columns) if column.key == key), -1)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._sorted = (place, order)
        with QSignalBlocker(self):
            self.setSortIndicator(place, order)
        self.viewport().update()
        self.sorted_by.emit(place)

    @property
    def sort(self) -> tuple[str, bool] | None:
        """(key, descending) as shown, or None."""
        place, order = self._sorted
        return (self._columns[place].key, order == Qt.SortOrder.DescendingOrder) if place >= 0 else None

    def _on_clicked(self, section: int, order: Qt.SortOrder) -> None:
        if not 0 <= section < len(self._columns) or not self._columns[section].sortable:
            with QSignalBlocker(self):
                self.setSortIndicator(*self._sorted)
            self.viewport().update()
            return
        self._ask(section, order == Qt.SortOrder.DescendingOrder)

    def _ask(self, section: int, descending: bool) -> None:
        key = self._columns[section].key
        self.set_sort(key, descending)
        self.sort_requested.emit(key, descending)

    # ── Layout ────────────────────────────────────────────────────────────────────────────────────────────────

    def layout_state(self) -> list[dict[str, Any]]:
        """The columns from left to right: key, width, whether visible, and «propio» where a person chose the width.

        Plain values, fit for JSON.
        """
        state = []
        for visual in range(self.count()):
            section = self.logicalIndex(visual)
            column = self._columns[section]
            hidden = self.isSectionHidden(section)
            width = self._hidden.get(section, column.width) if hidden else self.sectionSize(section)
            before, now = self._grown.get(section, (width, width))
            width = before if width == now else width
            entry = {"clave": column.key, "ancho": width, "visible": not hidden}
            state.append(entry | {"propio": True} if section in self._sized else entry)
        return state

    def restore_layout(self, state: object) -> None:
        """Take a layout that was kept. What is not understood is passed over; columns it does not know come last."""
        known = {column.key: n for n, column in enumerate(self._columns)}
        wanted: dict[int, tuple[int, bool]] = {}
        sized: set[int] = set()
        for entry in state if isinstance(state, Sequence) else ():
            if not isinstance(entry, Mapping) or not isinstance(entry.get("clave"), str):
                continue
            section = known.get(entry["clave"])
            if section is None or section in wanted:
                continue
            width, visible = entry.get("ancho"), entry.get("visible")
            if not isinstance(width, int) or isinstance(width, bool) or not _NARROWEST <= width <= _WIDEST:
                width = self._columns[section].width
            elif entry.get("propio") is True:
                sized.add(section)
            wanted[section] = (width, visible if isinstance(visible, bool) else self._columns[section].visible)
        for section, column in enumerate(self._columns):
            wanted.setdefault(section, (column.width, column.visible))
        if not any(visible for _, visible in wanted.values()):
            self.restore_defaults()
            return
        self._apply([(section, width, visible) for section, (width, visible) in wanted.items()], sized)

    def grow(self, section: int, width: int) -> None:
        """Make a column wider for what is in it; never narrower, and no change of the user's layout."""
        now = self.sectionSize(section)
        if self.isSectionHidden(section) or now >= width:
            return
        before, grown = self._grown.get(section, (now, now))
        self._grown[section] = (before if grown == now else now, width)
        with self.by_itself():
            self.resizeSection(section, width)

    @contextmanager
    def by_itself(self) -> Iterator[None]:
        """What is resized meanwhile is the program's doing, and no choice of a person."""
        before, self.resizing_itself = self.resizing_itself, True
        try:
            yield
        finally:
            self.resizing_itself = before

    def is_sized(self, section: int) -> bool:
        """Whether a person made the column as wide as it is."""
        return section in self._sized

    def _on_resized(self, section: int, old: int, new: int) -> None:
        # Hiding and showing tell of a width of nothing; a last column that Qt stretches follows the window.
        if self.resizing_itself or not old or not new or self.stretchLastSection():
            return
        self._sized.add(section)
        self._grown.pop(section, None)

    def set_visible(self, key: str, visible: bool) -> None:
        """Show or hide a column; the last visible one stays."""
        section = next(n for n, column in enumerate(self._columns) if column.key == key)
        if not visible and self.shown_sections() == [section]:
            return
        if self.isSectionHidden(section) == visible:
            self._show_section(section, visible)
            self.layout_changed.emit()

    def shown_sections(self) -> list[int]:
        """The visible columns (model's numbers), from left to right."""
        order = (self.logicalIndex(visual) for visual in range(self.count()))
        return [section for section in order if not self.isSectionHidden(section)]

    def _show_section(self, section: int, visible: bool) -> None:
        # Qt gives 0 for a hidden section; showing it to measure it would tell of a change, again and again.
        if not visible:
            self._hidden[section] = self.sectionSize(section) or self._hidden.get(section, 0)
        self.setSectionHidden(section, not visible)

    def _apply(self, wanted: Sequence[tuple[int, int, bool]], sized: Iterable[int] = ()) -> None:
        if self.count() != len(self._columns):
            return
        self._grown.clear()
        self._sized = set(sized)
        with self.by_itself():
            for visual, (section, width, visible) in enumerate(wanted):
                self.setSectionHidden(section, False)
                self.resizeSection(section, width)
                self.moveSection(self.visualIndex(section), visual)
                self._show_section(section, visible)
        self.layout_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The headings, on a ground that runs to the edge whether or not there are as many."""
        with QPainter(self.viewport()) as painter:
            room = self.viewport().rect()
            painter.fillRect(room, theme.color("background"))
            painter.fillRect(0, room.height() - 1, room.width(), 1, theme.color("line"))
        super().paintEvent(event)

    # ── Menu ──────────────────────────────────────────────────────────────────────────────────────────────────

    def build_menu(self, section: int = -1, parent: QWidget | None = None) -> QMenu:
        """Sorting by `section` (if it is one), which columns show, and back to the first layout."""
        menu = QMenu(parent or self)
        if 0 <= section < len(self._columns) and self._columns[section].sortable:
            menu.addAction(tr("Ordenar de menor a mayor"), lambda: self._ask(section, False))
            menu.addAction(tr("Ordenar de mayor a menor"), lambda: self._ask(section, True))
            menu.addSeparator()
        shown = self.shown_sections()
        for visual in range(self.count()):
            number = self.logicalIndex(visual)
            action = QAction(self._columns[number].title, menu)
            action.setObjectName(f"columna.{self._columns[number].key}")
            action.setCheckable(True)
            action.setChecked(number in shown)
            action.setEnabled(shown != [number])
            action.toggled.connect(lambda on, key=self._columns[number].key: self.set_visible(key, on))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(tr("Restablecer columnas"), self.restore_defaults)
        return menu

    def _on_menu(self, where: QPoint) -> None:
        menu = self.build_menu(self.logicalIndexAt(where))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(where))
