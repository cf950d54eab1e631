"""What making a server ready needs of each kind of server."""

from __future__ import annotations

from typing import Any, Final, Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from rexus.base.errors import NoEncontradoError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.db import trigramas
from rexus.db.conexion import POSTGRESQL, Conexion, PoolSettings
from rexus.db.motores import Motor
from rexus.db.motores.postgresql import MotorPostgresql
from rexus.db.motores.sqlserver import MotorSqlserver

log = get_logger(__name__)

# What the account of daily work may only add to: nobody rewrites these, not even by mistake.
SOLO_AGREGAR: Final = ("movimientos", "configuracion_cambios", "eventos")


# SQL Server's error 15007: not a valid login, or not one for this account to use.
_NO_ES_LOGIN: Final = "15007"
_CON_BUSQUEDA: Final = (
    "SELECT table_name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND column_name = 'busqueda' ORDER BY table_name"
)


class MotorConBases(Motor, Protocol):
    """An engine that connects to any database of its server by name."""

    def engine_de(self, nombre: str, pool: PoolSettings, *, secreta: bool = False, **opciones: Any) -> Engine:
        """An engine for a database by its name on the server."""


class Servidor(Protocol):
    """One kind of server. `central` is the database that is always there."""

    motor: MotorConBases
    central: str

    def crear(self, connection: Connection, nombre: str) -> bool:
        """Create a database; False when it was there already. `connection` commits by itself."""

    def afinar(self, connection: Connection) -> list[tuple[str, bool]]:
        """Inside a transaction: add what makes this kind of server fast, if it has it. Sentences, and whether done."""

    def conceder(self, connection: Connection, nombre: str, cuenta: str) -> None:
        """Give an account the rights of daily work in the database of `connection`. Raises NoEncontradoError."""


def servidor_de(conexion: Conexion) -> Servidor:
    """The server of that connection."""
    return ServidorPostgresql(conexion) if conexion.motor == POSTGRESQL else ServidorSqlserver(conexion)


class ServidorPostgresql:
    """https://www.postgresql.org/docs/current/sql-grant.html"""

    central = "postgres"

    def __init__(self, conexion: Conexion) -> None:
        self.motor: MotorConBases = MotorPostgresql(conexion)

    def crear(self, connection: Connection, nombre: str) -> bool:
        """UTF-8, whatever the server's default is."""
        hay = text("SELECT 1 FROM pg_database WHERE datname = :nombre")
        if connection.scalar(hay, {"nombre": nombre}):
            return False
        try:
            connection.exec_driver_sql(
                f"CREATE DATABASE {_citar(connection, nombre)} ENCODING 'UTF8' TEMPLATE template0"
            )
        except DBAPIError:
            # Another program may have made it in this moment.
            if connection.scalar(hay, {"nombre": nombre}):
                return False
            raise
        return True

    def afinar(self, connection: Connection) -> list[tuple[str, bool]]:
        """The trigram index of every catalogue, where the server has the extension."""
        resultado = []
        for tabla in _tablas(connection, _CON_BUSQUEDA):
            if trigramas.hay(connection, tabla):
                resultado.append((tr("Búsqueda en «{tabla}»: con índice").format(tabla=tabla), False))
            elif trigramas.preparar(connection, tabla):
                resultado.append((tr("Búsqueda en «{tabla}»: índice creado").format(tabla=tabla), True))
            else:
                frase = tr("Búsqueda en «{tabla}»: sin índice, porque el servidor no tiene pg_trgm; será más lenta")
                resultado.append((frase.format(tabla=tabla), False))
        return resultado

    def conceder(self, connection: Connection, nombre: str, cuenta: str) -> None:
        """Rows, not tables: everything but changing the schema or the ledger."""
        if not connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :cuenta"), {"cuenta": cuenta}):
            raise _sin_cuenta(cuenta)
        a, base = _citar(connection, cuenta), _citar(connection, nombre)
        ordenes = [
            f"GRANT CONNECT ON DATABASE {base} TO {a}",
            f"GRANT USAGE ON SCHEMA public TO {a}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {a}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {a}",
        ]
        for tabla in _tablas(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            if tabla in SOLO_AGREGAR:
                ordenes.append(f"REVOKE UPDATE, DELETE, TRUNCATE ON {_citar(connection, tabla)} FROM {a}")
            if tabla == "alembic_version":
                ordenes.append(f"REVOKE INSERT, UPDATE, DELETE ON {tabla} FROM {a}")
        for orden in ordenes:
            connection.exec_driver_sql(orden)


class ServidorSqlserver:
    """https://learn.microsoft.com/sql/t-sql/statements/grant-transact-sql"""

    central = "master"

    def __init__(self, conexion: Conexion) -> None:
        self.motor: MotorConBases = MotorSqlserver(conexion)

    def crear(self, connection: Connection, nombre: str) -> bool:
        """Readers see committed versions instead of waiting for writers, as on the other engines."""
        hay = text("SELECT 1 FROM sys.databases WHERE name = :nombre")
        if connection.scalar(hay, {"nombre": nombre}):
            return False
        citada = _citar(connection, nombre)
        connection.exec_driver_sql(f"CREATE DATABASE {citada}")
        try:
            connection.exec_driver_sql(f"ALTER DATABASE {citada} SET READ_COMMITTED_SNAPSHOT ON")
        except DBAPIError as error:
            # Everything works without it too; readers then wait for writers.
            log.warning("%s without READ_COMMITTED_SNAPSHOT: %s", nombre, error.orig)
        return True

    def afinar(self, connection: Connection) -> list[tuple[str, bool]]:
        """Nothing beyond the schema."""
        return []

    def conceder(self, connection: Connection, nombre: str, cuenta: str) -> None:
        """Rows, not tables: everything but changing the schema or the ledger."""
        a = _citar(connection, cuenta)
        if not connection.scalar(text("SELECT 1 FROM sys.database_principals WHERE name = :c"), {"c": cuenta}):
            try:
                connection.exec_driver_sql(f"CREATE USER {a} FOR LOGIN {a}")
            except DBAPIError as error:
                # Whether a login exists cannot be asked by everyone who may use it here.
                if _NO_ES_LOGIN in str(error.orig):
                    raise _sin_cuenta(cuenta) from error
                raise
        connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::dbo TO {a}")
        for tabla in _tablas(connection, "SELECT name FROM sys.tables"):
            if tabla in SOLO_AGREGAR:
                connection.exec_driver_sql(f"DENY UPDATE, DELETE ON {_citar(connection, tabla)} TO {a}")
            if tabla == "alembic_version":
                connection.exec_driver_sql(f"DENY INSERT, UPDATE, DELETE ON {tabla} TO {a}")


def _tablas(connection: Connection, consulta: str) -> list[str]:
    return [str(nombre) for nombre in connection.exec_driver_sql(consulta).scalars()]


def _citar(connection: Connection, nombre: str) -> str:
    """A name as the engine quotes it, whatever is in it."""
    return connection.dialect.identifier_preparer.quote_identifier(nombre)


def _sin_cuenta(cuenta: str) -> NoEncontradoError:
    return NoEncontradoError(
        tr("En el servidor no hay ninguna cuenta «{cuenta}».").format(cuenta=cuenta),
        tr("Crearla en el servidor con su clave y ejecutar «rexus preparar» otra vez."),
    )
