"""What an article's fields accept, declared once; and the reasons for a refusal, in the user's words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import formatear_numero, limpiar, tr
from rexus.db.types import CANTIDAD_MAXIMA, DINERO_MAXIMO
from rexus.stock.cantidades import FORMA, cantidad, sin_miles
from rexus.stock.errors import CantidadInvalidaError
from rexus.stock.orm import LONGITUD_MAXIMA_MM


def _texto(valor: object) -> object:
    return "" if valor is None else limpiar(valor) if isinstance(valor, str) else valor


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


# The building blocks of a catalogue's `datos` model. Text is cleaned (NFC, no controls, no spaces at the ends).
Texto = Annotated[str, BeforeValidator(_texto)]
Piezas = Annotated[Decimal, BeforeValidator(_cantidad), Field(ge=0, le=CANTIDAD_MAXIMA)]
Milimetros = Annotated[int, BeforeValidator(_entero), Field(ge=0, le=LONGITUD_MAXIMA_MM)]
Importe = Annotated[Decimal, BeforeValidator(_dinero), Field(ge=0, le=DINERO_MAXIMO)]


class DatosArticulo(BaseModel):
    """The fields of an article that people edit. Stock is not among them: only movements change it."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False)


def validar(modelo: type[BaseModel], valores: Mapping[str, Any], *, parcial: bool = False) -> dict[str, Any]:
    """The values as they are stored. `parcial` checks only the given fields.

    Raises DatoInvalidoError with the reason for every field at once.
    """
    if parcial:
        return _parcial(modelo, valores)
    try:
        return modelo.model_validate(dict(valores)).model_dump()
    except ValidationError as error:
        raise _traducido(modelo, error) from error


def _parcial(modelo: type[BaseModel], valores: Mapping[str, Any]) -> dict[str, Any]:
    """Fill the other fields with what is surely right, so that the model judges only those given."""
    relleno = {n: "x" for n, f in modelo.model_fields.items() if f.is_required() and n not in valores}
    completo = validar(modelo, {**relleno, **valores})
    return {nombre: completo[nombre] for nombre in valores}


def _traducido(modelo: type[BaseModel], error: ValidationError) -> DatoInvalidoError:
    campos = {str(e["loc"][0]) if e["loc"] else "": _motivo(e) for e in error.errors(include_url=False)}
    nombres = ", ".join(modelo.model_fields[c].title or c if c in modelo.model_fields else c for c in campos)
    return DatoInvalidoError(
        tr("Hay datos que corregir: {campos}. No se guardó nada.").format(campos=nombres), campos=campos
    )


def _motivo(e: Any) -> str:
    contexto = e.get("ctx", {})
    match e["type"]:
        case "missing" | "string_too_short" | "too_short":
            return tr("falta completarlo")
        case "string_too_long" | "too_long":
            return tr("hasta {largo} caracteres").format(largo=formatear_numero(contexto["max_length"]))
        case "greater_than_equal":
            return tr("no puede ser menor que {minimo}").format(minimo=formatear_numero(Decimal(contexto["ge"])))
        case "less_than_equal":
            return tr("es demasiado grande")
        case "extra_forbidden":
            return tr("no se edita aquí")
        case "value_error":
            return str(contexto["error"])
        case _:
            return tr("no sirve")
