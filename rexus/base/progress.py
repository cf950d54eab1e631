"""Progress of long work, and the wish to stop it. Shared between the thread that works and the one that shows."""

from __future__ import annotations

import threading
from collections.abc import Callable

from rexus.base.errors import CanceladoError


class Avance:
    """Told by the worker (`paso`), read by the screen; `cancelar` makes the next `paso` raise.

    `al_avanzar(hecho, total)` runs in the worker's thread and must be quick; total 0 means unknown.
    """

    def __init__(self, al_avanzar: Callable[[int, int], None] | None = None) -> None:
        self._al_avanzar = al_avanzar
        self._cancelado = threading.Event()

    def paso(self, hecho: int, total: int = 0) -> None:
        """Report `hecho` of `total`. Raises CanceladoError once the user asked to stop."""
        if self._cancelado.is_set():
            raise CanceladoError
        if self._al_avanzar is not None:
            self._al_avanzar(hecho, total)

    def cancelar(self) -> None:
        """Ask the worker to stop at its next step."""
        self._cancelado.set()

    @property
    def cancelado(self) -> bool:
        """Whether stopping was asked for."""
        return self._cancelado.is_set()


class SinAvance(Avance):
    """For callers that show nothing and never cancel."""
