"""Permissions: words of the form «modulo.ver», «modulo.modificar», «modulo.aprobar». Checked in the operation."""

from __future__ import annotations

from rexus.base.actor import Actor
from rexus.base.errors import PermisoError
from rexus.base.text import tr

ADMINISTRADOR = "administrador"

# What each role may do. Custom roles and their table come with the module `usuarios`.
ROLES: dict[str, frozenset[str]] = {ADMINISTRADOR: frozenset({"*"})}


def exigir(actor: Actor, permiso: str) -> None:
    """Raise PermisoError unless the actor holds `permiso`. The first line of every operation."""
    if not actor.puede(permiso):
        raise PermisoError(
            tr("«{usuario}» no tiene el permiso «{permiso}». No se hizo nada.").format(
                usuario=actor.usuario, permiso=permiso
            )
        )


def permisos_de(rol: str) -> frozenset[str]:
    """What a role may do; nothing for a role that is not known."""
    return ROLES.get(rol, frozenset())
