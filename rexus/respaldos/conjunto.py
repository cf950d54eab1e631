"""What a set is: its names, its files, what its manifest tells of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from rexus.base.errors import NoEncontradoError
from rexus.base.text import tr
from rexus.db import names

Tipo = Literal["completo", "incremental"]
COMPLETO: Final = "completo"
INCREMENTAL: Final = "incremental"

PREFIJO: Final = "rexus_backup_"
MANIFIESTO: Final = "manifest.json"
CONFIGURACION: Final = "configuracion.json.zst"
CLAVE: Final = "clave.age"
CIFRADO: Final = ".age"
#: In the order in which they are copied: what an outbox says it handed on is surely in the trail that is copied last.
BASES: Final = (names.USERS, names.INVENTARIO, names.AUDITORIA)

_ID = re.compile(r"\d{8}_\d{6}_(?:completo|incremental|antes_de_[a-z0-9_]+|despues_de_[a-z0-9_]+)(?:_\d+)?")
_OPERACION = re.compile(r"(antes|despues)_de_[a-z0-9_]+")


@dataclass(frozen=True)
class Archivo:
    """A file of a set: size in bytes, SHA-256 in hexadecimal."""

    nombre: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Imagen:
    """The database file that a set holds of one database: size, SHA-256, and page size, in bytes."""

    bytes: int
    sha256: str
    pagina: int


@dataclass(frozen=True)
class Conjunto:
    """A whole set. Moments in UTC: `fecha` when it was begun, `verificado` when it was proven.

    `base` is the id of the full set that an incremental one needs. `movimientos` counts those of the ledger,
    `ultimo_movimiento` is the id of the newest, 0 without any. `esquema` is the revision of each database.
    """

    id: str
    tipo: Tipo
    motivo: str
    version: str
    fecha: datetime
    fin: datetime
    equipo: str
    motor: str
    esquema: Mapping[str, str]
    base: str | None
    cifrado: bool
    verificado: datetime
    movimientos: int
    ultimo_movimiento: int
    archivos: tuple[Archivo, ...]
    imagenes: Mapping[str, Imagen] = field(default_factory=dict)
    #: The set's own folder.
    ubicacion: Path = Path()

    @property
    def bytes(self) -> int:
        """What its files take on the disk."""
        return sum(archivo.bytes for archivo in self.archivos)

    def archivo(self, nombre: str) -> Archivo | None:
        """Its file of that name, enciphered or not."""
        return next((a for a in self.archivos if a.nombre in (nombre, nombre + CIFRADO)), None)


@dataclass(frozen=True)
class Dudoso:
    """A folder with a set's name that is no whole set, and why."""

    id: str
    porque: str


def carpeta_de(carpeta: Path, id_: str) -> Path:
    """The folder of a set among those in `carpeta`."""
    return carpeta / f"{PREFIJO}{id_}"


def id_de(nombre: str) -> str:
    """The id that a command's argument means: the id itself or the folder's name. Raises NoEncontradoError."""
    id_ = nombre.removeprefix(PREFIJO)
    if not es_id(id_):
        raise NoEncontradoError(
            tr("«{nombre}» no es el nombre de un respaldo.").format(nombre=nombre),
            tr("Ver los que hay con «rexus respaldos»."),
        )
    return id_


def es_id(texto: str) -> bool:
    """Whether a text has the form of a set's id; so it can be part of a path."""
    return _ID.fullmatch(texto) is not None


def nuevo_id(momento: datetime, tipo: Tipo, motivo: str) -> str:
    """The id of a set begun at `momento` (UTC)."""
    return f"{momento:%Y%m%d_%H%M%S}_{_operacion(motivo) or tipo}"


def otro_id(id_: str, numero: int) -> str:
    """The id when that one is taken already: 2, 3, …"""
    return f"{id_}_{numero}"


def _operacion(motivo: str) -> str:
    """«antes de importar» → «antes_de_importar»; empty for any other reason."""
    plano = unicodedata.normalize("NFKD", motivo.casefold()).encode("ascii", "ignore").decode("ascii")
    nombre = re.sub(r"[^a-z0-9]+", "_", plano).strip("_")[:60].rstrip("_")
    return nombre if _OPERACION.fullmatch(nombre) else ""


def nombre_de_imagen(base: str) -> str:
    """The file of a full set that holds a database."""
    return f"{base}.db.zst"


def nombre_de_delta(base: str) -> str:
    """The file of an incremental set that holds what changed in a database."""
    return f"{base}.delta.zst"


def nombre_de_paginas(base: str) -> str:
    """A file that full sets once had: the hash of each page of a database. Nothing reads it any more."""
    return f"{base}.paginas.zst"


def nombre_de_nativo(base: str) -> str:
    """The file of a full set that holds what the server's own tool made of a database."""
    return f"{base}.pgdump.zst"
