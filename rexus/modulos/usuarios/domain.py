"""How accounts, sessions and roles are told to people. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final, Literal

from rexus.base.actor import Actor
from rexus.base.text import formatear_fecha, tr
from rexus.seguridad.cuentas import Cuenta
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, INACTIVO, SUSPENDIDO
from rexus.seguridad.permisos import ACCIONES, ADMINISTRAR_USUARIOS, ESPECIALES
from rexus.seguridad.roles import FichaRol
from rexus.seguridad.sesiones import (
    ALTERADA,
    BLOQUEO,
    CERRADA,
    CUENTA,
    INACTIVIDAD,
    PEDIDO,
    PLAZO,
    RELOJ,
    ROL,
    SALIDA,
    FichaSesion,
)

Tinta = Literal["good", "secondary", "warning", "bad"]


@dataclass(frozen=True)
class Aspecto:
    """A state as it is shown: a sign, a word, their ink."""

    signo: str
    palabra: str
    tinta: Tinta


@dataclass(frozen=True)
class Codigo:
    """A code to sign in with once, good until `hasta` (UTC)."""

    usuario_id: int
    usuario: str
    codigo: str
    hasta: datetime


@dataclass(frozen=True)
class Ficha:
    """An account with its sessions, newest first. `codigos`: how many codes for a lost phone are left (one's own)."""

    cuenta: Cuenta
    sesiones: tuple[FichaSesion, ...]
    codigos: int = 0


@dataclass(frozen=True)
class LineaSesion:
    """A session as it is listed."""

    id: str
    donde: str
    estado: str
    cuando: str
    abierta: bool
    propia: bool


_ASPECTOS: Final[dict[str, tuple[str, Tinta]]] = {
    ACTIVO: ("✓", "good"),
    INACTIVO: ("⊘", "secondary"),
    SUSPENDIDO: ("‖", "warning"),
    BLOQUEADO: ("✕", "bad"),
}


def palabra_de_estado(estado: str) -> str:
    """A state as people call it."""
    return {
        ACTIVO: tr("Activo"),
        INACTIVO: tr("Inactivo"),
        SUSPENDIDO: tr("Suspendido"),
        BLOQUEADO: tr("Bloqueado"),
    }[estado]


def aspecto(cuenta: Cuenta) -> Aspecto:
    """How an account's state is shown; that something else changed the account comes before everything."""
    if cuenta.alterada:
        return Aspecto("!", tr("Alterado"), "bad")
    signo, tinta = _ASPECTOS[cuenta.estado]
    return Aspecto(signo, palabra_de_estado(cuenta.estado), tinta)


def por_que_aparece(cuenta: Cuenta, zona: tzinfo) -> str:
    """What the state means for whoever has the account; nothing when all is well."""
    if cuenta.alterada:
        return tr("Se cambió en la base sin Rexus: no puede entrar hasta que se revise y se guarde otra vez.")
    if cuenta.estado == BLOQUEADO and cuenta.bloqueado_hasta is not None:
        hasta = formatear_fecha(cuenta.bloqueado_hasta, zona)
        return tr("Demasiadas claves equivocadas: no puede entrar hasta el {hasta}.").format(hasta=hasta)
    if cuenta.estado == BLOQUEADO:
        return tr("Demasiadas claves equivocadas: no puede entrar hasta que se desbloquee.")
    if cuenta.estado in (INACTIVO, SUSPENDIDO):
        return tr("No puede entrar.")
    return tr("Va a elegir una clave nueva cuando entre.") if cuenta.debe_cambiar else ""


def nombre_completo(cuenta: Cuenta) -> str:
    """First name and family name, whichever there are."""
    return f"{cuenta.nombre} {cuenta.apellido}".strip()


def puede_tocar(actor: Actor, rol: FichaRol | None) -> bool:
    """Whether the actor may manage accounts of that role, or give it: none that may do more than themselves."""
    return actor.puede(ADMINISTRAR_USUARIOS) and rol is not None and all(actor.puede(p) for p in rol.permisos)


def linea_de_sesion(
    sesion: FichaSesion, propia: str | None, ahora: datetime, inactividad: timedelta, zona: tzinfo
) -> LineaSesion:
    """How a session is told. `propia` is the one of whoever asks; `inactividad`: without use for longer it is over."""
    programa = tr("ventana") if sesion.programa == "ventana" else tr("línea de comandos")
    motivo = sesion.motivo if sesion.fin is not None else _vencida(sesion, ahora, inactividad)
    abierta = sesion.fin is None and not motivo
    es_esta = abierta and sesion.id == propia
    desde = _momento(sesion.inicio, ahora, zona)
    hasta = _momento(sesion.fin or sesion.ultimo_uso, ahora, zona)
    if abierta:
        estado = tr("● Abierta aquí") if es_esta else tr("● Abierta")
        cuando = tr("Desde {desde} · último uso {uso}").format(desde=desde, uso=hasta)
    else:
        estado = tr("○ {motivo}").format(motivo=_motivo(motivo))
        cuando = tr("{desde} a {hasta}").format(desde=desde, hasta=hasta)
    return LineaSesion(sesion.id, f"{sesion.equipo} · {programa}", estado, cuando, abierta, es_esta)


def _momento(momento: datetime, ahora: datetime, zona: tzinfo) -> str:
    """The hour alone when it was today."""
    local = momento.astimezone(zona)
    hoy = local.date() == ahora.astimezone(zona).date()
    return f"{local:%H:%M}" if hoy else formatear_fecha(momento, zona)


def _vencida(sesion: FichaSesion, ahora: datetime, inactividad: timedelta) -> str:
    """Why a session that nobody ended does not hold any more; nothing while it does."""
    if ahora >= sesion.vence:
        return PLAZO
    return INACTIVIDAD if ahora - sesion.ultimo_uso >= inactividad else ""


def _motivo(motivo: str) -> str:
    return {
        SALIDA: tr("Salió"),
        INACTIVIDAD: tr("Terminó sin uso"),
        PLAZO: tr("Llegó al máximo"),
        CUENTA: tr("Cambió la cuenta"),
        ROL: tr("Cambió el rol"),
        CERRADA: tr("Se cerró"),
        RELOJ: tr("Reloj atrasado"),
        ALTERADA: tr("Cuenta alterada"),
        BLOQUEO: tr("Claves equivocadas"),
        PEDIDO: tr("Se bloqueó"),
    }.get(motivo, tr("Terminó"))


def marcar(permitidos: frozenset[str], permiso: str, si: bool) -> frozenset[str]:
    """What a role may do after a box is checked or not: who changes or approves in a module also looks at it."""
    modulo, _, accion = permiso.partition(".")
    if permiso in ESPECIALES or accion not in ACCIONES:
        return permitidos | {permiso} if si else permitidos - {permiso}
    if si:
        return permitidos | {permiso, f"{modulo}.ver"}
    quitados = {f"{modulo}.{otra}" for otra in ACCIONES} if accion == "ver" else {permiso}
    return permitidos - quitados


def todos_los_permisos(modulos: tuple[str, ...]) -> frozenset[str]:
    """Every word that a role can hold: what the administrator's «todo» stands for."""
    return frozenset(f"{modulo}.{accion}" for modulo in modulos for accion in ACCIONES) | frozenset(ESPECIALES)


def describir_rol(rol: FichaRol) -> str:
    """«Del programa · 2 cuentas»."""
    origen = tr("Del programa") if rol.fijo else tr("Del taller")
    return tr("{origen} · {cuentas}").format(origen=origen, cuentas=contar_cuentas(rol.cuentas))


def nombrar_rol(rol: FichaRol, *, sin_guardar: bool) -> tuple[str, str]:
    """A role in the list, as it is written and as it is read out: «! operador •», «operador, alterado, sin guardar»."""
    escrito = ("! " if rol.alterado else "") + rol.nombre + (" •" if sin_guardar else "")
    leido = [rol.nombre, *([tr("alterado")] if rol.alterado else []), *([tr("sin guardar")] if sin_guardar else [])]
    return escrito, ", ".join(leido)


def por_que_alterado(rol: FichaRol, conocidos: frozenset[str]) -> str:
    """What it means that something else than Rexus changed a role; nothing when nothing did."""
    if not rol.alterado:
        return ""
    frase = tr(
        "! Alterado: lo que puede hacer se cambió en la base sin Rexus. Quienes tienen este rol no pueden entrar."
    )
    if extranos := sorted(rol.permisos - conocidos):
        frase += " " + tr("Tiene además lo que Rexus no conoce, y que al guardarlo se quita: {permisos}.").format(
            permisos=", ".join(extranos)[:200]
        )
    return frase


def contar_cuentas(n: int) -> str:
    """«1 cuenta», «3 cuentas»."""
    return tr("1 cuenta") if n == 1 else tr("{n} cuentas").format(n=n)
