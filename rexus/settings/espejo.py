"""The copy of the database's values in the user's file: what holds while the database is away.

The values stand among the user's own, where anybody can read them; the section `base` says which of them are copies,
and of when. So a copy that the database no longer has can be taken out without touching what is the user's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from rexus.base.text import iso_utc
from rexus.settings.capas import iguales
from rexus.settings.file import REMOVED, Document, flat
from rexus.settings.schema import SCHEMA

# A section of the settings file; no key may have it for its first part.
SECCION: Final = "base"
# When nothing else changed, «seen at» is written again only after this.
_WORTH_WRITING: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Espejo:
    """What the database held (known shared keys, as it holds them) and when it was seen; None if it never was.

    `versiones` are those of its rows, None if they are not known; a key without a row has none. `instalacion` is which
    database it was, empty if that is not known.
    """

    valores: Mapping[str, Any] = field(default_factory=dict)
    visto: datetime | None = None
    versiones: Mapping[str, int] | None = None
    instalacion: str = ""

    def version(self, clave: str) -> int | None:
        """The version of the key's row; 0 without a row, None if it is not known."""
        return None if self.versiones is None else self.versiones.get(clave, 0)

    def cambia(self, otro: Espejo) -> bool:
        """Whether `otro` is worth writing over this one."""
        if (self.versiones, self.instalacion) != (otro.versiones, otro.instalacion):
            return True
        if self.visto is None or otro.visto is None or not abs(otro.visto - self.visto) < _WORTH_WRITING:
            return True
        claves = self.valores.keys() | otro.valores.keys()
        return not all(iguales(self.valores.get(clave), otro.valores.get(clave)) for clave in claves)


def compartida(clave: str) -> bool:
    """Whether the database is the key's home."""
    setting = SCHEMA.get(clave)
    return setting is not None and setting.alcance == "empresa" and not setting.secreta


def read(document: Document) -> Espejo:
    """The copy that a settings file holds. What makes no sense in it is as if it were not there."""
    section = document.get(SECCION)
    if not isinstance(section, Mapping):
        return Espejo()
    values = flat(document)
    claves = _copied(section)
    held = {c: values[c] for c in claves if compartida(c) and c in values}
    instalacion = section.get("instalacion")
    return Espejo(
        held,
        _moment(section.get("visto")),
        _versions(section.get("versiones")),
        instalacion if isinstance(instalacion, str) else "",
    )


def changes(document: Document, espejo: Espejo) -> dict[str, Any]:
    """What to change in the file so that it holds this copy and no older one."""
    section = document.get(SECCION)
    before = _copied(section) if isinstance(section, Mapping) else ()
    gone = {clave: REMOVED for clave in before if compartida(clave) and clave not in espejo.valores}
    return {
        **gone,
        **espejo.valores,
        f"{SECCION}.claves": sorted(espejo.valores),
        f"{SECCION}.visto": REMOVED if espejo.visto is None else iso_utc(espejo.visto),
        f"{SECCION}.versiones": REMOVED if espejo.versiones is None else dict(sorted(espejo.versiones.items())),
        f"{SECCION}.instalacion": espejo.instalacion or REMOVED,
    }


def _copied(section: Mapping[str, Any]) -> Iterable[str]:
    claves = section.get("claves")
    return [clave for clave in claves if isinstance(clave, str)] if isinstance(claves, list) else []


def _versions(found: object) -> Mapping[str, int] | None:
    if not isinstance(found, Mapping):
        return None
    return {c: v for c, v in found.items() if isinstance(c, str) and isinstance(v, int) and not isinstance(v, bool)}


def _moment(text: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
