"""Who else works on the databases: the sessions that hold now, in windows and on command lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from rexus.base.actor import Actor
from rexus.base.text import formatear_numero, tr
from rexus.db import names
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.seguridad import otras_abiertas

_CON_NOMBRE: Final = 4


@dataclass(frozen=True)
class Sesion:
    """Somebody else who is signed in: who, and on which machine."""

    usuario: str
    equipo: str


def otros(registry: Registry, actor: Actor, inactividad: timedelta) -> list[Sesion]:
    """Who is signed in besides the actor's own session, whoever was there last first. Raises BaseError.

    A seat that stands at its sign-in page is not among them: nobody works there.
    """
    return registry.leer(names.USERS, actor, _otros, inactividad)


def frase(sesiones: Sequence[Sesion]) -> str:
    """Who they are, and that they should leave first; empty when nobody is."""
    if not sesiones:
        return ""
    quienes = ", ".join(
        dict.fromkeys(
            tr("{usuario} en {equipo}").format(usuario=s.usuario, equipo=s.equipo) for s in sesiones[:_CON_NOMBRE]
        )
    )
    return tr("Otras sesiones abiertas: {n} ({quienes}). Cerrar Rexus allí antes: al restaurar se cortan.").format(
        n=formatear_numero(len(sesiones)),
        quienes=quienes + ("…" if len(sesiones) > _CON_NOMBRE else ""),
    )


def _otros(work: Work, inactividad: timedelta) -> list[Sesion]:
    return [Sesion(usuario, equipo) for usuario, equipo in otras_abiertas(work, inactividad)]
