"""The cache that the settings ask for."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from typing import Any, Final, Protocol

from rexus.base.errors import RexusError
from rexus.base.paths import Paths
from rexus.db import names
from rexus.db.cache.almacen import CaidoError
from rexus.db.cache.cache import Cache
from rexus.db.cache.compartida import RedisCache, Servidor
from rexus.db.cache.memoria import MemoryCache
from rexus.db.cache.respaldada import FallbackCache
from rexus.db.conexion import Conexion
from rexus.settings import Settings

TTL: Final = 300.0

_ESTA_MAQUINA: Final = frozenset({"", ".", "localhost", "127.0.0.1", "::1", "[::1]", "(local)"})


class Ajustes(Protocol):
    """The part of the settings that is needed here."""

    def get(self, clave: str) -> Any:
        """A value."""

    def secreto(self, clave: str) -> str:
        """A secret, empty when there is none. Raises RexusError when it cannot be asked for."""


def en_memoria(ttl: float = TTL) -> Cache:
    """A cache of this process alone; `ttl` in seconds."""
    return Cache(MemoryCache(ttl))


def de_ajustes(ajustes: Ajustes, identidad: str) -> Cache:
    """The cache of the settings `cache.*`, not connected yet. `identidad` keeps workshops apart that share a Redis."""
    ttl = float(ajustes.get("cache.ttl"))
    memoria = MemoryCache(ttl)
    if not ajustes.get("cache.redis"):
        return Cache(memoria)
    nombre, puerto = ajustes.get("cache.redis_servidor"), ajustes.get("cache.redis_puerto")

    def conectar() -> RedisCache:
        # The secret is asked for in the thread that connects: a keyring may make one wait.
        try:
            clave = ajustes.secreto("cache.redis_clave")
        except RexusError as error:
            raise CaidoError(error.frase) from error
        return RedisCache(Servidor(nombre, puerto, clave), f"rexus:{identidad}", ttl)

    return Cache(FallbackCache(conectar, memoria))


def cache_de(settings: Settings, conexion: Conexion, paths: Paths) -> Cache:
    """The cache of the settings, for the databases of that connection, or the files of that home."""
    bases = conexion.bases if conexion.es_servidor else {base: str(paths.database(base)) for base in names.ALL}
    return de_ajustes(settings, identidad(conexion.motor, conexion.servidor, conexion.puerto_real, bases))


def identidad(motor: str, servidor: str, puerto: int, bases: Mapping[str, str]) -> str:
    """A short name for an installation, the same on each of its seats, out of where its databases are.

    `bases` maps the logical names to those on the server, or to files. Holds no secret and does not tell what it was
    made of. A server called «localhost», like a file, is another one on each machine.
    """
    nombre = servidor.strip().rstrip(".").lower() or ""
    if nombre.partition("\\")[0] in _ESTA_MAQUINA:
        nombre = f"{platform.node().lower()}/{nombre}"
    partes = [motor, nombre, puerto, sorted(bases.items())]
    return hashlib.sha256(json.dumps(partes).encode()).hexdigest()[:16]
