"""Remembering in a Redis server that the seats share, over one connection that either works or is given up."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.db.cache.almacen import MAX_VALOR, CaidoError, Lectura

if TYPE_CHECKING:
    import redis

log = get_logger(__name__)

# Whatever is forgotten with everything else.
TODO: Final = "*"

# Versions are random, so one that is lost (restart, eviction) is never seen again; they need not be kept for ever.
_VIDA_DE_VERSION: Final = 86_400
_CABEZA = re.compile(rb"[0-9a-f]{16}\.[0-9a-f]{16}\n")

T = TypeVar("T")


@dataclass(frozen=True)
class Servidor:
    """Where Redis is. `plazo` is the longest wait, in seconds, for a connection and for each answer."""

    nombre: str
    puerto: int
    clave: str = field(default="", repr=False)
    plazo: float = 0.3


class RedisCache:
    """A connection to a Redis. The first failure ends it: every later call raises CaidoError at once.

    A key's value bears the version of its label, and the version of everything, that held when it was missed; it is
    served only while both still hold. All keys begin with `prefijo` and end by themselves, values after `ttl` seconds.
    Making one connects, which may wait for name servers longer than `plazo`: do it where nobody waits.
    """

    def __init__(self, servidor: Servidor, prefijo: str, ttl: float) -> None:
        """Connects, signs in and proves that the server takes writes. Raises CaidoError."""
        self._prefijo = prefijo
        self._ttl_ms = max(1, round(ttl * 1_000))
        self._lock = threading.Lock()
        self._motivo: str | None = None
        self._cliente: redis.Redis | None = None
        self._hacer(lambda: self._conectar(servidor))
        # A server that is full or a read-only copy answers questions, and would fail at the first value.
        if self._pedir("SET", self._llave("prueba"), b"1", "PX", 1_000) is not True:
            with self._lock:
                raise self._terminar(tr("Lo que contesta en ese puerto no es Redis."))

    def _conectar(self, servidor: Servidor) -> None:
        # Here and not above: whoever does not use Redis does not pay for importing its client.
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        self._cliente = redis.Redis(
            host=servidor.nombre,
            port=servidor.puerto,
            password=servidor.clave or None,
            socket_connect_timeout=servidor.plazo,
            socket_timeout=servidor.plazo,
            # What failed is answered from memory, at once; coming back is not the caller's work.
            retry=Retry(NoBackoff(), 0),
            protocol=2,
            single_connection_client=True,
        )

    def leer(self, etiqueta: str, clave: str) -> Lectura:
        """One question to the server; up to three more when the versions are not there yet. Raises CaidoError."""
        versiones = [self._version(TODO), self._version(etiqueta)]
        todo, una, guardado = self._mget([*versiones, self._valor(etiqueta, clave)])
        if todo is None or una is None:
            for llave, hay in zip(versiones, (todo, una), strict=True):
                if hay is None:
                    self._pedir("SET", llave, secrets.token_hex(8).encode(), "NX", "EX", _VIDA_DE_VERSION)
            # Two seats may have done it at once: what the server kept is what holds.
            todo, una = self._mget(versiones)
        if todo is None or una is None:
            # Another program's key of another kind is in the way.
            return Lectura("redis", etiqueta, clave, None, None)
        cabeza = todo + b"." + una + b"\n"
        dato = None
        if guardado is not None:
            if guardado.startswith(cabeza):
                dato = guardado[len(cabeza) :]
            elif not _CABEZA.match(guardado):
                log.warning("cache: not a value of this program's under %s in Redis", etiqueta)
        return Lectura("redis", etiqueta, clave, cabeza, dato)

    def guardar(self, lectura: Lectura, dato: bytes) -> None:
        """Keep it for every seat. Raises CaidoError."""
        if lectura.version is None or len(dato) > MAX_VALOR:
            return
        llave = self._valor(lectura.etiqueta, lectura.clave)
        self._pedir("SET", llave, lectura.version + dato, "PX", self._ttl_ms)

    def olvidar(self, *etiquetas: str) -> None:
        """Take the labels' versions away; the next reader makes new ones. Raises CaidoError: then it is not known
        whether it was done, and it must be done again."""
        if etiquetas:
            self._pedir("DEL", *map(self._version, etiquetas))

    def olvidar_todo(self) -> None:
        """The same for everything. Raises CaidoError."""
        self.olvidar(TODO)

    def close(self) -> None:
        """End the connection. Later calls raise CaidoError."""
        with self._lock:
            self._terminar(tr("Se cerró la conexión con Redis."))

    # ── Keys ──

    def _llave(self, *partes: str) -> bytes:
        # Text from anywhere, half a character included.
        return ":".join((self._prefijo, *partes)).encode("utf-8", "surrogatepass")

    def _version(self, etiqueta: str) -> bytes:
        return self._llave("version", etiqueta)

    def _valor(self, etiqueta: str, clave: str) -> bytes:
        return self._llave("valor", etiqueta, clave)

    # ── The server ──

    def _mget(self, llaves: Sequence[bytes]) -> list[bytes | None]:
        return self._pedir("MGET", *llaves)  # type: ignore[no-any-return]

    def _pedir(self, *orden: Any) -> Any:
        return self._hacer(lambda: self._cliente.execute_command(*orden))  # type: ignore[union-attr]

    def _hacer(self, accion: Callable[[], T]) -> T:
        """One at a time; who waited for a question that failed does not ask again."""
        with self._lock:
            if self._motivo is not None:
                raise CaidoError(self._motivo)
            try:
                return accion()
            except _fallas() as error:
                raise self._terminar(_motivo(error)) from error

    def _terminar(self, motivo: str) -> CaidoError:
        if self._motivo is None:
            self._motivo = motivo
            if self._cliente is not None:
                self._cliente.close()
        return CaidoError(self._motivo)


def _fallas() -> tuple[type[Exception], ...]:
    from redis.exceptions import RedisError

    # The last three: the client trips over what something that is not Redis answers.
    return RedisError, OSError, ValueError, IndexError, RecursionError


def _motivo(error: Exception) -> str:
    """Why, for the user."""
    from redis import exceptions

    if isinstance(error, exceptions.AuthenticationError) or "NOAUTH" in str(error):
        return tr("Redis no acepta la clave.")
    if isinstance(error, exceptions.TimeoutError | TimeoutError):
        return tr("Redis no contesta a tiempo.")
    if isinstance(error, exceptions.ConnectionError | OSError):
        return tr("No hay conexión con Redis.")
    if isinstance(error, exceptions.ResponseError):
        return tr("Redis no hace lo que se le pide: {detalle}").format(detalle=error)
    return tr("Lo que contesta en ese puerto no es Redis.")
