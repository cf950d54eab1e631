"""What a wrong password costs: it is counted, and after so many the account is locked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select, update

from rexus.db.locking import turno
from rexus.db.work import Work
from rexus.seguridad import frenos, sellos
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, Usuario
from rexus.seguridad.politica import Politica

MODULO: Final = "usuarios"
_BLOQUEO_MAXIMO: Final = timedelta(days=1)
# Of an account's row. `sellos.COLUMNAS` bring the name, the role, the state and the password.
COLUMNAS: Final = (*sellos.COLUMNAS, Usuario.bloqueado_hasta, Usuario.bloqueos, Usuario.intentos_fallidos)


def de_a_uno(work: Work, nombre: str, equipo: str) -> None:
    """One attempt at a time for each account and each machine: many guessers at once must not all come before the
    first is counted."""
    turno(work.connection, f"ingreso {nombre}")
    turno(work.connection, f"equipo {equipo}")


def frenado(work: Work, nombre: str, equipo: str, cuenta: Mapping[str, Any] | None) -> bool:
    """Whether no password is looked at now: too early after the last wrong one, or the account is locked.

    Called once for each attempt: those not looked at are counted, and are one event when their wait is over.
    """
    de_la_cuenta = frenos.espera_hasta(work, "cuenta", nombre)
    if cuenta is not None and bloqueada(work, cuenta):
        de_la_cuenta = cuenta["bloqueado_hasta"] or work.now() + _BLOQUEO_MAXIMO
    del_equipo = frenos.espera_hasta(work, "equipo", equipo)
    if de_la_cuenta is not None:
        frenos.contar_sin_mirar(work, "cuenta", nombre, de_la_cuenta)
    elif del_equipo is not None:
        frenos.contar_sin_mirar(work, "equipo", equipo, del_equipo)
    else:
        _asentar_esperas(work, nombre, equipo)
        return False
    return True


def _asentar_esperas(work: Work, nombre: str, equipo: str) -> None:
    """One event for each wait that is over and in which something was tried."""
    tomadas = frenos.retirar_sin_mirar(work, ("cuenta", nombre), ("equipo", equipo))
    if not tomadas:
        return
    cuentas = work.connection.execute(select(Usuario.id, Usuario.usuario)).all()
    de = {frenos.guardado(work, cuenta.usuario): cuenta for cuenta in cuentas}
    for una in tomadas:
        cuenta = de.get(una.nombre) if una.ambito == "cuenta" else None
        datos = {"intentos": una.intentos, "ultimo": una.ultimo, "espera_de": una.ambito}
        if una.ambito == "cuenta" and cuenta is None:
            datos["cuenta"] = "no existe"
        usuario, registro = (cuenta.usuario, cuenta.id) if cuenta is not None else ("", None)
        anotar(work, usuario, "intentos sin mirar", registro, datos)


def bloqueada(work: Work, cuenta: Mapping[str, Any]) -> bool:
    """Whether wrong passwords locked the account, and it still is."""
    hasta = cuenta["bloqueado_hasta"]
    return cuenta["estado"] == BLOQUEADO and (hasta is None or work.now() < hasta)


def contar(work: Work, nombre: str, equipo: str, cuenta: Mapping[str, Any] | None, politica: Politica) -> bool:
    """Count a wrong password; whether that locked the account."""
    frenos.fallo(work, "equipo", equipo)
    fallos = frenos.fallo(work, "cuenta", nombre)
    if cuenta is None:
        # Not the name: people type their password into the wrong field.
        anotar(work, "", "ingreso fallido", None, {"cuenta": "no existe"})
        return False
    cambios: dict[str, Any] = {"intentos_fallidos": cuenta["intentos_fallidos"] + 1}
    bloquear = fallos >= politica.max_intentos and cuenta["estado"] in (ACTIVO, BLOQUEADO)
    if bloquear:
        bloqueos = cuenta["bloqueos"]
        cuanto = min(_BLOQUEO_MAXIMO, politica.bloqueo * 2 ** min(bloqueos, 16)) if politica.bloqueo else None
        cambios |= {
            "estado": BLOQUEADO,
            "bloqueos": bloqueos + 1,
            "bloqueado_hasta": None if cuanto is None else work.now() + cuanto,
        }
        # Counted from the start again once the lock ends.
        frenos.olvidar(work, "cuenta", nombre)
    era_suyo = sellos.vale(work, cuenta)
    work.connection.execute(update(Usuario).where(Usuario.id == cuenta["id"]).values(**cambios))
    if era_suyo:
        sellos.sellar(work, cuenta["id"])
    if bloquear:
        como_queda = {n: cambios[n] for n in ("estado", "bloqueado_hasta")}
        como_estaba = {n: cuenta[n] for n in ("estado", "bloqueado_hasta")}
        anotar(work, nombre, "bloquear", cuenta["id"], {"fallos": fallos, **como_queda}, como_estaba)
    else:
        anotar(work, nombre, "ingreso fallido", cuenta["id"], {"fallos": fallos})
    return bloquear


def anotar(
    work: Work,
    usuario: str,
    accion: str,
    registro: int | None,
    datos: Mapping[str, Any],
    antes: Mapping[str, Any] | None = None,
) -> None:
    """The event, of whoever tried: the unit that looks is the program's own."""
    despues = {"usuario": usuario, **datos}
    work.anotar(MODULO, accion, "usuarios", registro, antes=antes, despues=despues, usuario=usuario)
