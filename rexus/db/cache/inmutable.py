"""Which types have values that nobody can change, so that many may hold the same object."""

from __future__ import annotations

import dataclasses
import types
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

_SIMPLES: Final = (str, bytes, int, float, bool, type(None), Decimal, date, datetime, time, timedelta, UUID)
_DE_INMUTABLES: Final = (tuple, frozenset, Union, types.UnionType)


@cache
def es_inmutable(tipo: Any) -> bool:
    """Whether every value of the type is unchangeable through and through. False when that is not sure."""
    if tipo in _SIMPLES or get_origin(tipo) is Literal:
        return True
    if get_origin(tipo) in _DE_INMUTABLES:
        return all(parte is Ellipsis or es_inmutable(parte) for parte in get_args(tipo))
    if not isinstance(tipo, type):
        return False
    if issubclass(tipo, Enum):
        return True
    if not dataclasses.is_dataclass(tipo) or not tipo.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        return False
    campos = get_type_hints(tipo)
    return all(es_inmutable(campos[campo.name]) for campo in dataclasses.fields(tipo))
