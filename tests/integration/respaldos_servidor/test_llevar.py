"""From files to a server and back: the same proof, the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseNuevaError, CanceladoError
from rexus.base.paths import paths_under
from rexus.base.progress import Avance
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import carga, hacer, portatil
from rexus.respaldos.carga.errores import DestinoAjenoError, DestinoConDatosError, NoCabeError, NoEsDuenaError
from rexus.respaldos.conjunto import BASES, Conjunto
from rexus.respaldos.destinos import Destino
from rexus.stock.movimientos import Pedido
from tests.servers.fabricas import FabricaPostgres
from tests.servers.postgres import Postgres
from tests.servers.sitio import Sitio

from . import filas
from .conftest import Taller


@pytest.fixture
def vacio(_fabrica_postgresql: FabricaPostgres, tmp_path: Path) -> Iterator[Sitio]:
    """Three databases without tables, of the account that may make some."""
    sitio = _fabrica_postgresql.sin_tablas(paths_under(tmp_path / "vacio"))
    yield sitio
    _fabrica_postgresql.retirar(sitio)


def _llevar(taller: Taller, conjunto: Conjunto, a: Sitio, **kw: object) -> portatil.Llevado:
    destino = Destino(a.conexion, None if a.conexion.es_servidor else a.paths.data.parent)
    return portatil.llevar(taller.carpeta, conjunto.id, destino, taller.sitio.paths, **kw)  # type: ignore[arg-type]


def _trabajar(registry: Registry) -> None:
    """Whoever works on there does it with the same account, the same ledger, and new ids."""
    modelo = InventarioModel(registry, lambda: SISTEMA)
    assert modelo.verificar().ok
    antes = {a.id for a in (modelo.articulo(i) for i in (1, 30))}
    nuevo = modelo.crear({"codigo": "NUEVO"}, stock_inicial=3).value
    assert nuevo.id not in antes and nuevo.id > 30
    modelo.registrar_salida(Pedido(nuevo.id, 3))
    assert modelo.verificar().ok


def test_from_files_to_a_server_and_back(taller_sqlite: Taller, sitio_postgres: Sitio, tmp_path: Path) -> None:
    modelo = taller_sqlite.modelo
    # The highest id is gone: it is given to nobody again, on any engine.
    modelo.eliminar(modelo.crear({"codigo": "de más"}).value.id)
    antes = taller_sqlite.filas()
    ida = hacer.completo(taller_sqlite.registry, taller_sqlite.carpeta)
    dueno = sitio_postgres.como_duena()
    llevado = _llevar(taller_sqlite, ida, dueno)
    registry = sitio_postgres.registry()
    try:
        alla = Taller(sitio_postgres, registry, InventarioModel(registry, lambda: SISTEMA))
        assert alla.filas() == antes
        assert alla.modelo.verificar() == modelo.verificar()
        assert (llevado.revision.articulos, llevado.revision.avisos) == (30, ())
        vuelta = hacer.completo(registry, alla.carpeta)
        otro = Sitio(paths_under(tmp_path / "vuelta"), taller_sqlite.sitio.conexion)
        _llevar(alla, vuelta, otro)
        assert {base: filas.python_de_imagen(otro.paths.database(base), base) for base in BASES} == antes
        de_vuelta = otro.registry()
        try:
            _trabajar(de_vuelta)
            assert InventarioModel(de_vuelta, lambda: SISTEMA).id_por_codigo("NUEVO") == 32
        finally:
            de_vuelta.close()
        _trabajar(registry)
        assert alla.modelo.id_por_codigo("NUEVO") == 32
    finally:
        registry.close()


def test_databases_without_tables_get_them(taller_sqlite: Taller, vacio: Sitio) -> None:
    antes = taller_sqlite.filas()
    hecho = hacer.completo(taller_sqlite.registry, taller_sqlite.carpeta)
    pasos: list[str] = []
    _llevar(taller_sqlite, hecho, vacio, al_paso=pasos.append)
    assert tuple(pasos) == ("probado", *carga.PASOS)
    registry = vacio.registry()
    try:
        assert {base: filas.todas(registry, base) for base in BASES} == antes
        _trabajar(registry)
    finally:
        registry.close()


def test_databases_with_rows_are_refused(taller_sqlite: Taller, taller_pg: Taller) -> None:
    hecho = hacer.completo(taller_sqlite.registry, taller_sqlite.carpeta)
    antes = taller_pg.filas()
    with pytest.raises(DestinoConDatosError, match="ya tiene datos"):
        _llevar(taller_sqlite, hecho, taller_pg.sitio.como_duena())
    assert taller_pg.filas() == antes
    taller_pg.mover(2)
    with pytest.raises(DestinoConDatosError):
        _llevar(taller_sqlite, hecho, taller_sqlite.sitio)
    assert taller_sqlite.modelo.verificar().ok


def test_an_account_that_owns_nothing_is_refused(taller_sqlite: Taller, sitio_postgres: Sitio) -> None:
    hecho = hacer.completo(taller_sqlite.registry, taller_sqlite.carpeta)
    with pytest.raises(NoEsDuenaError, match="dueña"):
        _llevar(taller_sqlite, hecho, sitio_postgres)


@pytest.mark.parametrize(
    ("sentencias", "error", "dice"),
    [
        (["CREATE TABLE clientes (id int)"], DestinoAjenoError, "tablas que no son de Rexus .clientes"),
        (["CREATE TABLE alembic_version (version_num text)"], DestinoAjenoError, "otro programa"),
        (
            ["CREATE TABLE alembic_version (version_num text)", "INSERT INTO alembic_version VALUES ('a1b2c3d4')"],
            DestinoAjenoError,
            "otro programa",
        ),
        (
            ["CREATE TABLE alembic_version (version_num text)", "INSERT INTO alembic_version VALUES ('users_0003')"],
            DestinoAjenoError,
            "es la base «users» de Rexus, y hace falta «inventario»",
        ),
        (
            [
                "CREATE TABLE alembic_version (version_num text)",
                "INSERT INTO alembic_version VALUES ('inventario_9999')",
            ],
            BaseNuevaError,
            "No se cambió nada",
        ),
    ],
)
def test_other_databases_are_refused_and_left_as_they_are(
    taller_sqlite: Taller, vacio: Sitio, postgres: Postgres, sentencias: list[str], error: type[Exception], dice: str
) -> None:
    hecho = hacer.completo(taller_sqlite.registry, taller_sqlite.carpeta)
    with postgres.sesion(vacio.conexion.bases["inventario"]) as c:
        for sentencia in (*sentencias, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC"):
            c.execute(sentencia)
    with pytest.raises(error, match=dice):
        _llevar(taller_sqlite, hecho, vacio)
    # Also the one that was prepared before the other was looked at.
    assert _tablas(postgres, vacio, "users") == []
    assert len(_tablas(postgres, vacio, "inventario")) == 1


def _tablas(postgres: Postgres, sitio: Sitio, base: str) -> list[str]:
    with postgres.sesion(sitio.conexion.bases[base]) as c:
        return [f[0] for f in c.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()]


def test_cancelled_it_leaves_the_databases_as_they_were(
    taller_sqlite: Taller, vacio: Sitio, postgres: Postgres
) -> None:
    hecho = hacer.completo(taller_sqlite.registry, taller_sqlite.carpeta)
    avance = Avance()
    with pytest.raises(CanceladoError):
        _llevar(
            taller_sqlite, hecho, vacio, avance=avance,
            al_paso=lambda paso: avance.cancelar() if paso == "cargada_inventario" else None,
        )  # fmt: skip
    assert [_tablas(postgres, vacio, base) for base in BASES] == [[], [], []]


def test_a_row_that_the_server_does_not_take_stops_it_whole(
    taller_sqlite: Taller, vacio: Sitio, postgres: Postgres
) -> None:
    # Past the program: it lets no such character in.
    with taller_sqlite.registry.write("inventario", SISTEMA) as work:
        work.connection.exec_driver_sql("UPDATE inventario_perfiles SET observaciones = 'a' || char(0) WHERE id = 3")
    hecho = hacer.completo(taller_sqlite.registry, taller_sqlite.carpeta)
    with pytest.raises(NoCabeError, match="inventario_perfiles"):
        _llevar(taller_sqlite, hecho, vacio)
    assert [_tablas(postgres, vacio, base) for base in BASES] == [[], [], []]
