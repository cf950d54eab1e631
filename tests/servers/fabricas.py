"""New databases for each test, on every engine, quickly."""

from __future__ import annotations

import itertools
import shutil
from typing import Final, Protocol

from rexus.base.actor import SISTEMA
from rexus.base.paths import Paths
from rexus.db import names
from rexus.db.conexion import POSTGRESQL, SQLITE, SQLSERVER, Conexion
from tests.servers import sqlserver
from tests.servers.postgres import Postgres
from tests.servers.preparado import preparar
from tests.servers.sitio import Sitio

# The account of every day, which may change rows and nothing else, and the one that makes databases. Names and
# passwords that have to be quoted everywhere.
CUENTA: Final = "rexus-diaria"
CLAVE_CUENTA: Final = "cañón '%/@ de pruebas"
DUENA: Final = "dueña de bases"
CLAVE_DUENA: Final = "otra; clave={larga}"


def motores() -> list[str]:
    """The engines that the suite runs on here."""
    return [SQLITE, POSTGRESQL, *([SQLSERVER] if sqlserver.url() else [])]


class Fabrica(Protocol):
    """Makes databases that hold the schema and nothing else, and takes them away."""

    def nuevo(self, paths: Paths) -> Sitio:
        """Three databases for one test."""

    def sin_tablas(self, paths: Paths) -> Sitio:
        """Three databases without any table, used by the account that may make some."""

    def retirar(self, sitio: Sitio) -> None:
        """What the test left. Whatever is still connected is cut off."""

    def cerrar(self) -> None:
        """After the last test."""


class FabricaSqlite:
    """The program makes three files once; each test gets copies in its own home, at a tenth of the cost."""

    def __init__(self, paths: Paths) -> None:
        self._plantilla = paths
        registry = Sitio(paths, Conexion()).registry()
        for base in names.ALL:
            with registry.read(base, SISTEMA):
                pass
        # Closing the last connection folds the write-ahead logs into the files.
        registry.close()

    def nuevo(self, paths: Paths) -> Sitio:
        paths.crear()
        for base in names.ALL:
            # What the test made before stays.
            if not paths.database(base).exists():
                shutil.copy(self._plantilla.database(base), paths.database(base))
        return self.sin_tablas(paths)

    def sin_tablas(self, paths: Paths) -> Sitio:
        # The files come into being by themselves.
        return Sitio(paths, Conexion())

    def retirar(self, sitio: Sitio) -> None:
        """They go with the home."""

    def cerrar(self) -> None:
        """Nothing was opened."""


class FabricaPostgres:
    """The program prepares three databases once; each test gets copies, which cost some hundredths of a second."""

    def __init__(self, servidor: Postgres, paths: Paths) -> None:
        self._servidor = servidor
        self._numero = itertools.count(1)
        servidor.crear_cuenta(CUENTA, CLAVE_CUENTA)
        servidor.crear_cuenta(DUENA, CLAVE_DUENA, crea_bases=True)
        self._plantilla = self._sitio(paths, "plantilla")
        preparar(self._plantilla.como_duena(), conceder=CUENTA)

    def _sitio(self, paths: Paths, prefijo: str) -> Sitio:
        servidor = self._servidor
        bases = {base: f"{prefijo}_{base}" for base in names.ALL}
        conexion = Conexion(POSTGRESQL, servidor.host, servidor.puerto, CUENTA, CLAVE_CUENTA, bases=bases, tls="no")
        return Sitio(paths, conexion, (DUENA, CLAVE_DUENA))

    def nuevo(self, paths: Paths) -> Sitio:
        self._servidor.arrancar()
        sitio = self._sitio(paths, f"prueba_{next(self._numero)}")
        plantillas = self._plantilla.conexion.bases
        self._servidor.crear_bases({nombre: plantillas[base] for base, nombre in sitio.conexion.bases.items()}, DUENA)
        return sitio

    def sin_tablas(self, paths: Paths) -> Sitio:
        sitio = self.vacio(paths).como_duena()
        for nombre in sitio.conexion.bases.values():
            self._servidor.crear_base(nombre, DUENA)
        return sitio

    def vacio(self, paths: Paths) -> Sitio:
        """Names under which nothing was created yet."""
        self._servidor.arrancar()
        return self._sitio(paths, f"vacia_{next(self._numero)}")

    def retirar(self, sitio: Sitio) -> None:
        # A test may have stopped it.
        self._servidor.arrancar()
        self._servidor.borrar_bases(sitio.conexion.bases.values())

    def cerrar(self) -> None:
        """The server's own end takes everything."""
