"""The column that takes the room that the others leave: what people read most is not cut while the table has room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView

from rexus.ui.paged_table.columns import Column


class ElasticColumn(QObject):
    """Keeps one column of `view` as wide as the room, and never narrower than it is declared.

    Where the columns need more than there is, the table scrolls as ever.
    """

    def __init__(self, view: QTableView, section: int, column: Column) -> None:
        super().__init__(view)
        self._view = view
        self._section = section
        self._least = column.width
        self._fitting = False
        view.viewport().installEventFilter(self)
        view.horizontalHeader().sectionResized.connect(self._fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table got another width."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        header = self._view.horizontalHeader()
        if self._fitting or header.isSectionHidden(self._section):
            return
        others = sum(header.sectionSize(n) for n in range(header.count()) if n != self._section)
        self._fitting = True
        header.resizeSection(self._section, max(self._least, self._view.viewport().width() - others))
        self._fitting = False
