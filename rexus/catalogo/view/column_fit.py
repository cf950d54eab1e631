"""Column widths for the room there is: until somebody changes the columns by hand, the figures stay in sight."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject

from rexus.catalogo.catalogo import Catalogo
from rexus.ui.paged_table import Column, PagedTableView

# Up to here everything must be in sight if it can be.
_LAST_NEEDED = "disponible"


class ColumnFit(QObject):
    """Fits the elastic columns whenever the table's width changes, while `active`: nobody laid the columns out."""

    def __init__(self, table: PagedTableView, catalogo: Catalogo) -> None:
        super().__init__(table)
        # These give way, and take what is left over: (column, narrowest, widest).
        self._elastic = [(c.clave, *c.elastica) for c in catalogo.columnas if c.elastica is not None]
        self._moves_by_itself = {key for key, _least, _most in self._elastic}
        self._table = table
        self._fitted: dict[str, int] = {}
        self._shape: list[tuple[Any, ...]] = []
        self.active = True
        self._fitting = False
        table.viewport().installEventFilter(self)
        # The table widens what codes and figures need.
        table.horizontalHeader().sectionResized.connect(self._refit)

    def changed_by_hand(self) -> bool:
        """Whether the columns differ from how they were fitted."""
        return bool(self._shape) and (self._shape != self._look() or self._elastic_widths() != self._fitted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit when the table becomes wider or narrower."""
        if event.type() == QEvent.Type.Resize:
            self._refit()
        return False

    def _refit(self) -> None:
        if self.active and not self._fitting and not self.changed_by_hand():
            self.fit()

    def is_factory(self) -> bool:
        """Whether the columns are as the program declares them."""
        columns = self._columns()
        declared = [(column.key, column.visible) for column in columns]
        widths = {column.key: column.width for column in columns if column.key in self._fitted}
        return [(key, visible) for key, visible, _width in self._look()] == declared and (
            self._elastic_widths() == widths
        )

    def fit(self) -> None:
        """Share the width out: as many columns in sight as leave the elastic ones their usual width."""
        header = self._table.horizontalHeader()
        columns = self._columns()
        keys = [column.key for column in columns]
        elastic = {key: keys.index(key) for key, _least, _most in self._elastic}
        usual = sum(columns[n].width for n in elastic.values())
        rigid = [0 if n in elastic.values() else header.sectionSize(n) for n in range(len(columns))]
        room = self._table.viewport().width()
        for shown in range(len(columns), keys.index(_LAST_NEEDED), -1):
            spare = room - sum(rigid[:shown])
            if spare >= usual:
                break
        widths = share(spare, [(least, most) for _key, least, most in self._elastic])
        self._fitting = True
        with header.by_itself():
            for (key, _least, _most), width in zip(self._elastic, widths, strict=True):
                header.resizeSection(elastic[key], width)
        self._fitting = False
        self._fitted = self._elastic_widths()
        self._shape = self._look()

    def _columns(self) -> tuple[Column, ...]:
        return tuple(self._table.model().columns)  # type: ignore[attr-defined]

    def _look(self) -> list[tuple[Any, ...]]:
        return [
            (c["clave"], c["visible"], None if c["clave"] in self._moves_by_itself else c["ancho"])
            for c in self._table.layout_state()["columnas"]
        ]

    def _elastic_widths(self) -> dict[str, int]:
        wanted = {key for key, _least, _most in self._elastic}
        return {c["clave"]: c["ancho"] for c in self._table.layout_state()["columnas"] if c["clave"] in wanted}


def share(room: int, bounds: list[tuple[int, int]]) -> list[int]:
    """Widths within their bounds (narrowest, widest) that together fill `room`; what none may take goes to the first,
    so that rows end where the table does."""
    widths = [least for least, _most in bounds]
    spare = room - sum(widths)
    for n, (least, most) in enumerate(bounds):
        part = max(0, min(most - least, spare if n == len(bounds) - 1 else spare * 3 // 4))
        widths[n] += part
        spare -= part
    if spare > 0 and bounds:
        widths[0] += spare
    return widths
