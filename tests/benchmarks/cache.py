"""What remembering saves: a lookup beside the query it stands for, and the statements of a screen that is repeated."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.cache import Cache, en_memoria
from rexus.db.cache.compartida import RedisCache, Servidor
from rexus.db.cache.memoria import MemoryCache
from rexus.db.cache.respaldada import FallbackCache
from rexus.db.conexion import Conexion
from rexus.db.names import INVENTARIO
from rexus.modulos.inventario.domain import FILTROS
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock import ubicaciones
from tests.benchmarks.conexiones import servidor
from tests.benchmarks.filas import Fila, medianas
from tests.redis_server import RedisServer
from tests.servers.sitio import Sitio

_LUGARES = 50
_ARTICULOS = 200
_VECES = 20


def medir() -> list[Fila]:
    """The rows «cached lookup» on SQLite and PostgreSQL, from memory and from Redis.

    The lookup is the cheapest there is to read: the list of fifty places. The values of a filter cost more.
    """
    filas = []
    with tempfile.TemporaryDirectory() as carpeta, servidor() as en_servidor, _redis() as compartida:
        en_archivos = Sitio(paths_under(Path(carpeta)), Conexion())
        for nombre, sitio in (("SQLite", en_archivos), ("PostgreSQL", en_servidor)):
            _llenar(sitio)
            filas.append(_busqueda(f"búsqueda recordada, {nombre}", sitio, en_memoria, 10))
            if sitio is en_servidor:
                # One question over the network instead of a transaction of several: the seats share the answer.
                filas.append(_busqueda("lo mismo, recordada en Redis", sitio, compartida, 3))
            filas.append(_pantalla(f"consultas de {_VECES} formularios, {nombre}", sitio))
    return filas


def _llenar(sitio: Sitio) -> None:
    registry = sitio.registry()
    lugares, modelo = UbicacionesModel(registry, lambda: SISTEMA), InventarioModel(registry, lambda: SISTEMA)
    for n in range(_LUGARES):
        lugares.crear(f"Rack {n}", f"Pasillo {n % 5}")
    for n in range(_ARTICULOS):
        valores = {"tipo": f"tipo {n % 9}", "acabado": f"acabado {n % 20}", "proveedor": f"proveedor {n % 30}"}
        modelo.crear({"codigo": f"P{n}", "descripcion": "Perfil", "ubicacion": f"Rack {n % _LUGARES}", **valores})
    registry.close()


def _busqueda(nombre: str, sitio: Sitio, cache: Callable[[], Cache], tope: float) -> Fila:
    registry = sitio.registry(cache=cache())
    modelo = InventarioModel(registry, lambda: SISTEMA)
    nuestra, vara = medianas(
        modelo.sitios, lambda: registry.leer(INVENTARIO, SISTEMA, ubicaciones.sitios), veces=301, calentar=30
    )
    registry.close()
    return Fila(nombre, nuestra * 1e3, vara * 1e3, "ms", tope, "la consulta que ahorra", minimo=True)


def _pantalla(nombre: str, sitio: Sitio) -> Fila:
    """How many statements the choices of an article's form send, opened again and again."""
    con, sin = _enviadas(sitio, en_memoria()), _enviadas(sitio, Cache(MemoryCache(ttl=0)))
    return Fila(nombre, con, sin, "", 10, "lo mismo sin recordar nada (≥ 90 % menos)", minimo=True)


def _enviadas(sitio: Sitio, cache: Cache) -> int:
    registry = sitio.registry(cache=cache)
    modelo = InventarioModel(registry, lambda: SISTEMA)
    # The first connection looks at the schema; that is not the screen's.
    modelo.sitios()
    cache.olvidar_todo()
    cuenta = 0

    def contar(*_: object) -> None:
        nonlocal cuenta
        cuenta += 1

    event.listen(registry.engine(INVENTARIO), "before_cursor_execute", contar)
    for _ in range(_VECES):
        for columna in FILTROS:
            modelo.sitios() if columna == "ubicacion" else modelo.valores(columna)
    registry.close()
    return cuenta


@contextmanager
def _redis() -> Iterator[Callable[[], Cache]]:
    """Makes caches on a Redis of their own, connected."""
    redis = RedisServer()
    destino = Servidor(redis.host, redis.puerto, redis.clave)

    def hacer() -> Cache:
        conectada = RedisCache(destino, "rexus:benchmarks", 300)
        almacen = FallbackCache(lambda: conectada, MemoryCache(300))
        cache = Cache(almacen)
        while cache.cifras().quien != "redis":
            cache.recordar("otra", "cosa", str, str)
        return cache

    try:
        yield hacer
    finally:
        redis.cerrar()
