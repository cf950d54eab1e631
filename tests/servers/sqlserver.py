"""SQL Server, when somebody has one: REXUS_TEST_MSSQL_URL=mssql+pyodbc://sa:…@host:port/?driver=…&TrustServerCertificate=yes

The account should be allowed to create databases: the tests make three of their own and drop them at the end. Where it
is not, the databases `users`, `inventario` and `auditoria` of that server are used, and *emptied*.
"""

from __future__ import annotations

import os
import re
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rexus.base.errors import RexusError
from rexus.base.paths import Paths
from rexus.db import names
from rexus.db.conexion import SQLSERVER, Conexion, PoolSettings
from tests.servers.preparado import preparar
from tests.servers.sitio import Sitio

if TYPE_CHECKING:
    from sqlalchemy import Engine

VARIABLE: Final = "REXUS_TEST_MSSQL_URL"


def url() -> str:
    """What the environment says; empty without a server."""
    return os.environ.get(VARIABLE, "").strip()


def conexion(texto: str) -> Conexion:
    """The program's connection for a SQLAlchemy URL, its options read as the ODBC drivers read them."""
    from sqlalchemy.engine import make_url

    leida = make_url(texto)
    opciones = {clave.lower(): str(valor) for clave, valor in leida.query.items()}
    host, puerto = leida.host, leida.port
    if "odbc_connect" in opciones:
        opciones = _palabras(opciones["odbc_connect"])
        host, _, numero = opciones.get("server", "").removeprefix("tcp:").partition(",")
        puerto = int(numero or opciones.get("port", "0"))
    driver = opciones.get("driver", "mssqlpython" if leida.get_driver_name() == "mssqlpython" else "")
    return Conexion(
        SQLSERVER,
        host or "127.0.0.1",
        puerto or 0,
        leida.username or opciones.get("uid", ""),
        leida.password or opciones.get("pwd", ""),
        driver=driver,
        tls=_tls(driver, opciones),
    )


def _palabras(texto: str) -> dict[str, str]:
    """The pairs of an ODBC connection string."""
    pares = re.findall(r"\s*([^=;]+)=(\{(?:[^}]|\}\})*\}|[^;]*)", texto)
    return {
        clave.strip().lower(): valor[1:-1].replace("}}", "}") if valor.startswith("{") else valor.strip()
        for clave, valor in pares
    }


def _tls(driver: str, opciones: dict[str, str]) -> str:
    cifrado = opciones.get("encrypt", opciones.get("encryption", "")).lower()
    if cifrado in ("no", "off", "optional", "false", "disabled"):
        return "no"
    if "freetds" in driver.lower() or "tdsodbc" in driver.lower():
        # FreeTDS does not check certificates, and encrypts only when told to.
        return "exigir" if cifrado in ("require", "yes") else "no"
    return "exigir" if opciones.get("trustservercertificate", "").lower() in ("yes", "true", "1") else "verificar"


class FabricaSqlserver:
    """Three databases for the whole run, emptied and prepared again for each test."""

    def __init__(self, texto: str, paths: Paths) -> None:
        from sqlalchemy.exc import DBAPIError

        from rexus.db.motores.sqlserver import MotorSqlserver

        leida = conexion(texto)
        prefijo = f"rexus_prueba_{uuid.uuid4().hex[:8]}"
        self._conexion = replace(leida, bases={base: f"{prefijo}_{base}" for base in names.ALL})
        self._motor = MotorSqlserver(self._conexion)
        self._propias = list(self._conexion.bases.values())
        try:
            preparar(Sitio(paths, self._conexion))
        except (RexusError, DBAPIError) as error:
            print(f"no databases of their own for the tests: {error}")
            self.cerrar()
            self._propias = []
            self._conexion = replace(leida, bases={base: base for base in names.ALL})

    def nuevo(self, paths: Paths) -> Sitio:
        sitio = self.sin_tablas(paths)
        preparar(sitio)
        return sitio

    def sin_tablas(self, paths: Paths) -> Sitio:
        for base, nombre in self._conexion.bases.items():
            engine = self._engine(nombre)
            with engine.begin() as connection:
                for tabla in _tablas(base):
                    connection.exec_driver_sql(f"IF OBJECT_ID('{tabla}') IS NOT NULL DROP TABLE [{tabla}]")
            engine.dispose()
        return Sitio(paths, self._conexion)

    def retirar(self, sitio: Sitio) -> None:
        """The next test empties them."""

    def cerrar(self) -> None:
        from sqlalchemy.exc import DBAPIError

        for nombre in self._propias:
            try:
                self._en_master(f"DROP DATABASE IF EXISTS [{nombre}]")
            except DBAPIError as error:
                print(f"could not drop {nombre}: {error}")

    def _engine(self, nombre: str) -> Engine:
        return self._motor.engine_de(nombre, PoolSettings(activo=False))

    def _en_master(self, sentencia: str) -> None:
        engine = self._engine("master")
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(sentencia)
        engine.dispose()


def _tablas(base: str) -> list[str]:
    """Every table the program has there, those that point at others first. Triggers and indexes go with their table."""
    from rexus.db.orm import AuditoriaBase, InventarioBase, UsersBase
    from rexus.modulos import tablas  # noqa: F401 - makes every table known

    clases = {names.USERS: UsersBase, names.INVENTARIO: InventarioBase, names.AUDITORIA: AuditoriaBase}
    return [*(tabla.name for tabla in reversed(clases[base].metadata.sorted_tables)), "alembic_version"]
