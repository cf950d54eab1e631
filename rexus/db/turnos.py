"""Turns for connections: who waits, how long, and how many ever had to.

The pool itself never makes anybody wait; it is asked only by those who have their turn.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from rexus.base.errors import BaseError, CanceladoError
from rexus.base.progress import Avance
from rexus.base.text import tr

# How often somebody who waits looks whether the wait was cancelled.
_MIRADA_S = 0.1


@dataclass(frozen=True)
class CifrasTurnos:
    """`esperas` had to wait, `segundos_esperados` altogether, `rechazos` waited in vain, `en_uso` hold a turn now."""

    en_uso: int
    esperas: int
    segundos_esperados: float
    rechazos: int


class SinConexionesError(BaseError):
    """Every connection is in use and none became free in time."""

    calla_lo_guardado = True

    def __init__(self) -> None:
        super().__init__(
            tr("Sin conexiones libres"),
            tr("Todas las conexiones con la base están en uso."),
            tr("Esperar unos segundos y probar otra vez."),
        )


class Turnos:
    """As many turns as the pool may hold connections."""

    def __init__(self, cuantos: int) -> None:
        self._turnos = threading.BoundedSemaphore(cuantos)
        self._lock = threading.Lock()
        self._en_uso = self._esperas = self._rechazos = 0
        self._segundos = 0.0

    @contextmanager
    def uno(self, espera: float, avance: Avance) -> Iterator[None]:
        """Hold a turn; wait at most `espera` seconds. Raises SinConexionesError, CanceladoError."""
        if not self._turnos.acquire(blocking=False):
            self._esperar(espera, avance)
        with self._lock:
            self._en_uso += 1
        try:
            yield
        finally:
            with self._lock:
                self._en_uso -= 1
            self._turnos.release()

    def cifras(self) -> CifrasTurnos:
        """The counts until now."""
        with self._lock:
            return CifrasTurnos(self._en_uso, self._esperas, self._segundos, self._rechazos)

    def _esperar(self, espera: float, avance: Avance) -> None:
        desde = monotonic()
        obtenido = False
        try:
            while not obtenido and (queda := espera - (monotonic() - desde)) > 0:
                if avance.cancelado:
                    raise CanceladoError
                obtenido = self._turnos.acquire(timeout=min(queda, _MIRADA_S))
        finally:
            with self._lock:
                self._esperas += 1
                self._segundos += monotonic() - desde
                self._rechazos += not obtenido
        if not obtenido:
            raise SinConexionesError
