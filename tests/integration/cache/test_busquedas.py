"""Lookups of the screens, remembered: nothing is read again, and nothing old is shown."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import BaseInalcanzableError, ConflictoError, PermisoError
from rexus.db.cache import Cache
from rexus.db.cache.compartida import RedisCache, Servidor
from rexus.db.cache.memoria import MemoryCache
from rexus.db.cache.respaldada import FallbackCache
from rexus.db.instantanea import Entera
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.inventario.domain import FILTROS
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock import consulta, ubicaciones
from rexus.stock.movimientos import Pedido
from tests.integration.cache.conftest import PREFIJO, PRONTO, hasta
from tests.redis_server import RedisServer
from tests.servers.postgres import Postgres
from tests.servers.proxy import Proxy
from tests.servers.sitio import Sitio

_BASE = {"descripcion": "Marco", "tipo": "marco", "ubicacion": "General"}


@contextmanager
def sentencias(registry: Registry) -> Iterator[list[str]]:
    """The statements that are sent to the database."""
    enviadas: list[str] = []

    def anotar(_c: Any, _cursor: Any, sql: str, *_: Any) -> None:
        enviadas.append(sql)

    engine = registry.engine(INVENTARIO)
    event.listen(engine, "before_cursor_execute", anotar)
    yield enviadas
    event.remove(engine, "before_cursor_execute", anotar)


def _pantalla(modelo: InventarioModel) -> list[Any]:
    """What the filters and the choice of a place ask each time they are opened."""
    return [*(modelo.valores(columna) for columna in FILTROS), modelo.sitios()]


def _verdad(registry: Registry) -> list[Any]:
    """The same, straight from the database."""

    def leer(operacion: Callable[..., Any], *args: Any) -> Any:
        return registry.leer(INVENTARIO, SISTEMA, operacion, *args)

    return [*(leer(consulta.valores, "perfil", columna) for columna in FILTROS), leer(ubicaciones.sitios)]


def _crear(modelo: InventarioModel, codigo: str, **otros: Any) -> int:
    return modelo.crear({"codigo": codigo, **_BASE, **otros}).value.id


@pytest.fixture
def articulo(modelo: InventarioModel) -> int:
    return _crear(modelo, "A1", acabado="blanco", proveedor="Norte")


def test_a_repeated_screen_sends_nothing(modelo: InventarioModel, registry: Registry, articulo: int) -> None:
    with sentencias(registry) as primera:
        visto = _pantalla(modelo)
    with sentencias(registry) as despues:
        assert all(_pantalla(modelo) == visto for _ in range(10))
    assert visto == _verdad(registry)
    assert primera and not despues


def test_movements_leave_lookups_alone(modelo: InventarioModel, registry: Registry, articulo: int) -> None:
    _pantalla(modelo)
    modelo.registrar_entrada(Pedido(articulo, 5))
    modelo.registrar_salida(Pedido(articulo, 2))
    with sentencias(registry) as enviadas:
        _pantalla(modelo)
    assert not enviadas


_CAMBIOS: dict[str, Callable[[InventarioModel, UbicacionesModel, int], object]] = {
    "crear": lambda m, _u, _a: _crear(m, "B1", proveedor="Sur"),
    "editar": lambda m, _u, a: m.editar(a, 1, {"acabado": "negro"}, {"acabado": "blanco"}),
    "editar varios": lambda m, _u, a: m.editar_varios([a], {"proveedor": "Este"}),
    "eliminar": lambda m, _u, a: m.eliminar(a),
    "lugar nuevo": lambda _m, u, _a: u.crear("R9", "Rack nueve"),
    "lugar renombrado": lambda _m, u, _a: u.editar(1, 1, "Depósito"),
    "lugar desactivado": lambda _m, u, _a: u.activar(_vacio(u), 1, activo=False),
}


def _vacio(lugares: UbicacionesModel) -> int:
    return next(lugar.id for lugar in lugares.listar() if lugar.codigo == "Vacío")


@pytest.mark.parametrize("cambio", _CAMBIOS)
def test_what_changes_a_lookup_is_seen(
    cambio: str, modelo: InventarioModel, lugares: UbicacionesModel, registry: Registry, articulo: int
) -> None:
    lugares.crear("Vacío")
    antes = _pantalla(modelo)
    _CAMBIOS[cambio](modelo, lugares, articulo)
    assert _pantalla(modelo) == _verdad(registry) != antes


def test_an_import_and_its_undoing_are_seen(
    modelo: InventarioModel, registry: Registry, articulo: int, tmp_path: Path
) -> None:
    antes = _pantalla(modelo)
    archivo = tmp_path / "perfiles.csv"
    archivo.write_text(
        "codigo;descripcion;tipo;acabado;proveedor;longitud;ubicacion\nZ1;Hoja;hoja;roble;Oeste;6000;Rack Z\n", "utf-8"
    )
    with modelo.analizar(archivo) as analisis:
        lote = modelo.importar(analisis).value.lote
    importado = _pantalla(modelo)
    assert importado == _verdad(registry) != antes
    assert lote is not None
    modelo.revertir_importacion(lote)
    assert _pantalla(modelo) == _verdad(registry) != importado


def test_what_is_not_committed_changes_nothing(
    modelo: InventarioModel, lugares: UbicacionesModel, registry: Registry, articulo: int
) -> None:
    antes = _pantalla(modelo)
    lleno = lugares.crear("R9").value
    modelo.registrar_entrada(Pedido(articulo, 5, ubicacion_id=lleno.id))
    visto = _pantalla(modelo)
    with pytest.raises(ConflictoError):
        lugares.activar(lleno.id, lleno.version, activo=False)
    with sentencias(registry) as enviadas:
        assert _pantalla(modelo) == visto != antes
    assert not enviadas


def test_a_remembered_answer_is_for_those_who_may_see_it(
    modelo: InventarioModel, registry: Registry, articulo: int
) -> None:
    _pantalla(modelo)
    ajeno = InventarioModel(registry, lambda: Actor("nadie", "operador", frozenset()))
    with pytest.raises(PermisoError):
        ajeno.valores("acabado")
    with pytest.raises(PermisoError):
        ajeno.sitios()


def test_another_seat_without_redis_learns_of_it(
    modelo: InventarioModel, lugares: UbicacionesModel, sitio: Sitio, articulo: int
) -> None:
    otro = sitio.registry()
    otro_modelo = InventarioModel(otro, lambda: SISTEMA)
    _pantalla(otro_modelo)
    lugares.editar(1, 1, "Depósito")
    hasta(lambda: bool(_pantalla(otro_modelo) == _verdad(otro)))
    otro.close()


@pytest.mark.parametrize("envuelto", [True, False])
def test_what_is_shown_while_the_server_is_away_does_not_become_what_is_remembered(
    sitio_postgres: Sitio, postgres: Postgres, envuelto: bool
) -> None:
    """A seat that is cut off shows what it saw; through a shared cache the others must not be given that."""
    with Proxy(postgres.puerto) as linea:
        registry = sitio_postgres.por(linea.puerto).registry()
        modelo = InventarioModel(registry, lambda: SISTEMA)

        def ver() -> list[ubicaciones.Sitio]:
            if envuelto:
                return modelo.sitios()
            return registry.cache.recordar(
                ubicaciones.ETIQUETA,
                "activas",
                list[ubicaciones.Sitio],
                lambda: registry.leer(INVENTARIO, SISTEMA, ubicaciones.sitios, recordar=Entera()),
            )

        registry.leer(INVENTARIO, SISTEMA, ubicaciones.sitios, recordar=Entera())
        visto = ver()
        # Its time is over.
        registry.cache.olvidar_todo()
        linea.desenchufar()
        if envuelto:
            assert ver() == visto != []
        else:
            with pytest.raises(BaseInalcanzableError):
                ver()
        nuevo: list[ubicaciones.Sitio] = []
        assert registry.cache.recordar(ubicaciones.ETIQUETA, "activas", list[ubicaciones.Sitio], lambda: nuevo) == []
        registry.close()


def test_another_seat_with_redis_sees_it_at_once(sitio: Sitio, servidor: RedisServer) -> None:
    destino = Servidor(servidor.host, servidor.puerto, servidor.clave)
    puestos = []
    for _ in range(2):
        cache = Cache(FallbackCache(lambda: RedisCache(destino, PREFIJO, 300), MemoryCache(300), espera=PRONTO))
        registry = sitio.registry(cache=cache)
        puestos.append((registry, InventarioModel(registry, lambda: SISTEMA)))
        cache.recordar("otra", "cosa", str, str)
        hasta(lambda: puestos[-1][0].cache.cifras().quien == "redis")
    (registry, uno), (_otro_registry, otro) = puestos
    articulo = _crear(uno, "A1", acabado="blanco")
    for vuelta in range(5):
        _pantalla(uno), _pantalla(otro)
        puesto = (uno, otro)[vuelta % 2]
        puesto.editar(articulo, vuelta + 1, {"acabado": f"acabado {vuelta}"}, {})
        assert _pantalla(uno) == _pantalla(otro) == _verdad(registry)
    for abierto, _modelo in puestos:
        abierto.close()


@pytest.mark.parametrize("semilla", range(3))
def test_whatever_happens_the_screens_show_the_truth(
    modelo: InventarioModel, lugares: UbicacionesModel, registry: Registry, semilla: int
) -> None:
    azar = random.Random(semilla)
    for numero in range(40):
        ids = list(modelo.indice(consulta.Consulta()))
        articulo = modelo.articulo(azar.choice(ids)) if ids else None
        lugar = azar.choice(lugares.listar(con_inactivas=True))
        valor = azar.choice(["blanco", "negro", "Ñandú", "anodizado natural"])
        match azar.choice(["crear", "crear", "acabado", "proveedor", "varios", "eliminar", "lugar", "renombrar"]):
            case "crear":
                _crear(modelo, f"C{numero}", acabado=valor, ubicacion="")
            case ("acabado" | "proveedor") as campo if articulo:
                modelo.editar(articulo.id, articulo.version, {campo: valor}, articulo.valores)
            case "varios":
                modelo.editar_varios(ids[:3], {"ubicacion": lugar.codigo})
            case "eliminar" if articulo:
                modelo.eliminar(articulo.id)
            case "lugar":
                lugares.crear(f"L{numero}", valor)
            case "renombrar":
                lugares.editar(lugar.id, lugar.version, f"R{numero}", valor)
        assert _pantalla(modelo) == _verdad(registry)
