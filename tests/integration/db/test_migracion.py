"""An older database is copied and brought up; a newer one is left alone; two programs at once do it once."""

from __future__ import annotations

import gzip
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseError, BaseNuevaError, BaseSinActualizarError, BaseSinPrepararError
from rexus.base.version import VERSION
from rexus.db import escrita, schema
from rexus.db.conexion import SQLITE, SQLSERVER
from rexus.db.migrations import runner
from rexus.db.motores import Vigilancia
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.db.work import Work
from tests.servers.fabricas import Fabrica
from tests.servers.postgres import Postgres
from tests.servers.sitio import Sitio

PRIMERA = "inventario_0001"


@pytest.fixture
def viejo(sitio: Sitio) -> Iterator[Sitio]:
    """A seat whose `inventario` has the first schema, and a place called Rack A in it."""
    duena = sitio.como_duena()
    registry = duena.registry()
    registry.motor.asegurar(USERS)
    engine = registry.engine(INVENTARIO)
    sitio.paths.crear()
    if sitio.motor == SQLITE:
        sitio.paths.database(INVENTARIO).unlink()
    with registry.motor.conectar(engine, Vigilancia(), write=True) as connection, connection.begin():
        if sitio.motor != SQLITE:
            for tabla in _tablas(connection.connection.cursor()):
                connection.execute(text(f'DROP TABLE IF EXISTS "{tabla}" CASCADE'))
        runner.run(connection, INVENTARIO, PRIMERA)
        assert runner.current(connection) == PRIMERA
        connection.execute(
            text("INSERT INTO ubicaciones (codigo, nombre, tipo, activo, version) VALUES ('Rack A', '', '', :si, 1)"),
            {"si": sitio.motor != SQLITE or 1},
        )
    registry.close()
    yield duena


def _tablas(cursor: object) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")  # type: ignore[attr-defined]
    return [fila[0] for fila in cursor.fetchall()]  # type: ignore[attr-defined]


def lugares(work: Work) -> list[str]:
    return list(work.connection.execute(text("SELECT codigo FROM ubicaciones ORDER BY id")).scalars())


def version(registry: Registry) -> str | None:
    def leer(work: Work) -> str | None:
        return runner.current(work.connection)

    return registry.leer(INVENTARIO, SISTEMA, leer)


@pytest.mark.solo("sqlite", "postgresql", porque="it empties a database by its engine's own words")
def test_an_older_database_is_copied_first_and_keeps_what_it_holds(viejo: Sitio) -> None:
    registry = viejo.registry()
    try:
        assert registry.leer(INVENTARIO, SISTEMA, lugares) == ["General", "Rack A"]
        assert version(registry) == schema.HEADS[INVENTARIO]
    finally:
        registry.close()
    (copia,) = viejo.paths.backups.iterdir()
    assert PRIMERA in copia.name and copia.stat().st_mode & 0o777 == 0o600
    assert _lugares_de(copia) == ["General", "Rack A"]


def _lugares_de(copia: Path) -> list[str]:
    """What the copy holds, which must be the old schema whole."""
    if copia.suffix == ".db":
        with closing(sqlite3.connect(copia)) as base:
            assert base.execute("SELECT version_num FROM alembic_version").fetchone() == (PRIMERA,)
            return [fila[0] for fila in base.execute("SELECT codigo FROM ubicaciones ORDER BY id")]
    with gzip.open(copia, "rt", encoding="utf-8") as lineas:
        cabeza = json.loads(next(lineas))
        assert cabeza["revision"] == PRIMERA
        encontrados: dict[str, list[list[object]]] = {}
        tabla: dict[str, object] = {}
        for linea in map(json.loads, lineas):
            if isinstance(linea, dict):
                tabla = linea
                encontrados[linea["tabla"]] = []
            else:
                encontrados[str(tabla["tabla"])].append(linea)
    assert "configuracion_sistema" not in encontrados and encontrados["alembic_version"] == [[PRIMERA]]
    return [str(fila[1]) for fila in encontrados["ubicaciones"]]


