"""SQL Server: versions for readers, one state for the copy. On a real one if there is one; what is sent, anyway."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, select
from sqlalchemy.exc import DBAPIError

from rexus.db import copia, lectura
from rexus.db.conexion import SQLSERVER, Conexion, PoolSettings
from rexus.db.motores import motor_de
from rexus.db.names import ALL, INVENTARIO
from rexus.db.preparacion import preparar, sqlserver
from rexus.db.preparacion.servidor import Frase
from rexus.db.preparacion.sqlserver import ServidorSqlserver
from rexus.db.schema import HEADS
from tests.servers.sitio import Sitio
from tests.tsql.grabadora import dialecto
from tests.tsql.lectura import problemas

# Functions that the reader of T-SQL has not been told of, and that are used where no row is read.
_DEL_CATALOGO = {"DB_NAME()", "SCHEMA_ID()", "HAS_PERMS_BY_NAME()"}

solo_sqlserver = pytest.mark.solo("sqlserver", porque="it is about a setting of that engine")


# ── What is sent, read without a server ──


class Falsa:
    """Answers the question about the setting, notes what else is sent, and refuses it if so wanted."""

    dialect = dialecto()

    def __init__(self, respuesta: object, rechazo: Exception | None = None) -> None:
        self.enviado: list[str] = []
        self._respuesta, self._rechazo = respuesta, rechazo

    def exec_driver_sql(self, orden: str) -> Falsa:
        self.enviado.append(orden)
        if orden.startswith("ALTER") and self._rechazo:
            raise DBAPIError(orden, None, self._rechazo)
        return self

    def scalar(self) -> object:
        return self._respuesta

    def rollback(self) -> None:
        self.enviado.append("ROLLBACK")

    def execution_options(self, **opciones: object) -> Falsa:
        self.enviado.extend(f"{clave}={valor}" for clave, valor in opciones.items())
        return self

    @contextmanager
    def connect(self) -> Iterator[Falsa]:
        yield self

    @property
    def connection(self) -> Any:
        return self

    driver_connection: Any = None


def afinado(falsa: Falsa) -> Frase:
    falsa.driver_connection = falsa
    servidor = ServidorSqlserver(Conexion(SQLSERVER, "servidor", usuario="duena", clave="clave", tls="no"))
    (frase,) = servidor.afinar(cast(Engine, falsa), "rexus_ñ]")
    return frase


def test_a_database_that_was_there_gets_versions_too() -> None:
    falsa = Falsa(False)
    frase, hecho = afinado(falsa)
    assert hecho and "rexus_ñ]" in frase
    assert falsa.enviado[0] == "isolation_level=AUTOCOMMIT"
    assert falsa.enviado[-1] == "ALTER DATABASE [rexus_ñ]]] SET READ_COMMITTED_SNAPSHOT ON"


def test_one_that_has_them_is_left_alone() -> None:
    falsa = Falsa(True)
    assert not afinado(falsa)[1]
    assert not [orden for orden in falsa.enviado if orden.startswith("ALTER")]


def test_a_refusal_is_told_with_its_reason() -> None:
    frase, hecho = afinado(Falsa(False, Exception("a lock could not be placed")))
    assert not hecho
    assert "a lock could not be placed" in frase and "rexus preparar" in frase


def test_the_copy_reads_a_snapshot_where_the_database_allows_it() -> None:
    falsa = Falsa(1)
    assert lectura.un_estado(cast(Connection, falsa)) == ""
    # The level is for a transaction that has not begun.
    assert falsa.enviado[-2:] == ["ROLLBACK", "isolation_level=SNAPSHOT"]


@pytest.mark.parametrize("estado", [0, 2, 3, None])
def test_elsewhere_it_locks_whole_tables_until_it_ends(estado: int | None) -> None:
    pista = lectura.un_estado(cast(Connection, Falsa(estado)))
    tabla = Table("movimientos", MetaData(), Column("id", Integer))
    sql = str(lectura.con_pista(select(tabla), tabla, pista).compile(dialect=dialecto()))
    assert "FROM movimientos WITH (HOLDLOCK, TABLOCK)" in sql
    assert problemas(sql) == []


@pytest.mark.parametrize(
    "sql",
    [
        lectura._SNAPSHOT,
        sqlserver._CON_VERSIONES,
        sqlserver._PONER_VERSIONES.format(base="[rexus ñ]"),
        sqlserver._CON_DERECHOS,
        sqlserver._DERECHOS,
    ],
)
def test_sql_server_would_understand_it(sql: str) -> None:
    assert set(problemas(sql)) <= _DEL_CATALOGO


# ── On a real one ──


@solo_sqlserver
def test_readers_of_a_prepared_server_do_not_wait(sitio: Sitio) -> None:
    for base in ALL:
        with _engine(sitio, base).connect() as connection:
            assert connection.exec_driver_sql(sqlserver._CON_VERSIONES).scalar()


@solo_sqlserver
def test_one_that_was_made_without_versions_gets_them(sitio: Sitio) -> None:
    nombre = sitio.conexion.bases[INVENTARIO]
    try:
        _poner(sitio, f"ALTER DATABASE [{nombre}] SET READ_COMMITTED_SNAPSHOT OFF WITH ROLLBACK IMMEDIATE")
    except DBAPIError as error:
        pytest.skip(f"the server refuses to switch it off: {error.orig}")
    hechos = [paso for paso in preparar(sitio.conexion, sitio.paths.backups) if paso.hecho]
    assert [paso.base for paso in hechos] == [INVENTARIO]


@solo_sqlserver
@pytest.mark.parametrize("permitido", ["ON", "OFF"])
def test_the_copy_holds_every_table(sitio: Sitio, permitido: str) -> None:
    nombre = sitio.conexion.bases[INVENTARIO]
    try:
        _poner(sitio, f"ALTER DATABASE [{nombre}] SET ALLOW_SNAPSHOT_ISOLATION {permitido}")
    except DBAPIError as error:
        pytest.skip(f"the server refuses to switch it: {error.orig}")
    motor = motor_de(sitio.conexion, sitio.paths)
    archivo = copia.antes_de_migrar(motor, INVENTARIO, HEADS[INVENTARIO], sitio.paths.backups)
    with gzip.open(archivo, "rt", encoding="utf-8") as lineas:
        leidas = [json.loads(linea) for linea in lineas]
    filas = {linea["tabla"]: linea["filas"] for linea in leidas[1:] if isinstance(linea, dict)}
    assert filas["alembic_version"] == 1 and filas["ubicaciones"] == 1
    assert len(leidas) == 1 + len(filas) + sum(filas.values())


def _engine(sitio: Sitio, base: str) -> Engine:
    return motor_de(sitio.conexion, sitio.paths).engine(base, PoolSettings(activo=False), secreta=False)


def _poner(sitio: Sitio, orden: str) -> None:
    with _engine(sitio, INVENTARIO).execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql(orden)
