"""Making a SQL Server ready. https://learn.microsoft.com/sql/t-sql/statements/grant-transact-sql"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.db.conexion import Conexion
from rexus.db.motores import Vigilancia
from rexus.db.motores.sqlserver import MotorSqlserver
from rexus.db.preparacion.servidor import SIN_DERECHO, Frase, MotorConBases, citar, sin_cuenta, tablas

log = get_logger(__name__)

# Error 15007: not a valid login, or not one for this account to use.
_NO_ES_LOGIN: Final = "15007"
# The database must be nobody else's while this is set: others get this long to be gone.
_ESPERA_DE_SOLEDAD_S: Final = 10.0
_CON_VERSIONES: Final = "SELECT is_read_committed_snapshot_on FROM sys.databases WHERE name = DB_NAME()"
_PONER_VERSIONES: Final = "ALTER DATABASE {base} SET READ_COMMITTED_SNAPSHOT ON"
# Class 3: rights on a schema. Only who controls it may give them.
_CON_DERECHOS: Final = """
    SELECT p.name
    FROM sys.database_permissions AS d
    INNER JOIN sys.database_principals AS p ON p.principal_id = d.grantee_principal_id
    WHERE d.class = 3 AND d.major_id = SCHEMA_ID('dbo') AND d.state IN ('G', 'W')
        AND d.permission_name IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
        AND HAS_PERMS_BY_NAME('dbo', 'SCHEMA', 'CONTROL') = 1
    GROUP BY p.name HAVING COUNT(DISTINCT d.permission_name) = 4
    ORDER BY p.name
"""
_DERECHOS: Final = (
    "SELECT class, major_id, minor_id, grantee_principal_id, permission_name, state FROM sys.database_permissions"
)


class ServidorSqlserver:
    """SQL Server 2017 and newer."""

    central = "master"

    def __init__(self, conexion: Conexion) -> None:
        self.motor: MotorConBases = MotorSqlserver(conexion)

    def exigir_cuenta(self, connection: Connection, cuenta: str) -> None:
        """Whether a login exists cannot be asked by everyone who may give it rights: `conceder` finds out."""

    def crear(self, connection: Connection, nombre: str) -> bool:
        """With the server's defaults; `afinar` sets what Rexus wants otherwise."""
        if connection.scalar(text("SELECT 1 FROM sys.databases WHERE name = :nombre"), {"nombre": nombre}):
            return False
        connection.exec_driver_sql(f"CREATE DATABASE {citar(connection, nombre)}")
        return True

    def afinar(self, engine: Engine, nombre: str) -> list[Frase]:
        """Readers see committed versions instead of waiting for writers, as on the other engines.

        Whoever made the database; a refusal is told and leaves everything working, with waits.
        """
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            if connection.exec_driver_sql(_CON_VERSIONES).scalar():
                return [(tr("Base «{nombre}»: quien lee no espera a quien escribe").format(nombre=nombre), False)]
            self.motor.vigilar(connection, Vigilancia(limite=_ESPERA_DE_SOLEDAD_S))
            try:
                connection.exec_driver_sql(_PONER_VERSIONES.format(base=citar(connection, nombre)))
            except DBAPIError as error:
                log.warning("%s without READ_COMMITTED_SNAPSHOT: %s", nombre, error.orig)
                frase = tr(
                    "Base «{nombre}»: quien lee espera a quien escribe, porque el servidor no dejó cambiarlo"
                    " ({detalle}). Cerrar Rexus en todas las computadoras y ejecutar «rexus preparar» otra vez"
                )
                return [(frase.format(nombre=nombre, detalle=str(error.orig)[:200]), False)]
        frase = tr("Base «{nombre}»: desde ahora quien lee no espera a quien escribe")
        return [(frase.format(nombre=nombre), True)]

    def cerrar(self, connection: Connection, nombre: str) -> list[Frase]:
        """Nobody may make tables in SQL Server without having been given that."""
        return []

    def conceder(self, connection: Connection, nombre: str, cuenta: str) -> None:
        """Rows, not tables: everything but changing the schema or the ledger. Rights on `dbo` hold for new tables."""
        a = citar(connection, cuenta)
        if not connection.scalar(text("SELECT 1 FROM sys.database_principals WHERE name = :c"), {"c": cuenta}):
            try:
                connection.exec_driver_sql(f"CREATE USER {a} FOR LOGIN {a}")
            except DBAPIError as error:
                # Whether a login exists cannot be asked by everyone who may use it here.
                if _NO_ES_LOGIN in str(error.orig):
                    raise sin_cuenta(cuenta) from error
                raise
        connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::dbo TO {a}")
        for tabla in tablas(connection, "SELECT name FROM sys.tables"):
            if tabla in SIN_DERECHO:
                connection.exec_driver_sql(f"DENY {SIN_DERECHO[tabla]} ON {tabla} TO {a}")

    def con_derechos(self, connection: Connection) -> list[str]:
        """By the rights on the schema."""
        return tablas(connection, _CON_DERECHOS)

    def derechos(self, connection: Connection) -> frozenset[Hashable]:
        """Those given and those denied."""
        return frozenset(tuple(fila) for fila in connection.exec_driver_sql(_DERECHOS))
