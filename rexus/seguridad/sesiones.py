"""Sessions: who is signed in where, until when, and how it ended."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, delete, insert, select, true, update

from rexus.base.changes import Change, Result
from rexus.base.errors import ConfirmarClaveError, NoEncontradoError, SesionTerminadaError
from rexus.base.text import tr
from rexus.db.work import Work
from rexus.seguridad import sellos
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, Sesion, Usuario
from rexus.seguridad.permisos import ADMINISTRAR_USUARIOS, exigir
from rexus.seguridad.politica import Politica
from rexus.seguridad.reglas import exigir_grado

Programa = Literal["ventana", "consola"]

# How each ending is called in the table.
SALIDA: Final = "salida"
INACTIVIDAD: Final = "inactividad"
PLAZO: Final = "plazo"
CUENTA: Final = "cuenta"
ROL: Final = "rol"
CERRADA: Final = "cerrada"
RELOJ: Final = "reloj"
ALTERADA: Final = "alterada"
BLOQUEO: Final = "bloqueo"
PEDIDO: Final = "pedido"
RESTAURACION: Final = "restauracion"

# How lately the password must have been given for what is asked for with `exigir_confirmada`.
RECIENTE: Final = timedelta(minutes=5)
# How long it is shown where somebody was; the trail knows it for longer.
CONSERVAR: Final = timedelta(days=90)
# Clocks of seats differ a little; more than this is a clock that was set back.
_ATRASO: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class FichaSesion:
    """A session as it is shown. Moments in UTC; `motivo` is empty while it holds."""

    id: str
    usuario: str
    equipo: str
    programa: str
    inicio: datetime
    ultimo_uso: datetime
    vence: datetime
    fin: datetime | None
    motivo: str


def abrir(work: Work, usuario_id: int, equipo: str, programa: Programa, politica: Politica) -> str:
    """A new session; its id."""
    ahora = work.now()
    # 144 bits; 128 are asked for (OWASP ASVS 5.0, 7.2.3).
    nueva = secrets.token_hex(18)
    work.connection.execute(
        insert(Sesion),
        {
            "id": nueva,
            "usuario_id": usuario_id,
            "equipo": equipo[:255],
            "programa": programa,
            "inicio": ahora,
            "ultimo_uso": ahora,
            "vence": ahora + politica.duracion,
            "confirmada": ahora,
            "motivo": "",
        },
    )
    return nueva


def abiertas(work: Work, usuario_id: int, politica: Politica) -> list[str]:
    """The windows in which an account is at this moment, the one that was used longest ago first."""
    ahora = work.now()
    consulta = select(Sesion.id).where(
        Sesion.usuario_id == usuario_id,
        Sesion.programa == "ventana",
        Sesion.fin.is_(None),
        Sesion.vence > ahora,
        Sesion.ultimo_uso > ahora - politica.inactividad,
    )
    return list(work.connection.scalars(consulta.order_by(Sesion.ultimo_uso)))


def otras_abiertas(work: Work, inactividad: timedelta) -> list[tuple[str, str]]:
    """Account and machine of everybody who is signed in besides this session; who was there last comes first."""
    ahora = work.now()
    consulta = (
        select(Usuario.usuario, Sesion.equipo)
        .join(Usuario, Usuario.id == Sesion.usuario_id)
        .where(
            Sesion.fin.is_(None),
            Sesion.vence > ahora,
            Sesion.ultimo_uso > ahora - inactividad,
            Sesion.id != (work.actor.sesion or ""),
        )
        .order_by(Sesion.ultimo_uso.desc())
    )
    return [(fila.usuario, fila.equipo) for fila in work.connection.execute(consulta)]


def revisar(work: Work, sesion_id: str, rol: str, politica: Politica) -> datetime:
    """When the session was last used. Raises SesionTerminadaError, in words that are true, when it does not hold.

    `rol` is the one that its owner signed in with.
    """
    hallada = work.connection.execute(
        select(Sesion.ultimo_uso, Sesion.vence, Sesion.fin, Sesion.motivo, *sellos.COLUMNAS)
        .join(Usuario, Usuario.id == Sesion.usuario_id)
        .where(Sesion.id == sesion_id)
    ).one_or_none()
    motivo = CERRADA if hallada is None else _motivo(work, hallada._asdict(), rol, politica)
    if motivo or hallada is None:
        raise SesionTerminadaError(motivo, frase(motivo))
    ultimo: datetime = hallada.ultimo_uso
    return ultimo


def _motivo(work: Work, fila: dict[str, Any], rol: str, politica: Politica) -> str:
    ahora = work.now()
    if fila["fin"] is not None:
        return str(fila["motivo"])
    if not sellos.vale(work, fila):
        return ALTERADA
    # Who guesses elsewhere must not put out whoever works here: a lock is about coming in.
    if fila["estado"] not in (ACTIVO, BLOQUEADO):
        return CUENTA
    if fila["rol"] != rol:
        return ROL
    if ahora < fila["ultimo_uso"] - _ATRASO:
        return RELOJ
    if ahora >= fila["vence"]:
        return PLAZO
    if ahora - fila["ultimo_uso"] >= politica.inactividad:
        return INACTIVIDAD
    return ""


def frase(motivo: str) -> str:
    """Why a session ended, as its owner is told."""
    return {
        SALIDA: tr("Se salió de Rexus en esta sesión."),
        INACTIVIDAD: tr("Pasó mucho tiempo sin uso."),
        PLAZO: tr("La sesión llegó a su duración máxima."),
        CUENTA: tr("Un administrador desactivó o cambió la cuenta."),
        ROL: tr("Cambió el rol de la cuenta, o lo que ese rol puede hacer."),
        CERRADA: tr("La sesión se cerró desde otro lugar."),
        ALTERADA: tr("Los datos de la cuenta se cambiaron en la base sin Rexus."),
        RESTAURACION: tr("Se restauró un respaldo."),
        BLOQUEO: tr("Se escribió mal la clave demasiadas veces."),
        PEDIDO: tr("Se bloqueó a pedido."),
        RELOJ: tr("El reloj de esta computadora está atrasado respecto de lo que ya se hizo."),
    }.get(motivo, tr("La sesión se cerró."))


def tocar(work: Work, sesion_id: str) -> None:
    """It was used now."""
    ahora = work.now()
    work.connection.execute(
        update(Sesion).where(Sesion.id == sesion_id, Sesion.ultimo_uso < ahora).values(ultimo_uso=ahora)
    )


def terminar(work: Work, sesion_id: str, motivo: str = SALIDA) -> None:
    """End a session that holds; nothing else is changed."""
    _terminar(work, Sesion.id == sesion_id, motivo)


def vencer(work: Work, politica: Politica) -> int:
    """End the sessions whose time is up and that nobody ended, since the program or the machine went away with them.

    Of anybody, and not before it is sure: the clocks of seats differ a little.
    """
    antes = work.now() - _ATRASO
    vencidas = _terminar(work, Sesion.vence <= antes, PLAZO)
    return vencidas + _terminar(work, Sesion.ultimo_uso <= antes - politica.inactividad, INACTIVIDAD)


def terminar_las_de(work: Work, usuario_id: int, motivo: str = CUENTA, *, menos: str | None = None) -> int:
    """End an account's sessions but one; how many they were."""
    return _terminar(work, (Sesion.usuario_id == usuario_id) & (Sesion.id != (menos or "")), motivo)


