"""How wide columns are by themselves: headings, codes and figures are whole, and figures take no more than they need.

What grows by itself is no layout of the user's: the header does not tell of it (`ColumnHeader.grow`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

from rexus.ui import theme
from rexus.ui.paged_table.cells import Cells
from rexus.ui.paged_table.columns import Column, Kind
from rexus.ui.paged_table.delegate import PADDING, CellDelegate
from rexus.ui.paged_table.header import ColumnHeader

# What a column of figures is made for; larger ones make it wider when they come.
_USUAL: Final[dict[Kind, str]] = {"numero": "99.999", "cantidad": "99.999", "dinero": "999.999,00"}
# The arrow of the order and the gap before it.
_ARROW: Final = 14


class Widths:
    """Of the columns of one table."""

    def __init__(self, header: ColumnHeader, delegate: CellDelegate) -> None:
        self._header = header
        self._delegate = delegate
        self._columns: tuple[Column, ...] = ()
        # What was seen in the columns of codes and figures needs so much.
        self._needs: dict[int, int] = {}
        header.sectionResized.connect(self._on_resized)
        header.sorted_by.connect(self._on_sorted)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Lay these out for the first time."""
        self._columns = tuple(columns)
        self._needs = {n: 0 for n, column in enumerate(columns) if column.kind == "codigo" or column.figures}
        self._header.set_columns([replace(column, width=self._first(column)) for column in columns])

    def fit(self, rows: Iterable[Cells | None]) -> None:
        """Widen the columns of codes and of figures for the rows that have just been read."""
        read = [cells for cells in rows if cells is not None]
        for section, least in self._needs.items():
            column = self._columns[section]
            seen = self._delegate.room_for((cells.textos[section] for cells in read), column)
            self._needs[section] = max(least, seen)
            self._header.grow(section, self._needs[section])

    def _first(self, column: Column) -> int:
        heading = _heading(column.title)
        if not column.figures:
            return max(column.width, heading)
        return max(heading, min(column.width, self._delegate.room_for([_USUAL[column.kind]], column)))

    def _on_resized(self, section: int, old: int, new: int) -> None:
        least = self._needs.get(section, 0)
        if new <= 0 or new >= least:
            return
        if not old or self._header.resizing_itself:
            # It shows again, or is laid out.
            self._header.grow(section, least)
        else:
            # Codes and figures are never cut short, whatever the user does; what shows is what is kept.
            self._header.resizeSection(section, least)

    def _on_sorted(self, section: int) -> None:
        if 0 <= section < len(self._columns):
            self._header.grow(section, _heading(self._columns[section].title) + _ARROW)


def _heading(title: str) -> int:
    """What a heading needs, on a screen of whatever scale: letters that are not bent to its pixels may be wider."""
    font = theme.text_font("secundario")
    plain = QFont(font)
    plain.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return ceil(max(QFontMetricsF(one).horizontalAdvance(title) for one in (font, plain))) + 2 * PADDING
