"""Doing it again: what may simply run again, and what must first be looked up."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from sqlalchemy import RootTransaction
from sqlalchemy.exc import DBAPIError, IntegrityError

from rexus.base import guardado
from rexus.base.errors import BaseInalcanzableError, ResultadoDesconocidoError, RexusError
from rexus.base.log import get_logger
from rexus.db.motores import Motor
from rexus.db.salud import Salud

T = TypeVar("T")

log = get_logger(__name__)

# Deadlocks and serialization failures come in bursts when many seats want the same article.
_VECES = 12
# A constraint that another seat's commit broke: the checks see that commit when they run again.
_VECES_RESTRICCION = 3
_VECES_LECTURA = 3
_PRIMERA_PAUSA_S = 0.005
_PAUSA_MAXIMA_S = 0.5
# How long work without a screen waits for a server that had answered before.
_PACIENCIA_S = 30.0


class ConexionCortadaError(BaseInalcanzableError):
    """The connection broke before the commit: nothing was saved."""


class ConfirmacionPerdidaError(BaseInalcanzableError):
    """The connection broke while committing: committed or not, nobody knows yet."""


def confirmar(transaction: RootTransaction, motor: Motor, lugar: str) -> None:
    """Commit. Raises ConfirmacionPerdidaError when the answer did not come."""
    try:
        transaction.commit()
    except DBAPIError as error:
        deshacer(transaction)
        if motor.se_corto(error.orig):
            raise ConfirmacionPerdidaError(lugar) from error
        guardado.deshecho()
        raise
    guardado.confirmado()


def deshacer(transaction: RootTransaction) -> None:
    """Roll back; a connection that is gone has rolled back by itself."""
    try:
        transaction.rollback()
    except DBAPIError as error:
        log.info("rollback on a broken connection: %s", error)


def leer(una: Callable[[], T], salud: Salud, *, paciente: bool) -> T:
    """Read; again when only the connection broke. `paciente`: wait up to 30 s for a server that had answered before."""
    hasta = monotonic() + _PACIENCIA_S
    vez = 0
    while True:
        vez += 1
        try:
            return una()
        except BaseInalcanzableError as error:
            esperar = paciente and salud.conocida and monotonic() < hasta
            if not esperar and (vez >= _VECES_LECTURA or not isinstance(error, ConexionCortadaError)):
                raise
        time.sleep(pausa(vez))


def escribir(una: Callable[[list[T]], int], consta: Callable[[], bool], motor: Motor, lugar: str, intento: str) -> T:
    """Write; again, whole, as long as it is certain that nothing was saved twice.

    `una(hecho)` puts the operation's value into `hecho`, commits, and returns how many audit entries it wrote;
    `consta` tells whether the attempt is in the database. Raises ResultadoDesconocidoError when the answer to a commit
    was lost and the server cannot be asked.
    """
    # The value of the attempt whose answer was lost: true if that attempt turns out to be committed.
    dudoso: list[T] | None = None
    vez = 0
    while True:
        vez += 1
        hecho: list[T] = []
        try:
            entradas = una(hecho)
            if dudoso is not None and not entradas and _consta(consta, lugar, intento, None):
                # Nothing was left to do: the lost commit arrived after it was looked up, and its value is the true one.
                return dudoso[0]
            return hecho[0]
        except ConfirmacionPerdidaError as error:
            dudoso = hecho
            if _consta(consta, lugar, intento, error):
                return dudoso[0]
            if vez >= _VECES:
                raise ResultadoDesconocidoError(lugar, intento) from error
        except RexusError as error:
            cortada = isinstance(error, ConexionCortadaError) and vez < _VECES
            # The lost commit may have reached the table after it was looked up: then this is its own echo.
            if dudoso is not None and not cortada and _consta(consta, lugar, intento, error):
                return dudoso[0]
            if not cortada:
                raise
        except DBAPIError as error:
            if not _otra_vez(error, motor, vez):
                if dudoso is not None and _consta(consta, lugar, intento, error):
                    return dudoso[0]
                raise
            log.info("transaction undone, again (%d): %s", vez, error.orig)
        time.sleep(pausa(vez))


def pausa(vez: int) -> float:
    """Seconds; full jitter: any time up to a bound that doubles with each attempt."""
    return random.uniform(0, min(_PAUSA_MAXIMA_S, _PRIMERA_PAUSA_S * 2**vez))


def _otra_vez(error: DBAPIError, motor: Motor, vez: int) -> bool:
    if motor.es_transitorio(error.orig):
        return vez < _VECES
    return motor.es_servidor and isinstance(error, IntegrityError) and vez < _VECES_RESTRICCION


def _consta(consta: Callable[[], bool], lugar: str, intento: str, causa: Exception | None) -> bool:
    """Whether the attempt was committed after all. Raises ResultadoDesconocidoError when nobody can be asked."""
    for vez in range(1, _VECES + 1):
        try:
            if not consta():
                return False
            guardado.confirmado()
            return True
        except ConexionCortadaError:
            time.sleep(pausa(vez))
        except BaseInalcanzableError:
            break
    raise ResultadoDesconocidoError(lugar, intento) from causa
