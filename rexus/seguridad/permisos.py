"""Permissions: words of the form «modulo.ver», «modulo.modificar», «modulo.aprobar», and special rights.

Checked in the operation, for the window and the command line alike.
"""

from __future__ import annotations

from typing import Final

from rexus.base.actor import Actor
from rexus.base.text import tr

ADMINISTRADOR: Final = "administrador"
ACCIONES: Final = ("ver", "modificar", "aprobar")

# Special rights: what is too far-reaching to come with changing a module.
ADMINISTRAR_USUARIOS: Final = "usuarios.administrar"
RESTAURAR: Final = "respaldos.restaurar"
AJUSTAR: Final = "stock.ajustar"
REVERTIR: Final = "importaciones.revertir"
ESPECIALES: Final = (ADMINISTRAR_USUARIOS, RESTAURAR, AJUSTAR, REVERTIR)

# The words that some operation asks for. A role may hold the others already; they give nothing yet.
EN_USO: Final = frozenset(
    {
        "inventario.ver", "inventario.modificar", "herrajes.ver", "herrajes.modificar", "obras.ver", "obras.modificar",
        "obras.aprobar", "compras.ver", "compras.modificar", "configuracion.ver", "configuracion.modificar",
        "usuarios.ver", "auditoria.ver", "auditoria.aprobar", "respaldos.ver", "respaldos.modificar",
        ADMINISTRAR_USUARIOS, RESTAURAR, AJUSTAR, REVERTIR,
    }
)  # fmt: skip


def exigir(actor: Actor, permiso: str) -> None:
    """Raise PermisoError unless the actor holds `permiso`. The first line of every operation."""
    actor.exigir(permiso)


def modulos() -> dict[str, str]:
    """The modules that permissions are given for, with what people call them."""
    return {
        "inventario": tr("Inventario"),
        "herrajes": tr("Herrajes"),
        "configuracion": tr("Configuración"),
        "usuarios": tr("Usuarios"),
        "auditoria": tr("Auditoría"),
        "respaldos": tr("Respaldos"),
        "obras": tr("Obras"),
        "compras": tr("Compras"),
    }


def especiales() -> dict[str, str]:
    """The special rights, with what people call them."""
    return {
        ADMINISTRAR_USUARIOS: tr("Administrar usuarios y roles"),
        RESTAURAR: tr("Restaurar respaldos"),
        AJUSTAR: tr("Ajustar stock"),
        REVERTIR: tr("Revertir importaciones"),
    }
