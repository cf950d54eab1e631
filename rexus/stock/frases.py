"""Pieces of sentences that agree with how many pieces they tell of: «se pide 1», «se piden 3»."""

from __future__ import annotations

from decimal import Decimal

from rexus.base.text import contados, formatear_numero, tr


def se_piden(n: Decimal) -> str:
    """«se pide 1», «se piden 3»."""
    return f"{tr('se pide') if n == 1 else tr('se piden')} {formatear_numero(n)}"


def se_devuelven(n: Decimal) -> str:
    """«se devuelve 1», «se devuelven 3»."""
    return f"{tr('se devuelve') if n == 1 else tr('se devuelven')} {formatear_numero(n)}"


def hacen_falta(n: Decimal) -> str:
    """«hace falta 1», «hacen falta 3»."""
    return f"{tr('hace falta') if n == 1 else tr('hacen falta')} {formatear_numero(n)}"


def disponibles(n: Decimal) -> str:
    """«1 disponible», «3 disponibles»."""
    return contados(n, tr("disponible"), tr("disponibles"))


def libres(n: Decimal) -> str:
    """«1 libre», «3 libres»."""
    return contados(n, tr("libre"), tr("libres"))


def reservadas(n: Decimal) -> str:
    """«1 reservada», «3 reservadas»: pieces, of whatever article."""
    return contados(n, tr("reservada"), tr("reservadas"))


def entregadas(n: Decimal) -> str:
    """«1 entregada», «3 entregadas»: pieces, of whatever article."""
    return contados(n, tr("entregada"), tr("entregadas"))
