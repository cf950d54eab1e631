"""How the figure of what is missing comes about, in words: one is one, several are several."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from rexus.modulos.compras.domain import cuenta
from rexus.stock.faltantes import Faltante

_CERO = Decimal(0)
VARIAS = Faltante(
    "perfil", 1, "A1", "Marco", Decimal(9), Decimal(9), Decimal(2), Decimal(3), Decimal(5), Decimal(4), _CERO,
    Decimal(5), _CERO, _CERO, Decimal(5), "REHAU", 1, _CERO, _CERO,
)  # fmt: skip


def test_sum_in_words() -> None:
    assert cuenta(VARIAS, minimos=True) == (
        "9 que esperan las obras + 5 de stock mínimo − 2 reservadas para ellas − 3 disponibles − 4 en pedido = faltan 5"
    )
    una = dataclasses.replace(
        VARIAS, pendiente=Decimal(4), reservado=Decimal(1), disponible=Decimal(1), en_pedido=Decimal(1),
        faltan=Decimal(1),
    )  # fmt: skip
    assert cuenta(una, minimos=False) == (
        "4 que esperan las obras − 1 reservada para ellas − 1 disponible − 1 en pedido = falta 1"
    )
    assert cuenta(dataclasses.replace(una, reservado=_CERO, disponible=_CERO, en_pedido=_CERO), minimos=False) == (
        "4 que esperan las obras = falta 1"
    )