@pytest.mark.solo("sqlite", "postgresql", porque="it empties a database by its engine's own words")
def test_two_programs_that_start_together_migrate_once(viejo: Sitio) -> None:
    resultados: list[object] = []
    juntos = threading.Barrier(4)

    def empezar() -> None:
        registry = viejo.registry(por_lotes=True)
        try:
            juntos.wait(20)
            resultados.append(registry.leer(INVENTARIO, SISTEMA, lugares))
        except BaseError as error:
            resultados.append(error)
        finally:
            registry.close()

    hilos = [threading.Thread(target=empezar) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join(60)
    assert resultados == [["General", "Rack A"]] * 4


@pytest.mark.solo("sqlite", "postgresql", porque="it empties a database by its engine's own words")
def test_without_a_copy_there_is_no_migration(viejo: Sitio) -> None:
    viejo.paths.backups.rmdir()
    viejo.paths.backups.write_text("a file where the folder should be")
    registry = viejo.registry()
    try:
        with pytest.raises(BaseError, match="copia"):
            registry.leer(INVENTARIO, SISTEMA, lugares)
        with registry.motor.conectar(registry.engine(INVENTARIO), Vigilancia(), write=False) as connection:
            assert schema.version(connection, registry.motor) == PRIMERA
    finally:
        registry.close()


@pytest.mark.solo("postgresql", porque="it needs an account that may not change tables")
def test_an_account_that_may_not_change_tables_is_told_so_and_copies_nothing(sitio: Sitio, postgres: Postgres) -> None:
    duena = sitio.como_duena().registry()

    def atrasar(work: Work) -> None:
        work.connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": PRIMERA})

    duena.escribir(INVENTARIO, SISTEMA, atrasar)
    duena.close()
    # As on servers before PostgreSQL 15: whoever may create tables may still not change those of others.
    with postgres.sesion(sitio.conexion.bases[INVENTARIO]) as sesion:
        sesion.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
    for con_create in (True, False):
        registry = sitio.registry()
        try:
            with pytest.raises(BaseSinActualizarError, match=r"Falta actualizar el servidor.*rexus preparar"):
                registry.leer(INVENTARIO, SISTEMA, lugares)
        finally:
            registry.close()
        assert not sitio.paths.backups.exists() or not list(sitio.paths.backups.iterdir()), con_create
        with postgres.sesion(sitio.conexion.bases[INVENTARIO]) as sesion:
            sesion.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def test_a_newer_database_is_refused_and_left_alone(sitio: Sitio) -> None:
    registry = sitio.como_duena().registry()

    def adelantar(work: Work) -> None:
        work.connection.execute(text("UPDATE alembic_version SET version_num = 'inventario_9999'"))
        with pytest.MonkeyPatch.context() as newer:
            newer.setattr(escrita, "VERSION", "9.10.2")
            escrita.anotar(work.connection)

    registry.escribir(INVENTARIO, SISTEMA, adelantar)
    registry.close()
    registry = sitio.registry()
    try:
        with pytest.raises(BaseNuevaError, match="inventario_9999") as refused:
            registry.leer(INVENTARIO, SISTEMA, lugares)
    finally:
        registry.close()
    # SQL Server has no place to write it down.
    needed = "9.10.2" if sitio.motor != SQLSERVER else ""
    assert refused.value.programa == needed and needed in refused.value.que_hacer


def test_a_database_knows_which_program_made_its_schema(sitio: Sitio) -> None:
    def leer(work: Work) -> str:
        return escrita.leer(work.connection)

    registry = sitio.registry()
    try:
        assert registry.leer(INVENTARIO, SISTEMA, leer) == (VERSION if sitio.motor != SQLSERVER else "")
    finally:
        registry.close()


@pytest.mark.solo("postgresql", porque="SQLite makes its files by itself")
def test_a_server_without_databases_says_what_to_do(fabrica: Fabrica, sitio: Sitio) -> None:
    vacio: Callable[..., Sitio] = fabrica.vacio  # type: ignore[attr-defined]
    registry = vacio(sitio.paths).registry()
    try:
        with pytest.raises(BaseSinPrepararError, match="preparar"):
            registry.leer(INVENTARIO, SISTEMA, lugares)
    finally:
        registry.close()


def test_the_look_at_the_schema_is_one_query(sitio: Sitio) -> None:
    from sqlalchemy import event

    primero = sitio.registry()
    primero.leer(INVENTARIO, SISTEMA, lambda work: None)
    primero.close()
    registry = sitio.registry()
    dichas: list[str] = []
    event.listen(registry.engine(INVENTARIO), "before_cursor_execute", lambda *a: dichas.append(a[2]))
    try:
        registry.leer(INVENTARIO, SISTEMA, lambda work: None)
        assert [d for d in dichas if not d.startswith("BEGIN")] == ["SELECT version_num FROM alembic_version"]
    finally:
        registry.close()
