"""The column that takes the room that the others leave: what people read most is not cut while the table has room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView

from rexus.ui.paged_table.columns import Column
from rexus.ui.paged_table.header import ColumnHeader


def elastic_of(columns: Sequence[Column]) -> int | None:
    """Which column gives way: the one that is declared so, else the widest text; None where there are only figures."""
    declared = [n for n, column in enumerate(columns) if column.elastic]
    texts = [n for n, column in enumerate(columns) if column.kind == "texto" and column.visible]
    return next(iter(declared), max(texts, key=lambda n: columns[n].width, default=None))


class ElasticColumn(QObject):
    """Keeps one column of `view` as wide as the room, and never narrower than it is declared.

    Once a person sized it, it stays so: the room that is left is empty until the columns are restored. Where the
    columns need more than there is, the table scrolls as ever.
    """

    def __init__(self, view: QTableView, header: ColumnHeader, section: int, column: Column) -> None:
        super().__init__(view)
        self._view = view
        self._header = header
        self.section = section
        self._least = column.width
        self._fitting = False
        view.viewport().installEventFilter(self)
        header.sectionResized.connect(self._fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table got another width."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        header = self._header
        if self._fitting or header.isSectionHidden(self.section) or header.is_sized(self.section):
            return
        others = sum(header.sectionSize(n) for n in range(header.count()) if n != self.section)
        self._fitting = True
        with header.by_itself():
            header.resizeSection(self.section, max(self._least, self._view.viewport().width() - others))
        self._fitting = False
