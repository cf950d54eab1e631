"""Changes of shared keys that wait for the database, as the user's file keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from rexus.base.text import iso_utc
from rexus.settings.capas import iguales

# A section of the settings file; no key may have it for its first part.
SECCION: Final = "pendientes"
_NUNCA: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Pendiente:
    """A change made without the database: the value wanted, the one that the database held when it was made (None in
    either is «none, the factory's»), who made it and when (UTC).

    `version` is the one that the database's row had then (0: no row), None if it was not known. `instalacion` is the
    database that it waits for, empty if that was not known.
    """

    valor: Any
    base: Any
    quien: str
    cuando: datetime
    version: int | None = None
    instalacion: str = ""


# What becomes of pending changes: None takes one away.
Decididas = dict[str, Pendiente | None]


def proponer(cambios: Mapping[str, Pendiente]) -> Decididas:
    """Keep these changes, in place of earlier ones of their keys. One that goes back to its base is none."""
    return {clave: None if iguales(p.base, p.valor) else p for clave, p in cambios.items()}


def retirar(there: Mapping[str, Pendiente], cambios: Mapping[str, Pendiente]) -> Decididas:
    """Take changes away, those that are still the ones given: another process may have changed its mind meanwhile."""
    return {clave: None for clave, pendiente in cambios.items() if there.get(clave) == pendiente}


def name(clave: str) -> str:
    """How the file calls the pending change of a key."""
    return f"{SECCION}.{clave}"


def to_json(pendiente: Pendiente) -> dict[str, Any]:
    """The file's form of it."""
    document = {
        "valor": pendiente.valor,
        "base": pendiente.base,
        "quien": pendiente.quien,
        "cuando": iso_utc(pendiente.cuando),
    }
    if pendiente.version is not None:
        document["version"] = pendiente.version
    if pendiente.instalacion:
        document["instalacion"] = pendiente.instalacion
    return document


def from_json(found: object) -> Pendiente | None:
    """The change that the file tells of; None if it tells of none. A missing author or time is no reason to lose it."""
    if not isinstance(found, Mapping) or "valor" not in found:
        return None
    quien, version, instalacion = found.get("quien"), found.get("version"), found.get("instalacion")
    return Pendiente(
        found["valor"],
        found.get("base"),
        quien if isinstance(quien, str) else "",
        _moment(found.get("cuando")),
        version if isinstance(version, int) and not isinstance(version, bool) else None,
        instalacion if isinstance(instalacion, str) else "",
    )


def read(document: Mapping[str, Any]) -> tuple[dict[str, Pendiente], list[str]]:
    """The pending changes of a settings file by key, and the names of entries that make no sense."""
    section = document.get(SECCION, {})
    if not isinstance(section, Mapping):
        return {}, [SECCION]
    found = {clave: from_json(entry) for clave, entry in section.items()}
    understood = {clave: pendiente for clave, pendiente in found.items() if pendiente is not None}
    return understood, [name(clave) for clave, pendiente in found.items() if pendiente is None]


def _moment(text: object) -> datetime:
    if not isinstance(text, str):
        return _NUNCA
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _NUNCA
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
