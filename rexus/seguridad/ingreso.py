"""Signing in: one transaction in which the password is compared, the failure counted or the session begun.

Whoever tries has the same answer after the same work, whatever was wrong, and while nothing is tried at all.
OWASP ASVS 5.0, 6.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select, update

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import ConflictoError, CredencialesError, RexusError
from rexus.base.text import tr
from rexus.db.locking import con_bloqueo
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.seguridad import claves, contexto, derechos, factor, fallos, fichas, frenos, nombres, sellos, sesiones
from rexus.seguridad.codigos import clave_escrita
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, Usuario
from rexus.seguridad.politica import Politica
from rexus.seguridad.sesiones import Programa

# What somebody who signed in must do before anything else.
CAMBIAR_CLAVE: Final = "cambiar clave"
INSCRIBIR_FACTOR: Final = "inscribir segundo factor"

_COLUMNAS: Final = (
    *fallos.COLUMNAS, Usuario.clave_fecha, Usuario.clave_vence, Usuario.contador_totp,
    Usuario.nombre, Usuario.apellido, Usuario.email,
)  # fmt: skip


@dataclass(frozen=True)
class Ingreso:
    """Who came in. While something is in `debe`, the actor may do nothing else: its permissions are none.

    `palabras`: what a password that must be changed may not consist of (`contexto.palabras`).
    """

    actor: Actor
    debe: frozenset[str] = frozenset()
    palabras: tuple[str, ...] = ()


class SegundoFactorError(RexusError):
    """The password is right; the account asks for a code besides."""

    def __init__(self) -> None:
        super().__init__(
            tr("Falta el código"), tr("Esta cuenta pide además un código del teléfono."), tr("Escribir los 6 números.")
        )


class CuentaAlteradaError(RexusError):
    """The password is right; the account was changed by something else than Rexus."""

    def __init__(self, usuario: str) -> None:
        super().__init__(
            tr("Cuenta cambiada fuera de Rexus"),
            tr("Los datos de «{usuario}» (rol, estado o clave) se cambiaron en la base sin Rexus. No se entró.").format(
                usuario=usuario
            ),
            tr("Un administrador tiene que revisarla y guardarla otra vez en Usuarios."),
        )


class RolAlteradoError(RexusError):
    """The password is right; what the account's role may do was changed by something else than Rexus."""

    def __init__(self, rol: str) -> None:
        super().__init__(
            tr("Rol cambiado fuera de Rexus"),
            tr("El rol «{rol}» (lo que puede hacer) se cambió en la base sin Rexus. No se entró.").format(rol=rol),
            tr("Un administrador tiene que revisarlo y guardarlo otra vez en Usuarios ▸ Roles."),
        )


class DemasiadasSesionesError(ConflictoError):
    """The account is in as many places as it may be."""

    def __init__(self, usuario: str, cuantas: int) -> None:
        super().__init__(
            tr("«{usuario}» ya está en {n} puestos a la vez. No se entró.").format(usuario=usuario, n=cuantas),
            tr("Salir en otro puesto, o entrar cerrando la sesión más vieja."),
            titulo=tr("Demasiadas sesiones"),
        )


def entrar(
    registry: Registry,
    usuario: str,
    clave: str,
    politica: Politica,
    *,
    codigo: str = "",
    programa: Programa = "ventana",
    cerrar_la_mas_vieja: bool = False,
) -> Ingreso:
    """Sign in and begin a session. The password is compared within the transaction: some 50 ms.

    Raises CredencialesError, the same whatever was wrong; with the right password also SegundoFactorError,
    CuentaAlteradaError, RolAlteradoError, DemasiadasSesionesError. BaseError when the database cannot serve.
    """
    hecho = registry.escribir(
        USERS, SISTEMA, _intentar, usuario, clave, politica, codigo, programa, cerrar_la_mas_vieja
    )
    return _o_fallar(hecho)


def retomar(registry: Registry, actor: Actor, politica: Politica) -> Ingreso:
    """The actor's session as it is now: what they still must do, and if nothing, what they may do.

    Raises RolAlteradoError, SesionTerminadaError, BaseError.
    """
    return _o_fallar(registry.escribir(USERS, actor, _retomar, politica))


def _o_fallar(hecho: Ingreso | RexusError) -> Ingreso:
    if isinstance(hecho, RexusError):
        raise hecho
    return hecho


def _retomar(work: Work, politica: Politica) -> Ingreso | RexusError:
    """A refusal is returned, since raising it would undo that it was recorded."""
    cuenta = work.connection.execute(select(*_COLUMNAS).where(Usuario.id == work.actor.usuario_id)).one()._asdict()
    suyos = derechos.de(work, cuenta["rol"])
    if suyos.alterado:
        return _rol_alterado(work, cuenta)
    return _ingreso(work, cuenta, politica, str(work.actor.sesion), suyos.permisos)


