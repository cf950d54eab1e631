"""Whether an account may come in: deactivated, active again, unlocked, signed out everywhere."""

from __future__ import annotations

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError
from rexus.base.text import tr
from rexus.db.locking import turno
from rexus.db.work import Work
from rexus.seguridad import acceso, frenos, sellos, sesiones
from rexus.seguridad.acceso import Acceso
from rexus.seguridad.fichas import MODULO, Cuenta, del_nombre, una
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, INACTIVO, SUSPENDIDO
from rexus.seguridad.permisos import ADMINISTRAR_USUARIOS, exigir
from rexus.seguridad.reglas import exigir_grado, exigir_otro_administrador, hay_otro_administrador


def cambiar_estado(work: Work, usuario_id: int, estado: str) -> Result[Acceso]:
    """Deactivate, suspend, or make active again. An account that may not come in is out at once.

    The account as it is now; nothing is changed or recorded when it was so already. Raises ConflictoError for the last
    administrator and for one's own account, NoEncontradoError, PermisoError for an account that may do more than the
    actor.
    """
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    if estado not in (ACTIVO, INACTIVO, SUSPENDIDO):
        raise ValueError(estado)
    turno(work.connection, "cuentas")
    antes = una(work, usuario_id)
    exigir_grado(work, antes.rol)
    if antes.estado == estado:
        return Result(acceso.de(work, antes), NOTHING)
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
    return Result(acceso.de(work, una(work, usuario_id)), Change.of("usuario", ids=(usuario_id,)))


def desbloquear(work: Work, usuario_id: int) -> Result[Acceso]:
    """Let an account that wrong passwords locked, or made wait, come in again at once.

    The account as it is now, which may be kept out by something else; nothing is changed or recorded when it neither
    was locked nor had to wait. Raises NoEncontradoError, PermisoError.
    """
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    turno(work.connection, "cuentas")
    antes = una(work, usuario_id)
    exigir_grado(work, antes.rol)
    return _desbloquear(work, antes, {})


def desbloquear_en_esta_maquina(
    work: Work, usuario: str, cuenta_del_sistema: str = "", *, aceptar: bool = False
) -> Result[Acceso]:
    """The same without signing in, for the only administrator: whoever calls it proved the machine's own rights.

    Also forgets the wrong passwords of this machine. An account that something else than Rexus changed is accepted as
    it is, and made active, only with `aceptar`; one that somebody deactivated is made active only where no
    administrator is left who could do it. A code that ran out stays so, which the answer says: another is given by
    `cambio_clave.restablecer_en_esta_maquina`. `cuenta_del_sistema` is who did it, for the event. Raises
    NoEncontradoError, ConflictoError.
    """
    turno(work.connection, "cuentas")
    antes = del_nombre(work, usuario)
    if antes.alterada and not aceptar:
        raise ConflictoError(
            tr(
                "«{usuario}» se cambió en la base sin Rexus: tiene el rol «{rol}» y el estado «{estado}». "
                "No se hizo nada."
            ).format(usuario=antes.usuario, rol=antes.rol, estado=antes.estado),
            tr("Revisarla y repetirlo con --aceptar-cambio-ajeno, que la da por buena y activa."),
        )
    if not antes.alterada and antes.estado in (INACTIVO, SUSPENDIDO) and hay_otro_administrador(work, antes):
        raise ConflictoError(
            tr("Un administrador puso a «{usuario}» en «{estado}». No se hizo nada.").format(
                usuario=antes.usuario, estado=antes.estado
            ),
            tr("La activa un administrador, con «rexus usuario activar {usuario}».").format(usuario=antes.usuario),
        )
    frenos.olvidar(work, "equipo", frenos.este_equipo())
    return _desbloquear(work, antes, {"en_esta_maquina": cuenta_del_sistema or "?"})


def cerrar_sesiones(work: Work, usuario_id: int) -> Result[int]:
    """Sign an account out everywhere else; how many sessions ended. One's own, or as an administrator anybody's.

    One's own needs the password once more (ConfirmarClaveError; OWASP ASVS 5.0, 7.5.2). Raises NoEncontradoError,
    PermisoError for an account that may do more than the actor.
    """
    if usuario_id == work.actor.usuario_id:
        sesiones.exigir_confirmada(work)
    else:
        exigir(work.actor, ADMINISTRAR_USUARIOS)
        exigir_grado(work, una(work, usuario_id).rol)
    cuantas = sesiones.terminar_las_de(work, usuario_id, sesiones.CERRADA, menos=work.actor.sesion)
    if not cuantas:
        return Result(0, NOTHING)
    work.anotar(MODULO, "cerrar sesiones", "usuarios", usuario_id, despues={"sesiones": cuantas})
    return Result(cuantas, Change.of("sesion"))


def _desbloquear(work: Work, antes: Cuenta, donde: dict[str, str]) -> Result[Acceso]:
    estado = ACTIVO if donde or antes.estado == BLOQUEADO else antes.estado
    fallos = frenos.olvidar(work, "cuenta", antes.usuario)
    if estado == antes.estado and not fallos and not (donde and antes.alterada):
        return Result(acceso.de(work, antes), NOTHING)
    sellos.cambiar(
        work, antes.id, aceptar=bool(donde), estado=estado, bloqueado_hasta=None, bloqueos=0, intentos_fallidos=0
    )
    viejo = {"estado": antes.estado, "alterada": antes.alterada, "fallos": fallos}
    nuevo = {"estado": estado, "alterada": antes.alterada and not donde, "fallos": 0, **donde}
    if antes.alterada and donde:
        # What was accepted.
        nuevo["rol"] = antes.rol
    work.anotar(MODULO, "desbloquear", "usuarios", antes.id, antes=viejo, despues=nuevo)
    return Result(acceso.de(work, una(work, antes.id)), Change.of("usuario", ids=(antes.id,)))
