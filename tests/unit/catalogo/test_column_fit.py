"""Sharing the width of the table among the columns that give way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rexus.catalogo.view.column_fit import share

BOUNDS = [(120, 440), (88, 200)]


@given(st.integers(0, 3_000))
def test_within_bounds_and_full_to_the_edge(room: int) -> None:
    widths = share(room, BOUNDS)
    assert all(least <= w for w, (least, _most) in zip(widths, BOUNDS, strict=True))
    assert widths[1] <= BOUNDS[1][1]
    assert sum(widths) == max(room, 208)


def test_more_room_never_makes_a_column_narrower() -> None:
    for room in range(200, 700):
        assert all(a <= b + 1 for a, b in zip(share(room, BOUNDS), share(room + 1, BOUNDS), strict=True))
