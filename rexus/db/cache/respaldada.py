"""Redis while it answers, memory while it does not."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from rexus.base.log import get_logger
from rexus.db.cache.almacen import CaidoError, Lectura, Quien
from rexus.db.cache.compartida import TODO, RedisCache
from rexus.db.cache.memoria import MemoryCache

log = get_logger(__name__)

# Who may do what is never believed from a server where every seat can write.
SOLO_MEMORIA: Final = frozenset({"permisos"})


@dataclass(frozen=True)
class Espera:
    """How long to wait before trying Redis again: anything (full jitter) up to `base`, doubled each time up to `tope`.

    Seconds. A Redis that served for `tope` without failing starts over.
    """

    base: float = 0.5
    tope: float = 30.0
    azar: Callable[[float, float], float] = random.uniform

    def antes_de(self, intento: int) -> float:
        """The wait before the attempt of that number; the first, 0, does not wait."""
        return 0.0 if intento == 0 else self.azar(0.0, min(self.tope, self.base * 2.0 ** min(intento - 1, 30)))


@dataclass(frozen=True)
class Estado:
    """Who serves, since when (UTC), how often Redis went away, and why it does not serve now."""

    quien: Quien
    desde: datetime
    caidas: int
    motivo: str | None


class FallbackCache:
    """A store that is never slower than one wait for Redis, and then only once for each time that Redis goes away.

    Callers never connect: a thread does, that lives while Redis is away, from the first use on. Whatever was to be
    forgotten meanwhile is forgotten in Redis before anything is read there, or at the first connection everything,
    since a process that ended before it could tell Redis leaves stale values behind. Memory is emptied at each change
    of hands, so it serves nothing from before.
    """

    def __init__(
        self,
        conectar: Callable[[], RedisCache],
        memoria: MemoryCache,
        *,
        espera: Espera | None = None,
        reloj: Callable[[], float] = time.monotonic,
        ahora: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._conectar = conectar
        self._memoria = memoria
        self._espera = espera or Espera()
        self._reloj = reloj
        self._ahora = ahora
        self._lock = threading.Lock()
        self._cerrado = threading.Event()
        self._hilo: threading.Thread | None = None
        self._saludado = False
        # All of these change under the lock.
        self._redis: RedisCache | None = None
        self._debe: set[str] = set()
        self._intento = 0
        self._sirve_desde = 0.0
        self._estado = Estado("memoria", ahora(), 0, None)

    @property
    def estado(self) -> Estado:
        """Who serves now."""
        return self._estado

    # ── Almacen ──

    def leer(self, etiqueta: str, clave: str) -> Lectura:
        """From Redis if it answers, else from memory."""
        redis = None if etiqueta in SOLO_MEMORIA else self._quien_sirve()
        if redis is not None:
            try:
                return redis.leer(etiqueta, clave)
            except CaidoError as error:
                self._cayo(redis, error)
        return self._memoria.leer(etiqueta, clave)

    def guardar(self, lectura: Lectura, dato: bytes) -> None:
        """Where it was missed; nowhere when that is Redis and it is gone."""
        if lectura.quien == "memoria":
            self._memoria.guardar(lectura, dato)
            return
        redis = self._quien_sirve()
        if redis is not None:
            try:
                redis.guardar(lectura, dato)
            except CaidoError as error:
                self._cayo(redis, error)

    def olvidar(self, *etiquetas: str) -> None:
        """Here at once; in Redis now, or before it is used again."""
        self._memoria.olvidar(*etiquetas)
        while (redis := self._quien_sirve(si_nadie_debe=etiquetas)) is not None:
            try:
                redis.olvidar(*etiquetas)
                return
            except CaidoError as error:
                self._cayo(redis, error)

    def olvidar_todo(self) -> None:
        """The same for everything."""
        self._memoria.olvidar_todo()
        self.olvidar(TODO)

    def close(self) -> None:
        """End the connection. What Redis was not told yet it is told now, if that takes less than a second."""
        self._cerrado.set()
        with self._lock:
            hilo = self._hilo
        if hilo is not None:
            hilo.join(1.0)
        with self._lock:
            redis, self._redis = self._redis, None
            if self._debe:
                log.warning("cache: closed before Redis was told to forget %s", ", ".join(sorted(self._debe)))
        if redis is not None:
            redis.close()
        self._memoria.close()

    # ── Changing hands ──

    def _quien_sirve(self, si_nadie_debe: tuple[str, ...] = ()) -> RedisCache | None:
        with self._lock:
            if self._redis is None:
                self._debe.update(si_nadie_debe)
                self._volver_luego()
            return self._redis

    def _cayo(self, redis: RedisCache, error: CaidoError) -> None:
        with self._lock:
            if self._redis is not redis:
                return
            self._redis = None
            self._memoria.olvidar_todo()
            sirvio = self._reloj() - self._sirve_desde
            self._intento = 1 if sirvio >= self._espera.tope else self._intento + 1
            self._estado = Estado("memoria", self._ahora(), self._estado.caidas + 1, error.motivo)
            self._volver_luego()
        log.warning("cache: Redis is gone, memory serves (%s)", error.__cause__ or error)

    def _volver_luego(self) -> None:
        if self._hilo is None and not self._cerrado.is_set():
            # A daemon: a name server that does not answer must not keep the program from ending.
            self._hilo = threading.Thread(target=self._volver, name="rexus-cache", daemon=True)
            self._hilo.start()

    def _volver(self) -> None:
        """Until Redis serves. At closing there is one more attempt, for what it was not told."""
        while True:
            with self._lock:
                espera = self._espera.antes_de(self._intento)
            cerrando = self._cerrado.wait(espera)
            if cerrando and not self._debe:
                return
            try:
                redis = self._conectar()
                self._entregar(redis)
                return
            except CaidoError as error:
                self._no_volvio(error)
            if cerrando:
                return

    def _entregar(self, redis: RedisCache) -> None:
        """Tell Redis what it missed, then let it serve; what comes in between is told too."""
        if not self._saludado:
            redis.olvidar_todo()
            self._saludado = True
        while True:
            with self._lock:
                debe, self._debe = self._debe, set()
                if not debe:
                    self._sirve(redis)
                    return
            try:
                redis.olvidar(*debe)
            except CaidoError:
                with self._lock:
                    self._debe |= debe
                raise

    def _sirve(self, redis: RedisCache) -> None:
        if self._cerrado.is_set():
            redis.close()
            return
        self._memoria.olvidar_todo()
        self._redis = redis
        self._sirve_desde = self._reloj()
        self._estado = Estado("redis", self._ahora(), self._estado.caidas, None)
        self._hilo = None
        log.info("cache: Redis serves")

    def _no_volvio(self, error: CaidoError) -> None:
        with self._lock:
            self._intento += 1
            sabido = self._estado.motivo == error.motivo
            self._estado = Estado("memoria", self._estado.desde, self._estado.caidas, error.motivo)
        if not sabido:
            log.warning("cache: Redis does not serve, memory does (%s)", error.__cause__ or error)
