"""What is missing and what to order, for any quantities."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.db.types import CANTIDAD_MAXIMA
from rexus.stock.pedir import faltan, faltan_en_total, pedir, pendiente

cantidades = st.decimals(min_value=0, max_value=CANTIDAD_MAXIMA, places=3)
positivas = st.decimals(min_value="0.001", max_value=CANTIDAD_MAXIMA, places=3)


@pytest.mark.parametrize(
    ("faltan_", "ped_min", "emba", "esperado"),
    [
        ("4", "6", "1", "6"),
        ("1", "1", "1", "1"),
        ("0", "6", "4", "0"),
        ("7", "6", "4", "8"),
        ("5", "0", "0", "5"),
        ("2.5", "0", "0", "2.5"),
        ("5", "10", "0", "10"),
        ("0.001", "0", "6", "6"),
        ("999999999.999", "0", "0.001", "999999999.999"),
    ],
)
def test_examples(faltan_: str, ped_min: str, emba: str, esperado: str) -> None:
    assert pedir(Decimal(faltan_), Decimal(ped_min), Decimal(emba)) == Decimal(esperado)


@given(cantidades, cantidades, cantidades)
def test_to_order_is_the_smallest_that_will_do(falta: Decimal, ped_min: Decimal, emba: Decimal) -> None:
    cuanto = pedir(falta, ped_min, emba)
    if not falta:
        assert cuanto == 0
        return
    assert cuanto >= falta and cuanto >= ped_min
    if emba:
        assert cuanto % emba == 0
        # One pack fewer would not do.
        assert cuanto - emba < max(falta, ped_min)
    else:
        assert cuanto == max(falta, ped_min)


@given(positivas, cantidades, cantidades)
def test_more_missing_never_orders_less(falta: Decimal, ped_min: Decimal, emba: Decimal) -> None:
    assert pedir(falta, ped_min, emba) <= pedir(falta + 1, ped_min, emba)


@given(cantidades, cantidades, cantidades)
def test_what_is_given_out_and_set_apart_lacks_no_more(
    necesarias: Decimal, entregado: Decimal, reservado: Decimal
) -> None:
    resto = pendiente(necesarias, entregado)
    assert 0 <= faltan(resto, reservado) <= resto <= necesarias
    assert faltan(resto, resto) == 0


@given(cantidades, cantidades, cantidades, cantidades, cantidades)
def test_ordering_what_is_missing_leaves_nothing_missing(
    pendientes: Decimal, minimo: Decimal, reservado: Decimal, disponible: Decimal, en_pedido: Decimal
) -> None:
    falta = faltan_en_total(pendientes, minimo, reservado, disponible, en_pedido)
    assert falta >= 0
    assert faltan_en_total(pendientes, minimo, reservado, disponible, en_pedido + falta) == 0


@pytest.mark.parametrize("cual", range(3))
def test_a_negative_quantity_is_a_bug(cual: int) -> None:
    cantidades_ = [Decimal(1)] * 3
    cantidades_[cual] = Decimal(-1)
    with pytest.raises(ValueError, match="-1"):
        pedir(*cantidades_)
