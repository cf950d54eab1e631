"""What kits come down to, by plain recursion and by the program's way."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.stock.despiece import Pieza, alcanzan, despiece, vuelta

cantidades = st.integers(1, 5_000).map(lambda n: Decimal(n).scaleb(-3))
articulos = st.builds(Pieza, cantidades, st.integers(1, 6))


@st.composite
def bosques(draw: st.DrawFn) -> dict[int, list[Pieza]]:
    """Kits of which each holds only articles and kits with smaller ids."""
    partes: dict[int, list[Pieza]] = {}
    for kit_id in range(1, draw(st.integers(1, 6)) + 1):
        partes[kit_id] = draw(st.lists(articulos, min_size=1, max_size=3))
        for subkit in draw(st.sets(st.integers(1, kit_id), max_size=2)) - {kit_id}:
            partes[kit_id].append(Pieza(Decimal(draw(st.integers(1, 3))), None, subkit))
    return partes


def plano(partes: dict[int, list[Pieza]], kit_id: int) -> dict[int, Decimal]:
    total: dict[int, Decimal] = {}
    for pieza in partes[kit_id]:
        suyas = {pieza.articulo_id: Decimal(1)} if pieza.subkit_id is None else plano(partes, pieza.subkit_id)
        for articulo, cada_una in suyas.items():
            total[articulo or 0] = total.get(articulo or 0, Decimal(0)) + pieza.cantidad * cada_una
    return total


@given(bosques())
def test_every_part_at_any_depth_is_counted(partes: dict[int, list[Pieza]]) -> None:
    assert despiece(partes, partes) == {kit_id: plano(partes, kit_id) for kit_id in partes}
    assert all(vuelta(partes, kit_id) == () for kit_id in partes)


@given(bosques(), st.dictionaries(st.integers(1, 6), st.integers(0, 100_000).map(lambda n: Decimal(n).scaleb(-3))))
def test_so_many_can_be_given_out_and_not_one_more(partes: dict[int, list[Pieza]], hay: dict[int, Decimal]) -> None:
    for necesita in despiece(partes, partes).values():
        n = alcanzan(necesita, hay)
        assert all(n * cada_uno <= hay.get(articulo, 0) for articulo, cada_uno in necesita.items())
        assert any((n + 1) * cada_uno > hay.get(articulo, 0) for articulo, cada_uno in necesita.items())


@given(bosques(), st.data())
def test_a_kit_in_one_of_its_own_parts_is_found(partes: dict[int, list[Pieza]], data: st.DataObject) -> None:
    dentro = data.draw(st.sampled_from(sorted(partes)))
    fuera = data.draw(st.sampled_from(sorted(partes)))
    alcanza = dentro == fuera or any(p.subkit_id == dentro for p in partes[fuera]) or _dentro(partes, fuera, dentro)
    partes[dentro] = [*partes[dentro], Pieza(Decimal(1), None, fuera)]
    camino = vuelta(partes, dentro)
    assert bool(camino) == alcanza
    if camino:
        assert camino[0] == camino[-1] == dentro
        for uno, otro in itertools.pairwise(camino):
            assert any(pieza.subkit_id == otro for pieza in partes[uno])


def _dentro(partes: dict[int, list[Pieza]], fuera: int, buscado: int) -> bool:
    return any(
        p.subkit_id == buscado or _dentro(partes, p.subkit_id, buscado)
        for p in partes[fuera]
        if p.subkit_id is not None
    )


def test_a_kit_of_nothing_makes_none_and_what_is_reserved_does_not_count() -> None:
    assert alcanzan({}, {1: Decimal(5)}) == 0
    assert alcanzan({1: Decimal(2)}, {1: Decimal(-3)}) == 0


def test_kits_in_kits_as_deep_as_anybody_likes() -> None:
    hondo = 5_000
    partes = {n: [Pieza(Decimal(1), None, n + 1)] for n in range(1, hondo)}
    partes[hondo] = [Pieza(Decimal(3), 7)]
    assert despiece(partes, [1])[1] == {7: Decimal(3)}
    assert vuelta(partes, 1) == ()
    partes[hondo] = [Pieza(Decimal(1), None, 1)]
    assert len(vuelta(partes, 1)) == hondo + 1
    with pytest.raises(ValueError, match="contains itself"):
        despiece(partes, [1])
