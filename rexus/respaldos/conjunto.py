"""A set: the three databases and the settings of one moment, under one id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

COMPLETO: Final = "completo"
INCREMENTAL: Final = "incremental"
PREFIJO: Final = "rexus_backup_"


@dataclass(frozen=True)
class Archivo:
    """One file of a set."""

    nombre: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Conjunto:
    """`fecha` is when it was begun and `verificado` when it was proven (UTC); `base` the id of the full set that an
    incremental one stands on; `motivo` is empty for those made at their hours or by hand."""

    id: str
    tipo: str
    fecha: datetime
    bytes: int = 0
    verificado: datetime | None = None
    base: str | None = None
    archivos: tuple[Archivo, ...] = ()
    motivo: str = ""
    movimientos: int = 0
    motor: str = ""
    cifrado: bool = False
    ubicacion: str = ""
