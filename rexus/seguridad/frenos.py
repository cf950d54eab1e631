"""Slowing down whoever guesses: wrong passwords in a row are counted in the database, by account and by machine.

Counted in the same transaction in which the password is compared, so that many guessers at once gain nothing.
OWASP ASVS 5.0, 6.3.1.
"""

from __future__ import annotations

import hmac
import platform
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Literal

from sqlalchemy import delete, insert, or_, select, update

from rexus.db import llaves
from rexus.db.work import Work
from rexus.seguridad.orm import Intento

Ambito = Literal["cuenta", "equipo"]

# Failures that cost nothing yet: people mistype. Several people may share a machine.
_GRATIS: Final[dict[str, int]] = {"cuenta": 2, "equipo": 10}
#: The longest wait.
TOPE_DE_ESPERA: Final = timedelta(minutes=5)
# A machine's failures are of the past after this.
_MEMORIA: Final = timedelta(hours=1)
# Names that nobody tried for so long are dropped: whoever invents names fills no disk.
CONSERVAR: Final = timedelta(days=90)
# Before the name of a row that counts what was not looked at.
_ESPERA: Final = "espera "
_TANDA: Final = 50


def este_equipo() -> str:
    """This machine, as its failures are counted."""
    return platform.node()[:255]


def espera(ambito: Ambito, fallos: int) -> timedelta:
    """How long nothing is tried after so many failures in a row: 1 s, doubled with each, up to five minutes."""
    de_mas = fallos - _GRATIS[ambito]
    return min(TOPE_DE_ESPERA, timedelta(seconds=2.0 ** min(de_mas - 1, 20))) if de_mas > 0 else timedelta(0)


def frenado(work: Work, ambito: Ambito, nombre: str) -> bool:
    """Whether it is too early for another attempt."""
    return espera_hasta(work, ambito, nombre) is not None


def espera_hasta(work: Work, ambito: Ambito, nombre: str) -> datetime | None:
    """Until when it is too early for another attempt; None when it is not."""
    ahora, fila = work.now(), _fila(work, ambito, nombre)
    if fila is None:
        return None
    hasta = fila.hasta
    if hasta - ahora > TOPE_DE_ESPERA:
        # The clock was set back: the wait begins again, so that nobody waits for the difference.
        hasta = ahora + espera(ambito, fila.fallos)
        _cambiar(work, ambito, nombre, ultimo=ahora, hasta=hasta)
    return hasta if ahora < hasta else None


# ── What was tried during a wait ──


@dataclass(frozen=True)
class SinMirar:
    """Attempts during one wait, that were not looked at. `nombre` is how it is kept (`guardado`)."""

    ambito: str
    nombre: str
    intentos: int
    ultimo: datetime


def contar_sin_mirar(work: Work, ambito: Ambito, nombre: str, hasta: datetime) -> None:
    """One more during the wait that ends at `hasta`. In place, in one row for each wait: guessing fills no disk."""
    clave, ahora = f"{_ESPERA}{guardado(work, nombre)}", work.now()
    hecho = work.connection.execute(
        update(Intento)
        .where(Intento.ambito == ambito, Intento.nombre == clave)
        .values(fallos=Intento.fallos + 1, ultimo=ahora)
    )
    if hecho.rowcount == 0:
        nueva = {"ambito": ambito, "nombre": clave, "fallos": 1, "ultimo": ahora, "hasta": hasta}
        work.connection.execute(insert(Intento), nueva)


def retirar_sin_mirar(work: Work, *de: tuple[Ambito, str]) -> list[SinMirar]:
    """Take the counts of waits that are over, those of `de` (whose turn it is now) in any case."""
    claves = [(ambito, f"{_ESPERA}{guardado(work, nombre)}") for ambito, nombre in de]
    suyas = or_(*((Intento.ambito == ambito) & (Intento.nombre == clave) for ambito, clave in claves))
    consulta = (
        select(Intento.ambito, Intento.nombre, Intento.fallos, Intento.ultimo)
        .where(Intento.nombre.startswith(_ESPERA), suyas | (Intento.hasta <= work.now()))
        .order_by(Intento.ultimo)
        .limit(_TANDA)
    )
    tomadas = []
    for fila in work.connection.execute(consulta).all():
        quitada = work.connection.execute(
            delete(Intento).where(Intento.ambito == fila.ambito, Intento.nombre == fila.nombre)
        )
        # Another seat may have taken it at this moment.
        if quitada.rowcount:
            tomadas.append(SinMirar(fila.ambito, fila.nombre.removeprefix(_ESPERA), fila.fallos, fila.ultimo))
    return tomadas


def fallo(work: Work, ambito: Ambito, nombre: str) -> int:
    """Count a failure; how many there are in a row."""
    ahora, fila = work.now(), _fila(work, ambito, nombre)
    fresca = fila is not None and (ambito == "cuenta" or ahora - fila.ultimo < _MEMORIA)
    fallos = fila.fallos + 1 if fila is not None and fresca else 1
    datos = {"fallos": fallos, "ultimo": ahora, "hasta": ahora + espera(ambito, fallos)}
    if fila is None:
        work.connection.execute(insert(Intento), {"ambito": ambito, "nombre": guardado(work, nombre), **datos})
    else:
        _cambiar(work, ambito, nombre, **datos)
    return fallos


def olvidar(work: Work, ambito: Ambito, nombre: str) -> int:
    """The right password was given, or an administrator unlocked the account. How many wrong ones were counted."""
    fila = _fila(work, ambito, nombre)
    work.connection.execute(
        delete(Intento).where(Intento.ambito == ambito, Intento.nombre == guardado(work, nombre))
    )  # fmt: skip
    return 0 if fila is None else fila.fallos


def acierto(work: Work, cuenta: str, equipo: str) -> None:
    """The right password was given: the account's failures are forgotten, and as many of the machine's.

    Not the others of the machine: whoever has one account could guess at all the rest without ever waiting.
    """
    suyos = olvidar(work, "cuenta", cuenta)
    fila = _fila(work, "equipo", equipo)
    if suyos and fila is not None:
        _cambiar(work, "equipo", equipo, fallos=max(0, fila.fallos - suyos))


def olvidar_viejos(work: Work) -> int:
    """Drop the counts that are of the past: of machines, and of names that nobody tried for `CONSERVAR`. How many."""
    viejos = (Intento.ultimo < work.now() - CONSERVAR) | (
        (Intento.ambito == "equipo") & (Intento.ultimo < work.now() - _MEMORIA)
    )
    return work.connection.execute(delete(Intento).where(viejos)).rowcount


def _cambiar(work: Work, ambito: Ambito, nombre: str, **datos: Any) -> None:
    quien = (Intento.ambito == ambito) & (Intento.nombre == guardado(work, nombre))
    work.connection.execute(update(Intento).where(quien).values(**datos))


def _fila(work: Work, ambito: Ambito, nombre: str) -> Intento | None:
    consulta = select(Intento.fallos, Intento.ultimo, Intento.hasta)
    return work.connection.execute(  # type: ignore[return-value]
        consulta.where(Intento.ambito == ambito, Intento.nombre == guardado(work, nombre))
    ).one_or_none()


def guardado(work: Work, nombre: str) -> str:
    """How a name is kept: not as it was typed, since people type their password into the wrong field."""
    return hmac.new(work.llave(llaves.FRENOS), nombre.encode("utf-8", "surrogatepass"), sha256).hexdigest()
