"""Giving the password once more within a session, counted like a sign-in.

OWASP ASVS 5.0, 7.5.3.
"""

from __future__ import annotations

from sqlalchemy import select

from rexus.base import marca_de_ejemplo
from rexus.base.actor import Actor
from rexus.base.changes import Result
from rexus.base.errors import DatoInvalidoError, NoEncontradoError, RexusError, SesionTerminadaError
from rexus.base.text import tr
from rexus.db.locking import con_bloqueo
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.seguridad import cambio_clave, claves, fallos, frenos, sesiones
from rexus.seguridad.codigos import clave_escrita
from rexus.seguridad.orm import Usuario
from rexus.seguridad.politica import Politica


class EnEsperaError(RexusError):
    """After wrong passwords none is looked at for a while; the actor is signed in all the same."""

    def __init__(self, *, bloqueada: bool) -> None:
        super().__init__(
            tr("Hay que esperar"),
            tr("La cuenta está bloqueada por claves equivocadas: por ahora no se mira ninguna. No se hizo nada.")
            if bloqueada
            else tr("Hubo varias claves equivocadas seguidas: por ahora no se mira ninguna. No se hizo nada."),
            tr("Esperar a que termine el bloqueo, o pedir a un administrador que la desbloquee.")
            if bloqueada
            else tr("Esperar un momento, cinco minutos como mucho, y repetirlo."),
        )


def confirmar(registry: Registry, actor: Actor, clave: str, politica: Politica, *, campo: str = "clave") -> None:
    """The actor gives the password once more: what asks for it (ConfirmarClaveError) may be done for five minutes.

    Raises DatoInvalidoError naming `campo` for a wrong one, which is counted; EnEsperaError while nothing is
    looked at after several; NoEncontradoError when the account is gone; SesionTerminadaError when that locked it.
    """
    error = registry.escribir(USERS, actor, _confirmar, clave, politica, campo)
    if error is not None:
        raise error


def cambiar_clave_propia(
    registry: Registry, actor: Actor, actual: str, nueva: str, politica: Politica
) -> Result[None]:  # fmt: skip
    """Change one's own password, counting a wrong `actual`. Raises as `confirmar` and `cuentas.cambiar_clave`."""
    confirmar(registry, actor, actual, politica, campo="actual")
    hecho = registry.escribir(USERS, actor, cambio_clave.cambiar_clave, actual, nueva, politica)
    marca_de_ejemplo.olvidar_clave(registry.paths, actor.usuario)
    return hecho


def _confirmar(work: Work, clave: str, politica: Politica, campo: str) -> RexusError | None:
    """A refusal is returned, since raising it would undo that it was counted."""
    fila = work.connection.execute(select(*fallos.COLUMNAS).where(Usuario.id == work.actor.usuario_id)).one_or_none()
    if fila is None:
        return NoEncontradoError(tr("Esta cuenta ya no existe. No se hizo nada."))
    equipo = frenos.este_equipo()
    fallos.de_a_uno(work, fila.usuario, equipo)
    # Read again in turn: another attempt may have locked it meanwhile.
    consulta = con_bloqueo(select(*fallos.COLUMNAS).where(Usuario.id == fila.id), Usuario)
    cuenta = work.connection.execute(consulta).one()._asdict()
    frenado = fallos.frenado(work, fila.usuario, equipo, cuenta)
    dicha = clave_escrita(clave, es_codigo=cuenta["debe_cambiar"])
    correcta = claves.verificar(dicha, None if frenado else cuenta["password_hash"])
    if frenado:
        return EnEsperaError(bloqueada=fallos.bloqueada(work, cuenta))
    if correcta:
        frenos.acierto(work, fila.usuario, equipo)
        sesiones.confirmada(work)
        return None
    if fallos.contar(work, fila.usuario, equipo, cuenta, politica) and work.actor.sesion is not None:
        sesiones.terminar(work, work.actor.sesion, sesiones.BLOQUEO)
        return SesionTerminadaError(sesiones.BLOQUEO, sesiones.frase(sesiones.BLOQUEO))
    motivo = tr("no es la clave")
    return DatoInvalidoError(
        tr("Esa no es la clave. No se hizo nada."), tr("Escribirla otra vez."), campos={campo: motivo}
    )
