"""Values as JSON texts and back, by their type. Nothing that is read is ever executed (no pickle)."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError


def codificar(tipo: Any, valor: Any) -> bytes:
    """The value as JSON. Raises PydanticSerializationError when it is not of that type."""
    return _adaptador(tipo).dump_json(valor, warnings="error")


def decodificar(tipo: Any, dato: bytes) -> Any:
    """The value again, a new object each time. Raises ValorDanadoError when the JSON is broken or not of that type."""
    try:
        return _adaptador(tipo).validate_json(dato, strict=True)
    except ValidationError as error:
        # Without the input: it may be anything, of any length.
        raise ValorDanadoError(str(error.errors(include_input=False, include_url=False)[:3])) from error


@cache
def huella(tipo: Any) -> str:
    """A short name for the shape of a type: another program version that changed the shape has another one."""
    forma = _adaptador(tipo).json_schema(mode="serialization")
    return hashlib.sha256(json.dumps(forma, sort_keys=True).encode()).hexdigest()[:8]


class ValorDanadoError(ValueError):
    """What was kept cannot be read as what is asked for."""


@cache
def _adaptador(tipo: Any) -> TypeAdapter[Any]:
    """Built once for each type: building it costs a thousand times what using it costs."""
    return TypeAdapter(tipo)
