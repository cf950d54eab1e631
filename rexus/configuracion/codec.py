"""Values as the database holds them: JSON texts."""

from __future__ import annotations

import json
from typing import Any

from rexus.base.log import get_logger
from rexus.settings.capas import iguales

log = get_logger(__name__)

mismo = iguales


def a_texto(valor: Any) -> str | None:
    """The JSON of a value; None is no value."""
    return None if valor is None else json.dumps(valor, ensure_ascii=False, sort_keys=True)


def de_texto(clave: str, texto: str | None) -> Any:
    """The value of a JSON text. What somebody wrote by hand and is no JSON is taken as it stands."""
    if texto is None:
        return None
    try:
        return json.loads(texto)
    except (ValueError, RecursionError):
        log.warning("the value of %s in the database is not JSON", clave)
        return texto
