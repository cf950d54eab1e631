"""Where images come from: one module for each way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rexus.base.progress import Avance
from rexus.db.registry import Registry


@dataclass(frozen=True)
class Foto:
    """What was copied: the image's size and page size in bytes, and how many rows each table had at that moment."""

    bytes: int
    pagina: int
    filas: Mapping[str, int]


class Fuente(Protocol):
    """Makes images of one installation's databases, each of one consistent moment."""

    motor: str
    #: Whether `copiar` wants to find the image that a delta will be based on at `destino`.
    con_semilla: bool

    def tamano(self, base: str) -> int:
        """About how many bytes an image will have."""

    def copiar(self, base: str, destino: Path, avance: Avance) -> Foto:
        """Make the image `destino`, a new file but for the seed. Writers go on meanwhile.

        Raises RexusError, OSError, sqlite3.Error.
        """


def fuente_de(registry: Registry) -> Fuente:
    """The way for the engine that the registry is on."""
    if registry.motor.es_servidor:
        from rexus.respaldos.fuentes.servidor import FuenteServidor

        return FuenteServidor(registry)
    from rexus.respaldos.fuentes.sqlite import FuenteSqlite

    return FuenteSqlite(registry)
