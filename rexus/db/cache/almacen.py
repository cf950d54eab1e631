"""Where remembered values are kept: the interface that memory, Redis and the two together have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, Protocol

Quien = Literal["memoria", "redis"]

# A value longer than this (bytes of JSON) is not remembered anywhere: it would push out everything else.
MAX_VALOR: Final = 1 << 20


@dataclass(frozen=True)
class Lectura:
    """What a store answered for a key.

    `version` is the label's version at that moment, None when nothing can be stored under it; `dato` the JSON, None
    when it is not there. `quien` is the store that answered.
    """

    quien: Quien
    etiqueta: str
    clave: str
    version: bytes | None
    dato: bytes | None


class Almacen(Protocol):
    """Bytes with a time to live, under labels that can be forgotten whole. Safe in any thread.

    Every label has a version that is never used twice. A value is stored under the version that was read *before* the
    value was worked out, so what was read before a label was forgotten is never served after it.
    """

    def leer(self, etiqueta: str, clave: str) -> Lectura:
        """What is kept for the key, and the label's version to store it under."""

    def guardar(self, lectura: Lectura, dato: bytes) -> None:
        """Keep the value of a key, under the version of the reading that missed it."""

    def olvidar(self, *etiquetas: str) -> None:
        """Nothing kept so far under these labels is served again."""

    def olvidar_todo(self) -> None:
        """Nothing kept so far is served again."""

    def close(self) -> None:
        """Let go of connections and threads."""


class CaidoError(Exception):
    """The store does not serve any more. `motivo` says why, for the user; the log gets the cause."""

    def __init__(self, motivo: str) -> None:
        super().__init__(motivo)
        self.motivo = motivo
