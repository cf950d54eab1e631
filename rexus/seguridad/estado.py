"""Whether an account may come in: deactivated, active again, unlocked, signed out everywhere."""

from __future__ import annotations

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError
from rexus.base.text import tr
from rexus.db.locking import turno
from rexus.db.work import Work
from rexus.seguridad import frenos, sellos, sesiones
from rexus.seguridad.fichas import MODULO, Cuenta, del_nombre, una
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, INACTIVO, SUSPENDIDO
from rexus.seguridad.permisos import ADMINISTRAR_USUARIOS, exigir
from rexus.seguridad.reglas import exigir_grado, exigir_otro_administrador


def cambiar_estado(work: Work, usuario_id: int, estado: str) -> Result[None]:
    """Deactivate, suspend, or make active again. An account that may not come in is out at once.

    Raises ConflictoError for the last administrator and for one's own account, NoEncontradoError, PermisoError for an
    account that may do more than the actor.
    """
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    if estado not in (ACTIVO, INACTIVO, SUSPENDIDO):
        raise ValueError(estado)
    turno(work.connection, "cuentas")
    antes = una(work, usuario_id)
    exigir_grado(work, antes.rol)
    if antes.estado == estado:
        return Result(None, NOTHING)
    if estado != ACTIVO:
        if usuario_id == work.actor.usuario_id:
            raise ConflictoError(tr("Nadie se desactiva a sí mismo. No se hizo nada."), tr("Pedirlo a otra persona."))
        exigir_otro_administrador(work, antes)
    sellos.cambiar(work, usuario_id, estado=estado, bloqueado_hasta=None, bloqueos=0, intentos_fallidos=0)
    if estado == ACTIVO:
        frenos.olvidar(work, "cuenta", antes.usuario)
    else:
        # After the row is locked: who is just signing in has done so by now.
        sesiones.terminar_las_de(work, usuario_id, sesiones.CUENTA)
    verbo = {ACTIVO: "activar", INACTIVO: "desactivar", SUSPENDIDO: "suspender"}[estado]
    work.anotar(MODULO, verbo, "usuarios", usuario_id, antes={"estado": antes.estado}, despues={"estado": estado})
    return Result(None, Change.of("usuario", ids=(usuario_id,)))


def desbloquear(work: Work, usuario_id: int) -> Result[None]:
    """Let an account that wrong passwords locked come in again, at once. Raises NoEncontradoError, PermisoError."""
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    antes = una(work, usuario_id)
    exigir_grado(work, antes.rol)
    return _desbloquear(work, antes, {})


def desbloquear_en_esta_maquina(work: Work, usuario: str, cuenta_del_sistema: str = "") -> Result[None]:
    """The same without signing in, for the only administrator: whoever calls it proved the machine's own rights.

    Also makes an account active that is not, and accepts it as it is when something else than Rexus changed it.
    `cuenta_del_sistema` is who did it, for the event. Raises NoEncontradoError.
    """
    antes = del_nombre(work, usuario)
    return _desbloquear(work, antes, {"en_esta_maquina": cuenta_del_sistema or "?"})


def cerrar_sesiones(work: Work, usuario_id: int) -> Result[int]:
    """Sign an account out everywhere else; how many sessions ended. One's own, or as an administrator anybody's.

    One's own needs the password once more (ConfirmarClaveError; OWASP ASVS 5.0, 7.5.2).
    """
    if usuario_id == work.actor.usuario_id:
        sesiones.exigir_confirmada(work)
    else:
        exigir(work.actor, ADMINISTRAR_USUARIOS)
    cuantas = sesiones.terminar_las_de(work, usuario_id, sesiones.CERRADA, menos=work.actor.sesion)
    work.anotar(MODULO, "cerrar sesiones", "usuarios", usuario_id, despues={"sesiones": cuantas})
    return Result(cuantas, Change.of("sesion"))


def _desbloquear(work: Work, antes: Cuenta, donde: dict[str, str]) -> Result[None]:
    estado = ACTIVO if donde or antes.estado == BLOQUEADO else antes.estado
    frenos.olvidar(work, "cuenta", antes.usuario)
    sellos.cambiar(
        work, antes.id, aceptar=bool(donde), estado=estado, bloqueado_hasta=None, bloqueos=0, intentos_fallidos=0
    )
    viejo = {"estado": antes.estado, "alterada": antes.alterada}
    nuevo = {"estado": estado, "alterada": antes.alterada and not donde, **donde}
    work.anotar(MODULO, "desbloquear", "usuarios", antes.id, antes=viejo, despues=nuevo)
    return Result(None, Change.of("usuario", ids=(antes.id,)))
