"""What can be chosen as a place, and in which order."""

from __future__ import annotations

from decimal import Decimal

from rexus.catalogo.view.place_field import Choice, anywhere, with_goods
from rexus.stock.kardex import ExistenciaLugar
from rexus.stock.ubicaciones import Lugar

AQUI = [
    ExistenciaLugar(2, "Rack A3", 0, Decimal(4)),
    ExistenciaLugar(3, "Rack C16", 0, Decimal(8)),
    ExistenciaLugar(2, "Rack A3", 2100, Decimal(20)),
]


def test_goods_are_taken_where_there_are_most_whole_ones_first() -> None:
    assert [c.label for c in with_goods(AQUI)] == [
        "Rack C16 · hay 8",
        "Rack A3 · hay 4",
        "Rack A3, retazo 2.100 mm · hay 20",
    ]


def test_goods_go_anywhere_but_first_to_their_like() -> None:
    lugares = [Lugar(n, codigo, "", "", True, 1) for n, codigo in ((1, "General"), (2, "Rack A3"), (3, "Rack C16"))]
    assert [c.label for c in anywhere(lugares, AQUI)] == ["Rack A3 · hay 4", "Rack C16 · hay 8", "General"]


def test_a_place_without_any_says_only_where() -> None:
    assert Choice(1, "General").label == "General"
