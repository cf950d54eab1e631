"""Who wants to hear of changed values."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

Parar = Callable[[], None]


class Observadores:
    """Observers of single keys and of all of them. `despachar`, if set, is how to run something on the thread that
    made this object; without it they run in the thread of the change."""

    def __init__(self) -> None:
        self.despachar: Callable[[Callable[[], None]], None] | None = None
        self._home = threading.get_ident()
        self._one: dict[str, list[Callable[[Any], None]]] = {}
        self._all: list[Callable[[frozenset[str]], None]] = []

    def de_clave(self, clave: str, avisar: Callable[[Any], None]) -> Parar:
        """Call it with each new value of a key, until stopped."""
        observers = self._one.setdefault(clave, [])
        observers.append(avisar)
        return lambda: observers.remove(avisar) if avisar in observers else None

    def de_todas(self, avisar: Callable[[frozenset[str]], None]) -> Parar:
        """Call it with the keys that changed together, until stopped."""
        self._all.append(avisar)
        return lambda: self._all.remove(avisar) if avisar in self._all else None

    def avisar(self, claves: frozenset[str], valor: Callable[[str], Any]) -> None:
        """Tell everybody; `valor` gives the value that holds when they are told."""

        def tell() -> None:
            for clave in sorted(claves):
                for observer in list(self._one.get(clave, ())):
                    observer(valor(clave))
            for observe in list(self._all):
                observe(claves)

        if self.despachar is None or threading.get_ident() == self._home:
            tell()
        else:
            self.despachar(tell)
