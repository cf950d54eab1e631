"""Cards beside each other: each goes below the column that is shorter so far, so that neither has a hole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

_GAP = 12


class Mosaico(QHBoxLayout):
    """Two columns, or one where two would be too narrow. The last card of each takes the room that is left in it, if it
    is one of `altos`: those that can be of any height."""

    def __init__(self, altos: Sequence[QWidget]) -> None:
        super().__init__()
        self.setSpacing(_GAP)
        self._high = set(altos)
        self._columns = (QVBoxLayout(), QVBoxLayout())
        self._placed: tuple[tuple[QWidget, ...], ...] = ()
        for column in self._columns:
            column.setSpacing(_GAP)
            self.addLayout(column, 1)

    def poner(self, cartas: Sequence[QWidget], ancho: int, *, dos: bool) -> None:
        """Lay these out, in the order in which they are looked at, in `ancho` px."""
        placed = self._share(cartas, (ancho - _GAP) // 2) if dos else (tuple(cartas), ())
        if placed == self._placed:
            return
        self._placed = placed
        for column, cards in zip(self._columns, placed, strict=True):
            while column.takeAt(0) is not None:
                pass
            for card in cards:
                column.addWidget(card, 1 if card is cards[-1] and card in self._high else 0)
            if cards and cards[-1] not in self._high:
                column.addStretch(1)
        self.setStretch(1, int(dos))
        self.setSpacing(_GAP if dos else 0)
        for before, after in pairwise(cartas):
            QWidget.setTabOrder(before, after)

    def _share(self, cards: Sequence[QWidget], wide: int) -> tuple[tuple[QWidget, ...], ...]:
        columns: tuple[list[QWidget], list[QWidget]] = ([], [])
        heights = [0, 0]
        for card in cards:
            shorter = heights.index(min(heights))
            columns[shorter].append(card)
            heights[shorter] += _height(card, wide) + _GAP
        return tuple(map(tuple, columns))


def _height(card: QWidget, wide: int) -> int:
    layout = card.layout()
    layout.invalidate()
    return layout.totalHeightForWidth(wide) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
