"""How the tables look that have all of their rows in memory: as the paged one does."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QAbstractItemModel, QEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from rexus.ui import theme
from rexus.ui.paged_table import Column
from rexus.ui.paged_table.delegate import CellDelegate


class DressedTable(QTableView):
    """Whole rows without a grid, painted by `delegate` in the theme that is worn."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._worn: CellDelegate | None = None

    def dress_in(self, delegate: CellDelegate, model: QAbstractItemModel) -> None:
        """Show `model` so. Once, when the table is made."""
        self.setItemDelegate(delegate)
        self.setModel(model)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        theme.dress_rows(self)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFixedHeight(theme.ROW_HEIGHT)
        self._worn = delegate
        current = theme.current()
        if current is not None:
            current.changed.connect(self._dress)
        self._dress()

    def fit_whole(self, section: int, texts: Iterable[str]) -> None:
        """Make a column wide enough for all of these: codes are never cut short."""
        column: Column = self.model().columns[section]  # type: ignore[attr-defined]
        needed = self._worn.room_for(texts, column) if self._worn is not None else 0
        if needed:
            self.horizontalHeader().resizeSection(section, max(column.width, needed))

    def changeEvent(self, event: QEvent) -> None:
        """Another font changes what fits."""
        super().changeEvent(event)
        # Qt calls this while the base constructor runs, too.
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and getattr(self, "_worn", None):
            self._dress()

    def _dress(self) -> None:
        if self._worn is not None:
            self.ensurePolished()
            self._worn.dress(self.font())
            self.viewport().update()
