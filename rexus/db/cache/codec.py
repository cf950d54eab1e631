"""Values as JSON texts and back, by their type. Nothing that is read is ever executed (no pickle)."""

from __future__ import annotations

import hashlib
import json
from functools import cache, lru_cache
from typing import Any, Final, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from rexus.db.cache.inmutable import es_inmutable

# Longer texts (bytes) are decoded each time, so that what is kept decoded stays small.
_MAX_COMPARTIDO: Final = 64 << 10


class ValorDanadoError(ValueError):
    """What was kept cannot be read as what is asked for."""


def codificar(tipo: Any, valor: Any) -> bytes:
    """The value as JSON. Raises PydanticSerializationError when it is not of that type."""
    return _adaptador(tipo).dump_json(valor, warnings="error")


def decodificar(tipo: Any, dato: bytes) -> Any:
    """The value again; nobody else can change it. Raises ValorDanadoError when the JSON is broken or of another type.

    Building fifty objects costs ten times what finding their text costs, so what cannot be changed is built once.
    """
    if len(dato) > _MAX_COMPARTIDO:
        return _construir(tipo, dato)
    if get_origin(tipo) is list and es_inmutable(get_args(tipo)[0]):
        return list(_compartido(tipo, dato))
    return _compartido(tipo, dato) if es_inmutable(tipo) else _construir(tipo, dato)


def _construir(tipo: Any, dato: bytes) -> Any:
    try:
        return _adaptador(tipo).validate_json(dato, strict=True)
    except ValidationError as error:
        # Without the input: it may be anything, of any length.
        raise ValorDanadoError(str(error.errors(include_input=False, include_url=False)[:3])) from error


_compartido = lru_cache(maxsize=256)(_construir)


@cache
def huella(tipo: Any) -> str:
    """A short name for the shape of a type: another program version that changed the shape has another one."""
    forma = _adaptador(tipo).json_schema(mode="serialization")
    return hashlib.sha256(json.dumps(forma, sort_keys=True).encode()).hexdigest()[:8]


@cache
def _adaptador(tipo: Any) -> TypeAdapter[Any]:
    """Built once for each type: building it costs a thousand times what using it costs."""
    return TypeAdapter(tipo)
