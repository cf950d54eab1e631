"""SQL Server's own backups: files on the server's disk, made by the server, when somebody asks for them.

https://learn.microsoft.com/sql/t-sql/statements/backup-transact-sql. The images hold the same rows; these are for
whoever restores with the server's tools. COPY_ONLY leaves the administrator's own chain of backups alone; a
differential is based on that chain, since one cannot be based on a copy.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.engine import Engine

from rexus.base.text import tr
from rexus.db import names
from rexus.db.conexion import SQLSERVER, PoolSettings
from rexus.db.faults import translated
from rexus.db.motores import Vigilancia
from rexus.db.registry import Registry
from rexus.respaldos.errors import RespaldoFallidoError

_SEPARADORES: Final = ("\\", "/")


def sentencias(base: str, archivo: str, *, diferencial: bool = False) -> list[str]:
    """What backs the database `base` (its name on the server) up to `archivo` (a path there) and checks what was
    written."""
    nombre, destino = f"[{base.replace(']', ']]')}]", archivo.replace("'", "''")
    como = "DIFFERENTIAL" if diferencial else "COPY_ONLY"
    return [
        f"BACKUP DATABASE {nombre} TO DISK = N'{destino}' WITH {como}, CHECKSUM, FORMAT",
        f"RESTORE VERIFYONLY FROM DISK = N'{destino}' WITH CHECKSUM",
    ]


def respaldar(registry: Registry, carpeta: str, id_: str, *, diferencial: bool = False) -> list[str]:
    """Have the server back up the three databases into its folder `carpeta`; the files there, named after `id_`.

    Raises RespaldoFallidoError on another engine, BaseError when the server refuses.
    """
    exigir_motor(registry)
    separador = _SEPARADORES[0] if _SEPARADORES[0] in carpeta else _SEPARADORES[1]
    archivos = []
    for base in names.ALL:
        archivo = f"{carpeta.rstrip(''.join(_SEPARADORES))}{separador}rexus_backup_{id_}_{base}.bak"
        # Not inside a transaction.
        engine = registry.motor.engine(base, PoolSettings(activo=False), secreta=True)
        try:
            with translated(registry.motor, base):
                _ejecutar(registry, engine, registry.conexion.bases[base], archivo, diferencial=diferencial)
        finally:
            engine.dispose()
        archivos.append(archivo)
    return archivos


def exigir_motor(registry: Registry) -> None:
    """Raise RespaldoFallidoError on another engine."""
    if registry.conexion.motor != SQLSERVER:
        raise RespaldoFallidoError(
            tr("Solo SQL Server guarda respaldos propios en su disco."),
            tr("Hacer el respaldo sin «--en-servidor»."),
        )


def _ejecutar(registry: Registry, engine: Engine, base: str, archivo: str, *, diferencial: bool) -> None:
    suelto = engine.execution_options(isolation_level="AUTOCOMMIT")
    with suelto.connect() as connection:
        registry.motor.vigilar(connection, Vigilancia())
        for sentencia in sentencias(base, archivo, diferencial=diferencial):
            cursor: Any = connection.connection.cursor()
            try:
                cursor.execute(sentencia)
                # It tells how far it is; whoever does not listen to the end stops it.
                while cursor.nextset():
                    pass
            finally:
                cursor.close()
