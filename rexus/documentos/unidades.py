"""The unit of a line as one reads it after a figure: «1 barra», «8 barras»."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

_VOCALES: Final = "aeiouáéó"
# Shorter ones are signs («m», «kg», «u.»), which have no plural; longer ones are words.
_PALABRA: Final = 4


def unidades(cantidad: Decimal, unidad: str) -> str:
    """The unit for that many. Only words that the Spanish rule surely covers change; what is a sign or plural stays."""
    if cantidad == 1 or not unidad.isalpha():
        return unidad
    if unidad.lower() == "par":
        return f"{unidad}es"
    if len(unidad) < _PALABRA:
        return unidad
    if unidad[-1].lower() in _VOCALES:
        return f"{unidad}s"
    return f"{unidad}es" if unidad[-1].lower() in "dln" else unidad
