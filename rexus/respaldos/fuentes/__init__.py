"""Where images come from: one module for each way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db.registry import Registry
from rexus.respaldos.errors import RespaldoFallidoError


@dataclass(frozen=True)
class Foto:
    """What was copied: the image's size and page size in bytes, and how many rows each table had at that moment."""

    bytes: int
    pagina: int
    filas: Mapping[str, int]


class Fuente(Protocol):
    """Makes images of one installation's databases, each of one consistent moment."""

    motor: str

    def tamano(self, base: str) -> int:
        """About how many bytes an image will have."""

    def copiar(self, base: str, destino: Path, avance: Avance) -> Foto:
        """Make the image `destino`, a new file. Writers go on meanwhile. Raises RexusError, OSError, sqlite3.Error."""


def fuente_de(registry: Registry) -> Fuente:
    """The way for the engine that the registry is on. Raises RespaldoFallidoError when there is none."""
    if registry.motor.es_servidor:
        raise RespaldoFallidoError(
            tr("Las bases están en un servidor, y este programa todavía no las copia de ahí."),
            tr("Hacer el respaldo con las herramientas del servidor."),
        )
    from rexus.respaldos.fuentes.sqlite import FuenteSqlite

    return FuenteSqlite(registry)
