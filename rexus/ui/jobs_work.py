"""A piece of work on a thread of the window: how far it is, who asked for it, and what it saved."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

from rexus.base.guardado import Hecho, Quedo, recordando
from rexus.base.progress import Avance

# Ten times a second is as often as anybody reads a number.
_EVERY_SECONDS: Final = 0.1


class Job:
    """A piece of long work that is shown. `total` 0 means that nobody knows how much there is."""

    def __init__(self, titulo: str, avance: Avance) -> None:
        self.titulo = titulo
        self.hecho = 0
        self.total = 0
        self._avance = avance

    def cancelar(self) -> None:
        """Ask the work to stop at its next step; it then leaves nothing behind."""
        self._avance.cancelar()

    @property
    def cancelado(self) -> bool:
        """Whether stopping was asked for."""
        return self._avance.cancelado

    @property
    def porcentaje(self) -> int | None:
        """0 to 100; None while the total is unknown."""
        return min(100, self.hecho * 100 // self.total) if self.total > 0 else None


class Reporting(Avance):
    """Tells `listener` now and then, in the worker's thread; obeys and feeds the Avance that the caller holds."""

    def __init__(self, outer: Avance | None) -> None:
        super().__init__(self._tell)
        self.listener: Callable[[int, int], None] | None = None
        self._outer = outer
        self._told = -_EVERY_SECONDS

    def cancelar(self) -> None:
        super().cancelar()
        if self._outer is not None:
            self._outer.cancelar()

    @property
    def cancelado(self) -> bool:
        return super().cancelado or (self._outer is not None and self._outer.cancelado)

    def _tell(self, hecho: int, total: int) -> None:
        if self._outer is not None:
            self._outer.paso(hecho, total)
        now = time.monotonic()
        if self.listener is not None and (now - self._told >= _EVERY_SECONDS or 0 < total <= hecho):
            self._told = now
            self.listener(hecho, total)


class Asked:
    """What became of the work that a spawned coroutine asked for so far."""

    quedo: Quedo | None = None

    def add(self, quedo: Quedo | None) -> None:
        """One more piece of it ended well."""
        if self.quedo is not Quedo.GUARDADO and quedo is not None:
            self.quedo = quedo


#: Of the coroutine that runs now; None: no coroutine that was spawned.
ASKING: Final[ContextVar[Asked | None]] = ContextVar("rexus_asking", default=None)


@dataclass
class Work:
    """What runs on a thread, and which coroutine asked for it. `saves`: it may, also by means that tell nobody."""

    job: Job | None
    reporting: Reporting | None
    writes: bool
    saves: bool
    asked: Asked | None
    hecho: Hecho = field(default_factory=Hecho)

    def run(self, fn: Callable[..., Any], args: tuple[Any, ...], kw: dict[str, Any]) -> Any:
        """On the thread."""
        with recordando(puede_guardar=self.saves) as self.hecho:
            return fn(*args, **kw)
