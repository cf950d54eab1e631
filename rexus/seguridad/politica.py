"""What the workshop asks of accounts and sessions, as its settings say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from rexus.settings import Settings


@dataclass(frozen=True)
class Politica:
    """`bloqueo` and `vida_de_clave` of zero: until an administrator unlocks it; for ever.

    `roles_con_factor` need a second factor. `sesiones` is in how many windows one account may be at once. `empresa` is
    the workshop's name, which no password may consist of.
    """

    max_intentos: int = 5
    bloqueo: timedelta = timedelta(minutes=15)
    largo_minimo: int = 12
    vida_de_clave: timedelta = timedelta(0)
    inactividad: timedelta = timedelta(minutes=30)
    duracion: timedelta = timedelta(hours=8)
    sesiones: int = 3
    roles_con_factor: frozenset[str] = frozenset()
    empresa: str = ""


def politica_de(settings: Settings) -> Politica:
    """The policy that the settings describe now."""
    return Politica(
        max_intentos=settings.get("usuarios.max_intentos"),
        bloqueo=timedelta(minutes=settings.get("usuarios.bloqueo_min")),
        largo_minimo=settings.get("usuarios.largo_minimo"),
        vida_de_clave=timedelta(days=settings.get("usuarios.clave_dias")),
        inactividad=timedelta(minutes=settings.get("usuarios.sesion_inactiva_min")),
        duracion=timedelta(hours=settings.get("usuarios.sesion_maxima_horas")),
        sesiones=settings.get("usuarios.sesiones_a_la_vez"),
        roles_con_factor=frozenset(settings.get("usuarios.roles_con_segundo_factor")),
        empresa=settings.get("empresa.nombre"),
    )
