"""A bar that goes forward only, ends full, and stops every part when somebody cancels."""

from __future__ import annotations

import pytest

from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance
from rexus.respaldos.progreso import Camino


def test_parts_add_up() -> None:
    dichos: list[tuple[int, int]] = []
    camino = Camino(Avance(lambda hecho, total: dichos.append((hecho, total))), 100)
    una, otra = camino.parte(40), camino.parte(60)
    una.paso(1, 2)
    otra.paso(1, 3)
    otra.paso(0)
    una.paso(1, 4)
    una.hecha()
    otra.hecha()
    assert dichos == [(20, 100), (40, 100), (40, 100), (40, 100), (60, 100), (100, 100)]


def test_more_than_was_expected_is_not_more_than_all() -> None:
    dichos: list[int] = []
    camino = Camino(Avance(lambda hecho, _total: dichos.append(hecho)), 10)
    camino.parte(8).hecha()
    camino.parte(8).hecha()
    assert dichos == [8, 10]


def test_who_cancels_stops_every_part() -> None:
    avance = Avance()
    parte = Camino(avance, 10).parte(10)
    assert not parte.cancelado
    avance.cancelar()
    assert parte.cancelado
    with pytest.raises(CanceladoError):
        parte.paso(1, 10)
