"""Remembering in this process: bounded, with a time to live."""

from __future__ import annotations

import itertools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from rexus.db.cache.almacen import MAX_VALOR, Lectura


class MemoryCache:
    """The least recently used goes first when there are too many, counted in entries and in bytes of JSON.

    `ttl` is seconds; `reloj` is monotonic, so that setting the computer's clock changes nothing.
    """

    def __init__(
        self,
        ttl: float,
        *,
        reloj: Callable[[], float] = time.monotonic,
        max_entradas: int = 2_000,
        max_bytes: int = 16 << 20,
    ) -> None:
        self._ttl = ttl
        self._reloj = reloj
        self._max_entradas = max_entradas
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._numeros = itertools.count(1)
        self._versiones: dict[str, bytes] = {}
        # (label, key) → version, when it ends, JSON; the least recently used first.
        self._datos: OrderedDict[tuple[str, str], tuple[bytes, float, bytes]] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        """How many values are kept, outdated ones included."""
        return len(self._datos)

    def leer(self, etiqueta: str, clave: str) -> Lectura:
        """What is kept for the key."""
        with self._lock:
            version = self._versiones.get(etiqueta)
            if version is None:
                version = self._versiones[etiqueta] = b"%d" % next(self._numeros)
            dato = self._vigente((etiqueta, clave), version)
        return Lectura("memoria", etiqueta, clave, version, dato)

    def guardar(self, lectura: Lectura, dato: bytes) -> None:
        """Keep it, unless the label was forgotten since the reading."""
        if len(dato) > min(MAX_VALOR, self._max_bytes):
            return
        llave = (lectura.etiqueta, lectura.clave)
        with self._lock:
            version = self._versiones.get(lectura.etiqueta)
            if version is None or version != lectura.version:
                return
            self._quitar(llave)
            self._datos[llave] = (version, self._reloj() + self._ttl, dato)
            self._bytes += len(dato)
            while len(self._datos) > self._max_entradas or self._bytes > self._max_bytes:
                self._quitar(next(iter(self._datos)))

    def olvidar(self, *etiquetas: str) -> None:
        """Give the labels new versions. What was kept under the old ones is pushed out in time."""
        with self._lock:
            for etiqueta in etiquetas:
                self._versiones.pop(etiqueta, None)

    def olvidar_todo(self) -> None:
        """Drop everything."""
        with self._lock:
            self._versiones.clear()
            self._datos.clear()
            self._bytes = 0

    def close(self) -> None:
        """Drop everything."""
        self.olvidar_todo()

    def _vigente(self, llave: tuple[str, str], version: bytes) -> bytes | None:
        guardado = self._datos.get(llave)
        if guardado is None:
            return None
        suya, vence, dato = guardado
        if suya != version or self._reloj() >= vence:
            self._quitar(llave)
            return None
        self._datos.move_to_end(llave)
        return dato

    def _quitar(self, llave: tuple[str, str]) -> None:
        guardado = self._datos.pop(llave, None)
        if guardado is not None:
            self._bytes -= len(guardado[2])
