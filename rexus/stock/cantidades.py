"""Quantities: exact decimals with up to three places, never floats; lengths in whole mm (DOMAIN rule 5)."""

from __future__ import annotations

import re
from decimal import Decimal

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.db.types import CANTIDAD_MAXIMA
from rexus.stock.errors import CantidadInvalidaError
from rexus.stock.orm import LONGITUD_MAXIMA_MM

# How a number is typed. No exponents, no underscores, no other alphabet's digits.
FORMA = re.compile(r"[+\-−]?\d{1,30}(?:[.,]\d{1,30})?", re.ASCII)


def cantidad(valor: str | int | Decimal) -> Decimal:
    """The exact quantity, in pieces, of what was typed or computed. A comma or a dot is the decimal mark.

    Raises CantidadInvalidaError for text, NaN, infinities, exponents, a fourth decimal, and what does not fit.
    """
    if isinstance(valor, str):
        texto = valor.strip()
        if not FORMA.fullmatch(texto):
            raise CantidadInvalidaError(valor, tr("no es un número"))
        numero = Decimal(texto.replace("−", "-").replace(",", "."))
    elif isinstance(valor, bool) or not isinstance(valor, int | Decimal):
        raise CantidadInvalidaError(valor, tr("no es un número exacto"))
    else:
        numero = Decimal(valor)
    if not numero.is_finite():
        raise CantidadInvalidaError(valor, tr("no es un número"))
    # Comparing and looking at the digits is exact; arithmetic would round a number of more than 28 digits.
    if numero.copy_abs() > CANTIDAD_MAXIMA:
        raise CantidadInvalidaError(valor, tr("es demasiado grande"))
    _signo, cifras, exponente = numero.as_tuple()
    sobran = -3 - int(exponente)
    if sobran > 0 and any(cifras[-sobran:]):
        raise CantidadInvalidaError(valor, tr("tiene más de tres decimales"))
    return numero


def longitud(valor: int) -> int:
    """A length in whole mm; 0 is the article's own length. Raises DatoInvalidoError."""
    if type(valor) is not int or not 0 <= valor <= LONGITUD_MAXIMA_MM:
        raise DatoInvalidoError(
            tr("La longitud {mm} mm no sirve. No se registró nada.").format(mm=str(valor)[:40]),
            campos={"longitud_mm": tr("fuera de rango")},
        )
    return valor


def cantidad_positiva(valor: str | int | Decimal) -> Decimal:
    """A quantity greater than zero. Raises CantidadInvalidaError."""
    numero = cantidad(valor)
    if numero <= 0:
        raise CantidadInvalidaError(valor, tr("tiene que ser mayor que cero"))
    return numero


def cantidad_no_nula(valor: str | int | Decimal) -> Decimal:
    """A signed quantity that is not zero. Raises CantidadInvalidaError."""
    numero = cantidad(valor)
    if numero == 0:
        raise CantidadInvalidaError(valor, tr("no puede ser cero"))
    return numero
