"""One bar for work that several threads do in parts."""

from __future__ import annotations

import threading

from rexus.base.progress import Avance


class Camino:
    """The whole of a work, in any unit; its parts report to `avance`, from any thread."""

    def __init__(self, avance: Avance, total: int) -> None:
        self._avance = avance
        self._total = max(1, total)
        self._hecho: dict[int, int] = {}
        self._lock = threading.Lock()

    def parte(self, peso: int) -> Parte:
        """A part that is `peso` of the whole."""
        with self._lock:
            numero = len(self._hecho)
            self._hecho[numero] = 0
        return Parte(self, numero, peso)

    def ir(self, numero: int, hecho: int) -> None:
        """That part has come so far. Raises CanceladoError once the user asked to stop."""
        with self._lock:
            # Never back: a part may be told in two ways.
            self._hecho[numero] = max(hecho, self._hecho[numero])
            self._avance.paso(min(sum(self._hecho.values()), self._total), self._total)

    @property
    def cancelado(self) -> bool:
        """Whether stopping was asked for."""
        return self._avance.cancelado


class Parte(Avance):
    """What the worker of one part is given: it tells how much of its own work is done."""

    def __init__(self, camino: Camino, numero: int, peso: int) -> None:
        super().__init__()
        self._camino = camino
        self._numero = numero
        self._peso = peso

    def paso(self, hecho: int, total: int = 0) -> None:
        """Report `hecho` of `total` of this part; total 0 tells nothing. Raises CanceladoError."""
        self._camino.ir(self._numero, self._peso * hecho // total if total else 0)

    def hecha(self) -> None:
        """All of it is done."""
        self._camino.ir(self._numero, self._peso)

    @property
    def cancelado(self) -> bool:
        """Whether stopping was asked for."""
        return self._camino.cancelado or super().cancelado
