"""What each outbox still holds, for whoever looks at the state of the system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rexus.auditoria import bandejas
from rexus.base.actor import SISTEMA
from rexus.base.errors import RexusError
from rexus.db.registry import Registry


@dataclass(frozen=True)
class BandejaVista:
    """How many entries of a database wait to be handed on, and the moment (UTC) of the oldest.

    `esperan` None: nobody knows; `problema` says why, where it was asked.
    """

    base: str
    esperan: int | None = None
    desde: datetime | None = None
    problema: str = ""


def sin_ver() -> tuple[BandejaVista, ...]:
    """Every outbox, before anybody asked."""
    return tuple(BandejaVista(base) for base in bandejas.BASES)


def ver_bandejas(registry: Registry) -> tuple[BandejaVista, ...]:
    """Every outbox as it is now; one that cannot be read does not keep the others from being told. Raises nothing."""
    return tuple(_vista(registry, base) for base in bandejas.BASES)


def _vista(registry: Registry, base: str) -> BandejaVista:
    try:
        cuantas, desde = registry.leer(base, SISTEMA, bandejas.contar, base)
    except RexusError as error:
        return BandejaVista(base, problema=error.explicacion)
    return BandejaVista(base, cuantas, desde)
