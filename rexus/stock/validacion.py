"""What an article's fields accept, declared once."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from rexus.base.text import tr
from rexus.db.types import CANTIDAD_MAXIMA, DINERO_MAXIMO
from rexus.stock.cantidades import FORMA, cantidad, sin_miles
from rexus.stock.errors import CantidadInvalidaError
from rexus.stock.orm import LONGITUD_MAXIMA_MM


def _cantidad(valor: object) -> object:
    if valor is None or valor == "":
        return Decimal(0)
    if not isinstance(valor, str | int | Decimal):
        raise ValueError(tr("no es un número exacto"))
    try:
        return cantidad(valor)
    except CantidadInvalidaError as error:
        raise ValueError(error.campos["cantidad"]) from error


def _entero(valor: object) -> object:
    numero = _cantidad(valor)
    if isinstance(numero, Decimal) and numero != int(numero):
        raise ValueError(tr("tiene que ser un número entero de milímetros"))
    return int(numero) if isinstance(numero, Decimal) else numero


def _dinero(valor: object) -> object:
    if valor is None or valor == "":
        return Decimal(0)
    if isinstance(valor, str) and FORMA.fullmatch(sin_miles(valor)):
        numero = Decimal(sin_miles(valor).replace("−", "-").replace(",", "."))
    elif isinstance(valor, int | Decimal) and not isinstance(valor, bool):
        numero = Decimal(valor)
    else:
        raise ValueError(tr("no es un importe"))
    if not numero.is_finite():
        raise ValueError(tr("no es un importe"))
    if numero.copy_abs() <= DINERO_MAXIMO and numero != numero.quantize(Decimal("0.01")):
        raise ValueError(tr("tiene más de dos decimales"))
    return numero


# The building blocks of a catalogue's `datos` model, besides Texto.
Piezas = Annotated[Decimal, BeforeValidator(_cantidad), Field(ge=0, le=CANTIDAD_MAXIMA)]
Milimetros = Annotated[int, BeforeValidator(_entero), Field(ge=0, le=LONGITUD_MAXIMA_MM)]
Importe = Annotated[Decimal, BeforeValidator(_dinero), Field(ge=0, le=DINERO_MAXIMO)]


class DatosArticulo(BaseModel):
    """The fields of an article that people edit. Stock is not among them: only movements change it."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False)
