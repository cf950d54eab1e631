"""Which column is which field, as the user chose it for headings met before. Kept in the settings as plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

# Files with other headings come and go; the oldest choice is forgotten first.
_GUARDADOS = 100


def recordado(guardados: object, huella: str, columnas: int, campos: Collection[str]) -> dict[int, str] | None:
    """The mapping kept for those headings; None if there is none, or it does not fit the file or the `campos`."""
    if not isinstance(guardados, Mapping):
        return None
    dato = guardados.get(huella)
    if not isinstance(dato, Mapping):
        return None
    mapeo: dict[int, str] = {}
    for columna, nombre in dato.items():
        if not (isinstance(columna, str) and columna.isascii() and columna.isdigit() and int(columna) < columnas):
            return None
        if nombre not in campos or nombre in mapeo.values():
            return None
        mapeo[int(columna)] = nombre
    return dict(sorted(mapeo.items()))


def con(guardados: object, huella: str, mapeo: Mapping[int, str] | None) -> dict[str, Any]:
    """What to keep from now on, newest last. None forgets the headings: their names alone say enough."""
    dato = {k: v for k, v in guardados.items() if k != huella} if isinstance(guardados, Mapping) else {}
    if mapeo is not None:
        dato[huella] = {str(columna): nombre for columna, nombre in sorted(mapeo.items())}
    return dict(list(dato.items())[-_GUARDADOS:])
