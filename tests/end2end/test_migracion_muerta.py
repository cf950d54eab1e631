"""kill -9 while a schema is made or brought up to date: it is the old or the new one, and the next start ends it.

REXUS_TEST_MUERTES_MIGRACION sets how many kills on each engine; the full run is 40.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db import schema
from rexus.db.conexion import SQLITE
from rexus.db.migrations import runner
from rexus.db.motores import Vigilancia
from rexus.db.names import AUDITORIA, INVENTARIO, USERS
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock.movimientos import Pedido
from tests.servers.fabricas import Fabrica, FabricaPostgres
from tests.servers.sitio import Sitio

from .golpes import Golpe, entero, hecho
from .vivero import Nacer, vivero

MUERTES = int(os.environ.get("REXUS_TEST_MUERTES_MIGRACION", "3"))
VIEJA = "inventario_0001"

pytestmark = [
    pytest.mark.largo,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; TerminateProcess is not the same test"),
]


@pytest.fixture
def nuevos(fabrica: Fabrica, tmp_path: Path) -> Iterator[Callable[[Callable[[Fabrica, Path], Sitio]], Sitio]]:
    """`nuevos(hacer)` makes one more set of databases, gone at the end."""
    hechos: list[Sitio] = []

    def uno(hacer: Callable[[Fabrica, Path], Sitio]) -> Sitio:
        hechos.append(hacer(fabrica, tmp_path / str(len(hechos))))
        return hechos[-1]

    yield uno
    for sitio in hechos:
        fabrica.retirar(sitio)


def _viejo(fabrica: Fabrica, home: Path) -> Sitio:
    """`inventario` with the first schema and a place in it."""
    sitio = fabrica.sin_tablas(paths_under(home))
    sitio.paths.crear()
    registry = sitio.registry()
    registry.motor.asegurar(USERS)
    registry.motor.asegurar(AUDITORIA)
    for base, revision in {**schema.HEADS, INVENTARIO: VIEJA}.items():
        with registry.motor.conectar(registry.engine(base), Vigilancia(), write=True) as connection, connection.begin():
            if sitio.motor != SQLITE or base == INVENTARIO:
                runner.run(connection, base, revision)
            if base == INVENTARIO:
                connection.execute(
                    text("INSERT INTO ubicaciones (codigo, nombre, tipo, activo, version) VALUES (:c, '', '', :si, 1)"),
                    {"c": "Rack A", "si": sitio.motor != SQLITE or 1},
                )
    registry.close()
    return sitio


def _nada(fabrica: Fabrica, home: Path) -> Sitio:
    """Not even the databases."""
    paths = paths_under(home)
    return fabrica.vacio(paths).como_duena() if isinstance(fabrica, FabricaPostgres) else fabrica.sin_tablas(paths)


def _matar(nacer: Nacer, sitio: Sitio, verbo: str, despues_de: float) -> bool:
    """Let it work for so many seconds and kill it. Whether it said that it was done."""
    return hecho(Golpe((sitio.escrito(), verbo), despues_de=despues_de).dar(nacer))


def _terminar(nacer: Nacer, sitio: Sitio, verbo: str) -> float:
    """Let it work to its end. How long that took."""
    return sum(entero(nacer, sitio.escrito(), verbo).values())


@pytest.fixture(scope="module")
def nacer() -> Iterator[Nacer]:
    with vivero("tests.end2end.migrador") as nacer:
        yield nacer


def _estado(sitio: Sitio, base: str) -> tuple[str | None, set[str]]:
    """The revision and the tables of a database that is there."""
    registry = sitio.registry()
    with registry.motor.conectar(registry.engine(base), Vigilancia(), write=False) as connection:
        version = schema.version(connection, registry.motor)
        tablas = {t for t in inspect(connection).get_table_names() if "_fts" not in t}
    registry.close()
    return version, tablas


def _sirve(sitio: Sitio) -> None:
    """A workshop can work in it."""
    registry = sitio.registry()
    modelo = InventarioModel(registry, lambda: SISTEMA)
    UbicacionesModel(registry, lambda: SISTEMA).crear("Rack nuevo")
    articulo = modelo.crear({"codigo": "A1", "ubicacion": "Rack nuevo"}, stock_inicial=3).value.id
    modelo.registrar_salida(Pedido(articulo, 1))
    assert modelo.verificar().ok
    registry.close()


def test_killed_while_a_schema_is_brought_up_to_date(nuevos: Callable[..., Sitio], nacer: Nacer) -> None:
    antes = _estado(nuevos(_viejo), INVENTARIO)
    assert antes[0] == VIEJA
    entera = nuevos(_viejo)
    dura = _terminar(nacer, entera, "abrir")
    despues = _estado(entera, INVENTARIO)
    assert despues[0] == schema.HEADS[INVENTARIO]
    azar = random.Random(11)
    for _ in range(MUERTES):
        sitio = nuevos(_viejo)
        acabo = _matar(nacer, sitio, "abrir", azar.uniform(0, dura))
        assert _estado(sitio, INVENTARIO) in ([despues] if acabo else [antes, despues])
        _terminar(nacer, sitio, "abrir")
        assert _estado(sitio, INVENTARIO) == despues
        registry = sitio.registry()
        lugares = [lugar.codigo for lugar in UbicacionesModel(registry, lambda: SISTEMA).listar()]
        registry.close()
        assert lugares == ["General", "Rack A"]
        _sirve(sitio)


def test_killed_while_the_first_schema_is_made(nuevos: Callable[..., Sitio], motor: str, nacer: Nacer) -> None:
    verbo = "abrir" if motor == SQLITE else "preparar"
    entera = nuevos(_nada)
    dura = _terminar(nacer, entera, verbo)
    despues = {base: _estado(entera, base) for base in schema.HEADS}
    azar = random.Random(12)
    for _ in range(MUERTES):
        sitio = nuevos(_nada)
        _matar(nacer, sitio, verbo, azar.uniform(0, dura))
        _terminar(nacer, sitio, verbo)
        assert {base: _estado(sitio, base) for base in schema.HEADS} == despues
        _sirve(sitio)
