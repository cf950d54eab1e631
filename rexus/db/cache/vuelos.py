"""One reading at a time for each missing key: who asks for what is being read waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Final, TypeVar

# Longer than a screen waits for a connection. Who has waited this long reads for himself; so does a reading that,
# against the rules, asks for its own key.
_PACIENCIA: Final = 10.0

T = TypeVar("T")


@dataclass
class _Vuelo:
    listo: threading.Event = field(default_factory=threading.Event)
    dato: bytes | None = None


class Vuelos:
    """The readings under way in this process."""

    def __init__(self, paciencia: float = _PACIENCIA) -> None:
        self._paciencia = paciencia
        self._lock = threading.Lock()
        self._vuelos: dict[Hashable, _Vuelo] = {}

    def uno(self, llave: Hashable, leer: Callable[[], tuple[T, bytes | None]]) -> tuple[T, None] | tuple[None, bytes]:
        """What `leer` returns, (value, None), or (None, JSON) of somebody else's reading of the same key.

        `leer` gives the value and its JSON, None for one that cannot be shared. What it raises passes to its own
        caller only: the others then read for themselves, since the first may have been cancelled or not allowed.
        """
        with self._lock:
            vuelo = self._vuelos.get(llave)
            propio = vuelo is None
            if vuelo is None:
                vuelo = self._vuelos[llave] = _Vuelo()
        if not propio:
            if vuelo.listo.wait(self._paciencia) and vuelo.dato is not None:
                return None, vuelo.dato
            return leer()[0], None
        try:
            valor, vuelo.dato = leer()
            return valor, None
        finally:
            with self._lock:
                del self._vuelos[llave]
            vuelo.listo.set()
