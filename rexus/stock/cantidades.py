"""Quantities: exact decimals with up to three places, never floats; lengths in whole mm (DOMAIN rule 5)."""

from __future__ import annotations

import re
from decimal import Decimal

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.db.types import CANTIDAD_MAXIMA
from rexus.stock.errors import CantidadInvalidaError
from rexus.stock.orm import LONGITUD_MAXIMA_MM

# No exponents, no underscores, no other alphabet's digits.
FORMA = re.compile(r"[+\-−]?\d{1,30}(?:[.,]\d{1,30})?", re.ASCII)
_CON_MILES = re.compile(r"[+\-−]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,30})?", re.ASCII)
_DUDOSA = re.compile(r"[+\-−]?[1-9]\d{0,2}\.\d{3}", re.ASCII)


def cantidad(valor: str | int | Decimal) -> Decimal:
    """The exact quantity, in pieces, of what a person typed or a program computed.

    A person writes a comma for the decimals and may group thousands with dots: «1.234,5». A dot for the decimals is
    understood too, unless three digits follow it: «1.234» is shown for 1234, so it is refused instead of guessed.
    Raises CantidadInvalidaError for that, for text, NaN, infinities, exponents, a fourth decimal, what does not fit.
    """
    if isinstance(valor, str):
        texto = sin_miles(valor)
        if _DUDOSA.fullmatch(texto):
            raise CantidadInvalidaError(valor, tr("puede ser mil o un decimal: escribirlo sin punto, o con coma"))
        return cantidad_de_programa(texto)
    return _exacta(valor)


def sin_miles(texto: str) -> str:
    """A typed number without its thousands dots, where those are surely that: «1.234,5», «1.234.567»."""
    limpio = texto.strip()
    surely = _CON_MILES.fullmatch(limpio) and not _DUDOSA.fullmatch(limpio)
    return limpio.replace(".", "") if surely else limpio


def cantidad_de_programa(texto: str) -> Decimal:
    """The exact quantity that a program wrote: digits, and a dot or a comma for the decimals, nothing else.

    Raises CantidadInvalidaError as `cantidad`.
    """
    if not FORMA.fullmatch(texto.strip()):
        raise CantidadInvalidaError(texto, tr("no es un número"))
    return _exacta(Decimal(texto.strip().replace("−", "-").replace(",", ".")))


def _exacta(valor: int | Decimal) -> Decimal:
    if isinstance(valor, bool) or not isinstance(valor, int | Decimal):
        raise CantidadInvalidaError(valor, tr("no es un número exacto"))
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


def cantidad_no_negativa(valor: str | int | Decimal) -> Decimal:
    """A quantity of zero or more. Raises CantidadInvalidaError."""
    numero = cantidad(valor)
    if numero < 0:
        raise CantidadInvalidaError(valor, tr("no puede ser menor que cero"))
    return numero


def cantidad_no_nula(valor: str | int | Decimal) -> Decimal:
    """A signed quantity that is not zero. Raises CantidadInvalidaError."""
    numero = cantidad(valor)
    if numero == 0:
        raise CantidadInvalidaError(valor, tr("no puede ser cero"))
    return numero
