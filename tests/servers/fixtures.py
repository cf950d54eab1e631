"""Fixtures of real servers and of databases on every engine. `tests/conftest.py` makes them known to every test.

A test that asks for `sitio` (or for what is built on it: `registry`, `modelo`, …) runs once on each engine. One that is
about a single engine says so and why: `@pytest.mark.solo("sqlite", porque="it damages the file")`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from rexus.base.paths import Paths, paths_under
from rexus.db.conexion import POSTGRESQL, SQLITE, SQLSERVER
from tests.servers import certificado, postgres_bin, sqlserver
from tests.servers.fabricas import Fabrica, FabricaPostgres, FabricaSqlite, motores
from tests.servers.postgres import Postgres
from tests.servers.proxy import Mando, Proxy
from tests.servers.sitio import Sitio

MARCA = "solo(*engines, porque): runs on these engines only, for that reason"


def parametrizar(metafunc: pytest.Metafunc) -> None:
    """Run a test that depends on `motor` on every engine, or on those its mark names."""
    if "motor" not in metafunc.fixturenames:
        return
    pedidos = motores()
    marca = metafunc.definition.get_closest_marker("solo")
    if marca:
        assert marca.args, "the mark «solo» names engines"
        assert marca.kwargs.get("porque"), "the mark «solo» says why"
        assert set(marca.args) <= {SQLITE, POSTGRESQL, SQLSERVER}
        pedidos = [motor for motor in pedidos if motor in marca.args]
    metafunc.parametrize("motor", pedidos)


@pytest.fixture(scope="session")
def _postgres_de_la_corrida() -> Iterator[Postgres]:
    if os.name != "posix":
        pytest.skip("the tests start PostgreSQL on POSIX systems only")
    servidor = Postgres()
    yield servidor
    servidor.cerrar()


@pytest.fixture
def postgres(_postgres_de_la_corrida: Postgres) -> Iterator[Postgres]:
    """The run's PostgreSQL. It may be stopped: it is started again before the next test."""
    _postgres_de_la_corrida.arrancar()
    yield _postgres_de_la_corrida
    _postgres_de_la_corrida.arrancar()


@pytest.fixture(scope="session")
def _fabrica_sqlite(tmp_path_factory: pytest.TempPathFactory) -> FabricaSqlite:
    return FabricaSqlite(paths_under(tmp_path_factory.mktemp("plantilla")))


@pytest.fixture(scope="session")
def _fabrica_postgresql(_postgres_de_la_corrida: Postgres, tmp_path_factory: pytest.TempPathFactory) -> FabricaPostgres:
    return FabricaPostgres(_postgres_de_la_corrida, paths_under(tmp_path_factory.mktemp("plantilla")))


@pytest.fixture(scope="session")
def _fabrica_sqlserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlserver.FabricaSqlserver]:
    fabrica = sqlserver.FabricaSqlserver(sqlserver.url(), paths_under(tmp_path_factory.mktemp("sqlserver")))
    yield fabrica
    fabrica.cerrar()


@pytest.fixture
def fabrica(motor: str, request: pytest.FixtureRequest) -> Fabrica:
    """Makes databases on the test's engine, for tests that need them more than once."""
    fabrica: Fabrica = request.getfixturevalue(f"_fabrica_{motor}")
    return fabrica


@pytest.fixture
def sitio(fabrica: Fabrica, paths: Paths) -> Iterator[Sitio]:
    """Databases of the test's own, with the schema and nothing else."""
    sitio = fabrica.nuevo(paths)
    yield sitio
    fabrica.retirar(sitio)


@pytest.fixture
def sitio_sin_tablas(fabrica: Fabrica, paths: Paths) -> Iterator[Sitio]:
    """Databases of the test's own without any table. On SQLite the files are not there yet."""
    sitio = fabrica.sin_tablas(paths)
    yield sitio
    fabrica.retirar(sitio)


@pytest.fixture
def sitio_sqlite(_fabrica_sqlite: FabricaSqlite, paths: Paths) -> Sitio:
    """The same in files whatever the engine: those that a window finds in the test's home."""
    return _fabrica_sqlite.nuevo(paths)


@pytest.fixture
def sitio_postgres(_fabrica_postgresql: FabricaPostgres, postgres: Postgres, paths: Paths) -> Iterator[Sitio]:
    """The same on PostgreSQL whatever the engine, for tests about servers."""
    sitio = _fabrica_postgresql.nuevo(paths)
    yield sitio
    _fabrica_postgresql.retirar(sitio)


@pytest.fixture(scope="session")
def _postgres_completo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    bin_ = postgres_bin.carpeta_completa() if os.name == "posix" else None
    if bin_ is None or not certificado.se_puede():
        pytest.skip("needs openssl and a PostgreSQL with pg_trgm and TLS (apt-get install postgresql)")
    servidor = Postgres(bin_, tls=certificado.nuevo(tmp_path_factory.mktemp("tls")))
    yield servidor
    servidor.cerrar()


@pytest.fixture(scope="session")
def _fabrica_completa(_postgres_completo: Postgres, tmp_path_factory: pytest.TempPathFactory) -> FabricaPostgres:
    return FabricaPostgres(_postgres_completo, paths_under(tmp_path_factory.mktemp("plantilla")))


@pytest.fixture
def postgres_completo(_postgres_completo: Postgres) -> Postgres:
    """A PostgreSQL with pg_trgm and TLS (`tls.autoridad` signed its certificate); without one the test is skipped."""
    return _postgres_completo


@pytest.fixture
def sitio_completo(_fabrica_completa: FabricaPostgres, paths: Paths) -> Iterator[Sitio]:
    """Databases of the test's own on that server."""
    sitio = _fabrica_completa.nuevo(paths)
    yield sitio
    _fabrica_completa.retirar(sitio)


@pytest.fixture
def proxy(postgres: Postgres) -> Iterator[Mando]:
    """The way to PostgreSQL through the proxy: `sitio_postgres.por(proxy.puerto)`."""
    with Proxy(postgres.puerto) as mando:
        yield mando
