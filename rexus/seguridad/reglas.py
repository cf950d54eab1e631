"""What holds for all accounts together: who may touch whose, names that read alike, the last administrator."""

from __future__ import annotations

from sqlalchemy import select

from rexus.base.errors import ConflictoError, PermisoError
from rexus.base.text import tr
from rexus.db.work import Work
from rexus.seguridad import derechos, nombres, sellos
from rexus.seguridad.fichas import Cuenta
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, Usuario
from rexus.seguridad.permisos import ADMINISTRADOR


def exigir_grado(work: Work, *de_roles: str) -> None:
    """Raise PermisoError when a role may do anything that the actor may not.

    So nobody raises themselves by the right to manage users: neither by giving a role, nor by taking over the account
    of somebody who has it.
    """
    for rol in de_roles:
        de_mas = sorted(p for p in derechos.de(work, rol).permisos if not work.actor.puede(p))
        if de_mas:
            raise PermisoError(
                tr("El rol «{rol}» puede más que «{usuario}». No se hizo nada.").format(
                    rol=rol, usuario=work.actor.usuario
                ),
                tr("Pedirlo a un administrador."),
                permiso=de_mas[0],
            )


def exigir_unico(work: Work, usuario: str, menos: int | None = None) -> None:
    """Raise ConflictoError when there is an account whose name is read alike: «José» and «jose»."""
    parecido = nombres.parecido(usuario)
    for otro in work.connection.scalars(select(Usuario.usuario).where(Usuario.id != (menos or 0))):
        if nombres.parecido(otro) == parecido:
            frase = (
                tr("Ya hay un usuario «{otro}». No se guardó nada.")
                if otro == usuario
                else tr("Ya hay un usuario «{otro}», que se lee igual. No se guardó nada.")
            )
            raise ConflictoError(frase.format(otro=otro), tr("Elegir otro nombre de usuario."))


def exigir_otro_administrador(work: Work, cuenta: Cuenta) -> None:
    """Raise ConflictoError when this is the last account that may administer the program."""
    if cuenta.rol == ADMINISTRADOR and not hay_otro_administrador(work, cuenta):
        raise ConflictoError(
            tr("«{usuario}» es el único administrador. No se cambió nada.").format(usuario=cuenta.usuario),
            tr("Nombrar otro administrador primero, que ya haya entrado y elegido su clave."),
        )


def hay_otro_administrador(work: Work, cuenta: Cuenta) -> bool:
    """Whether another account may administer the program. For operations that have asked for their permission.

    One counts when somebody can surely come in with it, now or by waiting: active or locked until a moment, as
    Rexus left it, and with a password of its own. A code that was given out may be lost or run out without being used,
    and nobody would be left to give another.
    """
    quienes = (Usuario.rol == ADMINISTRADOR) & (Usuario.id != cuenta.id) & Usuario.clave_vence.is_(None)
    entran = (Usuario.estado == ACTIVO) | ((Usuario.estado == BLOQUEADO) & Usuario.bloqueado_hasta.is_not(None))
    otros = work.connection.execute(select(*sellos.COLUMNAS).where(quienes & entran))
    return any(sellos.vale(work, otro._asdict()) for otro in otros)