def olvidar_viejas(work: Work, usuario_id: int) -> int:
    """Drop an account's sessions whose time was up `CONSERVAR` ago; how many they were."""
    viejas = (Sesion.usuario_id == usuario_id) & (Sesion.vence < work.now() - CONSERVAR)
    return work.connection.execute(delete(Sesion).where(viejas)).rowcount


def terminar_las_de_rol(work: Work, rol: str) -> int:
    """End the sessions of everybody who has a role; how many they were."""
    con_rol = select(Usuario.id).where(Usuario.rol == rol)
    return _terminar(work, Sesion.usuario_id.in_(con_rol), ROL)


def terminar_todas(work: Work, motivo: str = RESTAURACION) -> int:
    """End everybody's sessions; how many they were."""
    return _terminar(work, true(), motivo)


def cerrar(work: Work, sesion_id: str) -> Result[None]:
    """End one's own session in another place, or as an administrator anybody's. Raises NoEncontradoError, and
    PermisoError for one of an account that may do more than the actor.

    One's own elsewhere needs the password once more (ConfirmarClaveError; OWASP ASVS 5.0, 7.5.2); leaving the one that
    one is in needs nothing.
    """
    fila = work.connection.execute(
        select(Sesion.usuario_id, Sesion.fin, Usuario.usuario, Usuario.rol)
        .join(Usuario, Usuario.id == Sesion.usuario_id)
        .where(Sesion.id == sesion_id)
    ).one_or_none()
    if fila is None or fila.usuario_id != work.actor.usuario_id:
        # Also for one that is not there: nobody finds out by asking.
        exigir(work.actor, ADMINISTRAR_USUARIOS)
    if fila is None:
        raise NoEncontradoError(tr("Esa sesión no existe."))
    if fila.usuario_id != work.actor.usuario_id:
        exigir_grado(work, fila.rol)
    elif sesion_id != work.actor.sesion:
        exigir_confirmada(work)
    if fila.fin is None:
        terminar(work, sesion_id, CERRADA)
        work.anotar("usuarios", "cerrar sesión", "sesiones", sesion_id, despues={"usuario": fila.usuario})
    return Result(None, Change.of("sesion"))


