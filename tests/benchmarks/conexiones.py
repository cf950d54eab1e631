"""What a pool saves: a unit of work on a pooled connection beside one that opens its own; the start on a server."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.conexion import POSTGRESQL, Conexion, PoolSettings
from rexus.db.names import USERS
from rexus.db.preparacion import preparar
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.modulos import tablas  # noqa: F401 - makes every table known
from rexus.seguridad import crear_primer_administrador
from tests.benchmarks import start
from tests.benchmarks.base import CLAVE, USUARIO
from tests.benchmarks.filas import Fila, medianas
from tests.servers.postgres import Postgres
from tests.servers.sitio import Sitio

_DIRECTAS = PoolSettings(activo=False)


@contextmanager
def servidor() -> Iterator[Sitio]:
    """A PostgreSQL with prepared databases and an administrator, for the length of a measurement."""
    postgres = Postgres()
    try:
        postgres.crear_cuenta("rexus_duena", CLAVE, crea_bases=True)
        conexion = Conexion(POSTGRESQL, postgres.host, postgres.puerto, "rexus_duena", CLAVE, tls="no")
        with tempfile.TemporaryDirectory() as carpeta:
            sitio = Sitio(paths_under(Path(carpeta)), conexion)
            preparar(conexion, sitio.paths.backups)
            registry = sitio.registry()
            registry.escribir(USERS, SISTEMA, crear_primer_administrador, USUARIO, CLAVE)
            registry.close()
            yield sitio
    finally:
        postgres.cerrar()


def medir(local: Path) -> list[Fila]:
    """The rows «pooled connection» on PostgreSQL and on SQLite (the home at `local`)."""
    with servidor() as sitio:
        en_servidor = _fila("conexión del pool, PostgreSQL", sitio.registry, 10)
    aqui = Sitio(paths_under(local), Conexion())
    # Opening a file is cheap: here the pool only must not cost.
    return [en_servidor, _fila("conexión del pool, SQLite", aqui.registry, 1)]


def medir_inicio() -> Fila:
    """The row «start» with the data on PostgreSQL: nothing is asked of the server before the window paints."""
    with servidor() as sitio:
        medida = start.measure(variables=sitio.variables())
    return Fila(
        "lo mismo, con servidor PostgreSQL",
        medida["rexus"] * 1e3,
        medida["bare"] * 1e3,
        "ms",
        2,
        "una QMainWindow de PySide6 vacía",
    )


def _fila(nombre: str, registry: Callable[[PoolSettings], Registry], tope: float) -> Fila:
    con, sin = registry(PoolSettings()), registry(_DIRECTAS)
    try:
        nuestra, vara = medianas(
            lambda: con.leer(USERS, SISTEMA, _nada), lambda: sin.leer(USERS, SISTEMA, _nada), veces=301
        )
    finally:
        con.close()
        sin.close()
    return Fila(nombre, nuestra * 1e3, vara * 1e3, "ms", tope, "una conexión nueva para cada operación", minimo=True)


def _nada(work: Work) -> None:
    """A unit of work that asks nothing: what remains is having a connection."""
