"""How many are pending, missing and to be ordered. Pure arithmetic of exact quantities, in pieces."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

CERO = Decimal(0)


def pendiente(necesarias: Decimal, entregado: Decimal) -> Decimal:
    """What an obra still has to get of an article: necesarias − entregado, never below zero."""
    return max(CERO, necesarias - entregado)


def faltan(pendiente_: Decimal, reservado: Decimal) -> Decimal:
    """What of that is not set apart for it, never below zero."""
    return max(CERO, pendiente_ - reservado)


def faltan_en_total(
    pendientes: Decimal, stock_minimo: Decimal, reservado: Decimal, disponible: Decimal, en_pedido: Decimal
) -> Decimal:
    """What is missing for several obras together: what they still have to get and the reorder level, less what is set
    apart for them, what is free and what is on order."""
    return max(CERO, pendientes + stock_minimo - reservado - disponible - en_pedido)


def pedir(faltan_: Decimal, ped_min: Decimal, emba: Decimal) -> Decimal:
    """What to order: nothing when nothing is missing; else the smallest whole number of packs that covers both what is
    missing and the minimum order. A pack size of 0 means that it comes by the piece.

    Raises ValueError for a negative quantity: it is a bug.
    """
    if faltan_ < 0 or ped_min < 0 or emba < 0:
        raise ValueError((faltan_, ped_min, emba))
    if faltan_ == 0:
        return CERO
    cuanto = max(faltan_, ped_min)
    if emba == 0:
        return cuanto
    return (cuanto / emba).to_integral_value(rounding=ROUND_CEILING) * emba