def listar(work: Work, usuario_id: int, limite: int = 50) -> list[FichaSesion]:
    """An account's sessions, newest first: everybody sees their own."""
    if usuario_id != work.actor.usuario_id:
        exigir(work.actor, "usuarios.ver")
    s = Sesion
    consulta = (
        select(s.id, Usuario.usuario, s.equipo, s.programa, s.inicio, s.ultimo_uso, s.vence, s.fin, s.motivo)
        .join(Usuario, Usuario.id == s.usuario_id)
        .where(s.usuario_id == usuario_id)
        .order_by(s.inicio.desc())
        .limit(limite)
    )
    return [FichaSesion(*fila) for fila in work.connection.execute(consulta)]


def confirmada(work: Work) -> None:
    """The actor gave the password just now."""
    work.connection.execute(update(Sesion).where(Sesion.id == work.actor.sesion).values(confirmada=work.now()))


def exigir_confirmada(work: Work) -> None:
    """Raise ConfirmarClaveError unless the actor gave the password within the last five minutes.

    The program itself has none. OWASP ASVS 5.0, 7.5.
    """
    if work.actor.sesion is None:
        return
    cuando = work.connection.scalar(select(Sesion.confirmada).where(Sesion.id == work.actor.sesion))
    if cuando is None or not timedelta(0) - _ATRASO <= work.now() - cuando <= RECIENTE:
        raise ConfirmarClaveError


def _terminar(work: Work, cuales: ColumnElement[bool], motivo: str) -> int:
    abiertas = work.connection.execute(
        select(Sesion.id, Sesion.programa, Sesion.ultimo_uso, Usuario.usuario)
        .join(Usuario, Usuario.id == Sesion.usuario_id)
        .where(cuales, Sesion.fin.is_(None))
        .order_by(Sesion.inicio)
    ).all()
    cuantas = 0
    for s in abiertas:
        hecho = work.connection.execute(
            update(Sesion).where(Sesion.id == s.id, Sesion.fin.is_(None)).values(fin=work.now(), motivo=motivo)
        )
        # Whoever ends it tells of it, and nobody else.
        if hecho.rowcount:
            cuantas += 1
            _anotar_fin(work, s, motivo)
    return cuantas


def _anotar_fin(work: Work, sesion: Any, motivo: str) -> None:
    despues = {
        "usuario": sesion.usuario, "programa": sesion.programa, "motivo": motivo, "ultimo_uso": sesion.ultimo_uso,
    }  # fmt: skip
    # The program ends it for its owner; an administrator, another's.
    quien = sesion.usuario if work.actor.usuario_id is None else None
    work.anotar("usuarios", "salir", "sesiones", sesion.id, despues=despues, usuario=quien)