def _intentar(
    work: Work, usuario: str, clave: str, politica: Politica, codigo: str, programa: Programa, cerrar_otra: bool
) -> Ingreso | RexusError:
    """What came of it; a refusal is returned, since raising it would undo that it was counted.

    All but DemasiadasSesionesError, which undoes that the code was used: the same one is given with the answer.
    """
    if not fichas.hay_cuentas(work):
        # Nobody guesses at nothing, and databases that nobody began with stay as they were born.
        return CredencialesError()
    nombre, equipo = nombres.plegado(usuario[:255]), frenos.este_equipo()
    fallos.de_a_uno(work, nombre, equipo)
    # Nobody deactivates it while its password is compared: coming in makes it active.
    consulta = con_bloqueo(select(*_COLUMNAS).where(Usuario.usuario == nombre), Usuario)
    fila = work.connection.execute(consulta).one_or_none()
    cuenta = None if fila is None else fila._asdict()
    frenado = fallos.frenado(work, nombre, equipo, cuenta)
    clave = clave_escrita(clave, es_codigo=cuenta is not None and cuenta["debe_cambiar"])
    correcta = claves.verificar(clave, cuenta["password_hash"] if cuenta is not None and not frenado else None)
    if frenado:
        # Not counted: an attempt that is not looked at must not lengthen the wait of whoever knows the password.
        return CredencialesError()
    if cuenta is None or not correcta:
        fallos.contar(work, nombre, equipo, cuenta, politica)
        return CredencialesError()
    if not sellos.vale(work, cuenta):
        _anotar_rechazo(work, cuenta, "cuenta alterada")
        return CuentaAlteradaError(nombre)
    if not puede_entrar(work, cuenta):
        _anotar_rechazo(work, cuenta, str(cuenta["estado"]))
        return CredencialesError()
    suyos = derechos.de(work, cuenta["rol"])
    if suyos.alterado:
        return _rol_alterado(work, cuenta)
    if cuenta["secreto_totp"] is not None:
        if not codigo:
            # No failure: everybody who has a factor comes by here. But whoever knows a password and has no phone leaves
            # a trace.
            fallos.anotar(work, nombre, "pedir segundo factor", cuenta["id"], {"programa": programa})
            return SegundoFactorError()
        if not factor.aceptar(work, cuenta, codigo):
            fallos.contar(work, nombre, equipo, cuenta, politica)
            return CredencialesError()
    if programa == "ventana":
        _hacer_lugar(work, cuenta, politica, cerrar_otra)
    sesion = _entrar(work, cuenta, clave, politica, equipo, programa)
    return _ingreso(work, cuenta, politica, sesion, suyos.permisos)


def _entrar(
    work: Work, cuenta: Mapping[str, Any], clave: str, politica: Politica, equipo: str, programa: Programa
) -> str:
    """The new session."""
    ahora, id_ = work.now(), cuenta["id"]
    cambios: dict[str, Any] = {
        "ultimo_acceso": ahora, "intentos_fallidos": 0, "bloqueos": 0, "bloqueado_hasta": None, "estado": ACTIVO,
    }  # fmt: skip
    if claves.es_vieja(cuenta["password_hash"]):
        # Brought from another program, or of weaker costs than those of today.
        cambios["password_hash"] = claves.cifrar_conocida(clave)
    work.connection.execute(update(Usuario).where(Usuario.id == id_).values(**cambios))
    sellos.sellar(work, id_)
    frenos.acierto(work, cuenta["usuario"], equipo)
    frenos.olvidar_viejos(work)
    sesiones.vencer(work, politica)
    sesiones.olvidar_viejas(work, id_)
    sesion = sesiones.abrir(work, id_, equipo, programa, politica)
    # A lock that ended by itself ends here.
    estado = {} if cuenta["estado"] == ACTIVO else {"estado": cuenta["estado"]}
    datos = {"programa": programa, "sesion": sesion, **({"estado": ACTIVO} if estado else {})}
    fallos.anotar(work, cuenta["usuario"], "ingresar", id_, datos, estado or None)
    return sesion


def _ingreso(
    work: Work, cuenta: Mapping[str, Any], politica: Politica, sesion: str, permisos: frozenset[str]
) -> Ingreso:
    debe = _deberes(work, cuenta, politica)
    permitido = frozenset[str]() if debe else permisos
    palabras = contexto.palabras(cuenta, politica.empresa) if CAMBIAR_CLAVE in debe else ()
    return Ingreso(Actor(cuenta["usuario"], cuenta["rol"], permitido, cuenta["id"], sesion), debe, palabras)


def _deberes(work: Work, cuenta: Mapping[str, Any], politica: Politica) -> frozenset[str]:
    debe = set()
    vida, desde = politica.vida_de_clave, cuenta["clave_fecha"]
    if cuenta["debe_cambiar"] or (vida and desde is not None and work.now() - desde >= vida):
        debe.add(CAMBIAR_CLAVE)
    if cuenta["rol"] in politica.roles_con_factor and cuenta["secreto_totp"] is None:
        debe.add(INSCRIBIR_FACTOR)
    return frozenset(debe)


def puede_entrar(work: Work, cuenta: Mapping[str, Any]) -> bool:
    """Whether an account's state lets it in now, whatever the password. `cuenta` is its row."""
    ahora = work.now()
    if cuenta["clave_vence"] is not None and ahora >= cuenta["clave_vence"]:
        return False
    if cuenta["estado"] == BLOQUEADO:
        hasta = cuenta["bloqueado_hasta"]
        return hasta is not None and ahora >= hasta
    return bool(cuenta["estado"] == ACTIVO)


def _hacer_lugar(work: Work, cuenta: Mapping[str, Any], politica: Politica, cerrar_otra: bool) -> None:
    abiertas = sesiones.abiertas(work, cuenta["id"], politica)
    if len(abiertas) < politica.sesiones:
        return
    if not cerrar_otra:
        raise DemasiadasSesionesError(cuenta["usuario"], len(abiertas))
    for sobra in abiertas[: len(abiertas) - politica.sesiones + 1]:
        sesiones.terminar(work, sobra, sesiones.CERRADA)


def _rol_alterado(work: Work, cuenta: Mapping[str, Any]) -> RexusError:
    _anotar_rechazo(work, cuenta, f"rol alterado: {cuenta['rol']}")
    return RolAlteradoError(cuenta["rol"])


def _anotar_rechazo(work: Work, cuenta: Mapping[str, Any], porque: str) -> None:
    fallos.anotar(work, cuenta["usuario"], "ingreso rechazado", cuenta["id"], {"porque": porque})
