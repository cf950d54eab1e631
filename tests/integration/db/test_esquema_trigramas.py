"""PostgreSQL's trigram index: used where the server has the extension, missed by nobody where it has not."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import insert, select

from rexus.base.actor import SISTEMA
from rexus.base.log import LOGGER
from rexus.base.paths import Paths, paths_under
from rexus.db import trigramas
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.inventario.orm import CLASE_PERFIL, Perfil
from rexus.stock import busqueda
from rexus.stock.consulta import Consulta
from tests.servers import postgres_bin
from tests.servers.fabricas import FabricaPostgres
from tests.servers.postgres import Postgres
from tests.servers.sitio import Sitio


@pytest.fixture(scope="module")
def fabrica_completa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FabricaPostgres]:
    """On a server with the extension. The wheel has none; Debian's package has."""
    carpeta = postgres_bin.carpeta_completa()
    if carpeta is None:
        pytest.skip("no PostgreSQL with pg_trgm is installed (apt-get install postgresql)")
    servidor = Postgres(carpeta)
    yield FabricaPostgres(servidor, paths_under(tmp_path_factory.mktemp("plantilla")))
    servidor.cerrar()


@pytest.fixture
def sitio_completo(fabrica_completa: FabricaPostgres, paths: Paths) -> Iterator[Sitio]:
    sitio = fabrica_completa.nuevo(paths)
    yield sitio
    fabrica_completa.retirar(sitio)


@pytest.fixture
def completo(sitio_completo: Sitio) -> Iterator[Registry]:
    registry = sitio_completo.registry()
    yield registry
    registry.close()


def _surtir(registry: Registry) -> InventarioModel:
    modelo = InventarioModel(registry, lambda: SISTEMA)
    for n in range(30):
        modelo.crear({"codigo": f"{n:03}.{n}", "descripcion": f"Travesaño {n} 100 %"})
    return modelo


def test_where_it_can_be_the_index_is_there_and_is_used(completo: Registry) -> None:
    modelo = _surtir(completo)
    with completo.read(INVENTARIO, SISTEMA) as work:
        assert busqueda.con_indice(work, CLASE_PERFIL)
        work.connection.exec_driver_sql("SET enable_seqscan = off; SET enable_indexscan = off")
        pedido = select(Perfil.id).where(busqueda.coincide(work, CLASE_PERFIL, ["travesano", "17"]))
        compilado = pedido.compile(dialect=work.connection.dialect)
        valores = compilado.construct_params()
        procesados = {n: compilado._bind_processors.get(n, lambda v: v)(v) for n, v in valores.items()}
        plan = work.connection.exec_driver_sql(f"EXPLAIN {compilado}", procesados).scalars().all()
    assert any("ix_inventario_perfiles_busqueda_trgm" in linea for linea in plan), plan
    for texto, cuantos in (("travesano", 30), ("7 %", 3), ("_", 0), ("007.", 1)):
        assert len(modelo.indice(Consulta(texto))) == cuantos


def test_without_it_the_same_is_found_and_the_log_says_so(
    _fabrica_postgresql: FabricaPostgres, postgres: Postgres, paths: Paths, caplog: pytest.LogCaptureFixture
) -> None:
    if postgres.con_trigramas:
        pytest.skip("this PostgreSQL has pg_trgm")
    sitio = _fabrica_postgresql.nuevo(paths)
    registry = sitio.registry()
    try:
        modelo = _surtir(registry)
        with registry.read(INVENTARIO, SISTEMA) as work:
            assert not busqueda.con_indice(work, CLASE_PERFIL)
        with caplog.at_level(logging.WARNING, LOGGER), registry.write(INVENTARIO, SISTEMA) as work:
            assert not trigramas.preparar(work.connection, CLASE_PERFIL.tabla)
        assert "pg_trgm" in caplog.text
        for texto, cuantos in (("travesano", 30), ("7 %", 3), ("_", 0), ("007.", 1)):
            assert len(modelo.indice(Consulta(texto))) == cuantos
    finally:
        registry.close()
        _fabrica_postgresql.retirar(sitio)


def test_an_account_that_may_not_make_it_goes_on_without(completo: Registry, sitio_completo: Sitio) -> None:
    duena = sitio_completo.como_duena().registry()
    with duena.write(INVENTARIO, SISTEMA) as work:
        work.connection.exec_driver_sql("DROP EXTENSION pg_trgm CASCADE")
    with completo.write(INVENTARIO, SISTEMA) as work:
        assert not trigramas.preparar(work.connection, CLASE_PERFIL.tabla)
        # The transaction lives.
        valores = {"codigo": "A1", "fecha_creacion": work.now(), "fecha_actualizacion": work.now()}
        work.connection.execute(insert(Perfil), valores)
    with duena.write(INVENTARIO, SISTEMA) as work:
        assert trigramas.preparar(work.connection, CLASE_PERFIL.tabla)
        assert trigramas.preparar(work.connection, CLASE_PERFIL.tabla)
    duena.close()
    with completo.read(INVENTARIO, SISTEMA) as work:
        assert busqueda.con_indice(work, CLASE_PERFIL)
        assert work.connection.scalar(select(Perfil.codigo)) == "A1"


@pytest.mark.solo("sqlite", porque="the two tests above are about PostgreSQL; SQL Server has no such index")
def test_sqlite_brings_its_own(registry: Registry) -> None:
    with registry.read(INVENTARIO, SISTEMA) as work:
        assert busqueda.con_indice(work, CLASE_PERFIL)
