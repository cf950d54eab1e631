"""Images of a server's databases: every row of one moment, written into a database file with the same schema.

So a set is the same whatever engine it was made on: it is proven, laid down in a folder and carried to another engine
in one way.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, func, select, text

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseNuevaError
from rexus.base.progress import Avance
from rexus.db import a_medias, lectura, names, schema
from rexus.db.faults import translated
from rexus.db.motores import Vigilancia
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.respaldos import tablas
from rexus.respaldos.fuentes import Foto
from rexus.respaldos.fuentes.igualar import igualar
from rexus.respaldos.fuentes.relleno import Relleno

# What a server's files take is about what an image takes.
_TAMANO: Final = {
    "postgresql": "SELECT pg_database_size(current_database())",
    "mssql": "SELECT SUM(CAST(size AS bigint)) * 8192 FROM sys.database_files WHERE type = 0",
}
# The last id that was ever given, of rows that are gone too.
_ULTIMO_MSSQL: Final = "SELECT IDENT_CURRENT(:tabla)"
_ULTIMO_POSTGRESQL: Final = "SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM {secuencia}"
_SECUENCIA: Final = "SELECT pg_get_serial_sequence(:tabla, :columna)"


class FuenteServidor:
    """The databases of a PostgreSQL or SQL Server, read with the account of every day."""

    #: A delta is small when the image starts from the one that it is based on.
    con_semilla = True

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.motor = registry.conexion.motor

    def tamano(self, base: str) -> int:
        """What the database takes on the server."""
        bytes_ = self._registry.leer(base, SISTEMA, _tamano)
        return int(bytes_ or 0)

    def copiar(self, base: str, destino: Path, avance: Avance) -> Foto:
        """Copy the rows of one moment; into `destino` as a new file, or into the image of an earlier moment there.

        That one keeps its rows where they lie, so that few of its pages change.
        """
        if not destino.exists():
            return self._leer(base, destino, avance, entera=True)
        nueva = destino.with_name(f"{destino.name}.filas")
        try:
            foto = self._leer(base, nueva, avance, entera=False)
            igualar(destino, nueva, base, avance)
        finally:
            nueva.unlink(missing_ok=True)
        return Foto(destino.stat().st_size, foto.pagina, foto.filas)

    def _leer(self, base: str, destino: Path, avance: Avance, *, entera: bool) -> Foto:
        registry, motor = self._registry, self._registry.motor
        # Sees that the schema is this program's.
        registry.leer(base, SISTEMA, _nada)
        os.close(os.open(destino, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        vigilancia = Vigilancia(avance, registry.salud.perdida)
        with (
            Relleno(destino, base, avance) as relleno,
            translated(motor, base, vigilancia),
            lectura.aparte(motor, base, vigilancia) as connection,
        ):
            pista = lectura.un_estado(connection)
            hay = _contar(connection, base, pista)
            _exigir_esquema(connection, base)
            if base == names.USERS:
                # Of two moments at once there is nothing to keep.
                a_medias.exigir_ninguna(connection)
            relleno.total = sum(hay.values())
            for tabla in tablas.de(base):
                consulta = select(*tabla.columns).order_by(*tablas.clave(tabla))
                with closing(lectura.filas(connection, lectura.con_pista(consulta, tabla, pista))) as filas:
                    relleno.llenar(tabla, filas)
                if tabla.dialect_options["sqlite"]["autoincrement"]:
                    relleno.secuencia(tabla, _ultimo(connection, tabla))
            pagina = relleno.cerrar(entera=entera)
        return Foto(destino.stat().st_size, pagina, hay)


def _contar(connection: Connection, base: str, pista: str) -> dict[str, int]:
    """How many rows there are. All tables before the first row is read: where locks keep the state, they are held
    from here on."""
    consultas = {t.name: lectura.con_pista(select(func.count()).select_from(t), t, pista) for t in tablas.de(base)}
    return {nombre: int(connection.scalar(consulta) or 0) for nombre, consulta in consultas.items()}


def _exigir_esquema(connection: Connection, base: str) -> None:
    """Another program may have brought it further since it was looked at."""
    hallada = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
    if hallada != schema.HEADS[base]:
        raise BaseNuevaError(base, hallada)


def _ultimo(connection: Connection, tabla: Table) -> int:
    (columna,) = tablas.clave(tabla)
    if connection.dialect.name == "postgresql":
        secuencia = connection.scalar(text(_SECUENCIA), {"tabla": tabla.name, "columna": columna.name})
        # The server gives the name quoted as it must be.
        return int(connection.exec_driver_sql(_ULTIMO_POSTGRESQL.format(secuencia=secuencia)).scalar_one())
    return int(connection.scalar(text(_ULTIMO_MSSQL), {"tabla": tabla.name}) or 0)


def _tamano(work: Work) -> Any:
    return work.connection.exec_driver_sql(_TAMANO[work.connection.dialect.name]).scalar()


def _nada(_work: Work) -> None:
    """Opening is all that is wanted."""
