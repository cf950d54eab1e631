"""What the pools have done: for the status page, the log and `rexus diagnostico`."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import QueuePool

from rexus.base.log import get_logger
from rexus.db.turnos import CifrasTurnos

log = get_logger(__name__)


@dataclass(frozen=True)
class CifrasPool:
    """One database's pool: counts of connections, `segundos_esperados` altogether; `con_pool` or direct connections."""

    base: str
    con_pool: bool
    tope: int
    en_uso: int
    libres: int
    abiertas: int
    cerradas: int
    invalidadas: int
    esperas: int
    segundos_esperados: float
    rechazos: int


class Contador:
    """Counts an engine's connections as they come and go."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.abiertas = self.cerradas = self.invalidadas = 0

    def abrir(self, *_: Any) -> None:
        """A connection was opened."""
        with self._lock:
            self.abiertas += 1

    def cerrar(self, *_: Any) -> None:
        """A connection was closed."""
        with self._lock:
            self.cerradas += 1

    def invalidar(self, *_: Any) -> None:
        """A connection turned out to be broken."""
        with self._lock:
            self.invalidadas += 1


def contar(engine: Engine) -> Contador:
    """Begin to count."""
    contador = Contador()
    event.listen(engine, "connect", contador.abrir)
    event.listen(engine, "close", contador.cerrar)
    event.listen(engine, "invalidate", contador.invalidar)
    event.listen(engine, "soft_invalidate", contador.invalidar)
    return contador


def abiertas(engine: Engine) -> int:
    """How many connections the pool holds that nobody uses."""
    return engine.pool.checkedin() if isinstance(engine.pool, QueuePool) else 0


def de_pool(base: str, engine: Engine, contador: Contador, turnos: CifrasTurnos, tope: int) -> CifrasPool:
    """The counts of one pool until now."""
    return CifrasPool(
        base=base,
        con_pool=isinstance(engine.pool, QueuePool),
        tope=tope,
        en_uso=turnos.en_uso,
        libres=abiertas(engine),
        abiertas=contador.abiertas,
        cerradas=contador.cerradas,
        invalidadas=contador.invalidadas,
        esperas=turnos.esperas,
        segundos_esperados=round(turnos.segundos_esperados, 3),
        rechazos=turnos.rechazos,
    )


def anotar(pools: Iterable[CifrasPool]) -> None:
    """Write the counts to the log, one line for each pool."""
    for pool in pools:
        log.info(
            "pool %s: %d opened, %d closed, %d invalidated, %d waits (%.1f s), %d refused",
            pool.base,
            pool.abiertas,
            pool.cerradas,
            pool.invalidadas,
            pool.esperas,
            pool.segundos_esperados,
            pool.rechazos,
        )
