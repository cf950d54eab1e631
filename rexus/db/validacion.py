"""Checking what is written into a record at the edge of an operation, and the refusals in the user's words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ValidationError

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import formatear_numero, limpiar, tr


def _texto(valor: object) -> object:
    return "" if valor is None else limpiar(valor) if isinstance(valor, str) else valor


# Text is cleaned: NFC, no controls, no spaces at the ends.
Texto = Annotated[str, BeforeValidator(_texto)]


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
