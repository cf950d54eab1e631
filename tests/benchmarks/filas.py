"""One row of the benchmark table, and how times are taken."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fila:
    """A measured figure beside its yardstick. `tope` is what the ratio (or the value) must not pass.

    With `minimo` the ratio must be at least `tope` instead (a yardstick that has to be beaten).
    """

    nombre: str
    medido: float
    vara: float
    unidad: str
    tope: float
    que_es_la_vara: str
    minimo: bool = False
    diferencia: bool = False

    @property
    def razon(self) -> float:
        """Measured over yardstick; yardstick over measured where it must be beaten; the difference for memory."""
        if self.diferencia:
            return self.medido - self.vara
        return self.vara / self.medido if self.minimo else self.medido / self.vara

    @property
    def cumple(self) -> bool:
        """Whether the row is held."""
        return self.razon >= self.tope if self.minimo else self.razon <= self.tope

    @property
    def exigido(self) -> str:
        """What is held, in words."""
        if self.diferencia:
            return f"≤ +{self.tope:g} {self.unidad}"
        return f"{'≥' if self.minimo else '≤'} {self.tope:g} ×"


def medianas(
    una: Callable[[], object], otra: Callable[[], object], veces: int = 31, calentar: int = 3
) -> tuple[float, float]:
    """Median seconds of two actions taken in turn, so that a noisy machine disturbs both alike."""
    for _ in range(calentar):
        una()
        otra()
    tiempos: tuple[list[float], list[float]] = ([], [])
    for _ in range(veces):
        for accion, lista in zip((una, otra), tiempos, strict=True):
            inicio = time.perf_counter()
            accion()
            lista.append(time.perf_counter() - inicio)
    return statistics.median(tiempos[0]), statistics.median(tiempos[1])
