"""Indexes on the key by which a text column is sorted (`sorting.orden`), for migration scripts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.sorting import columna_de_orden, orden, orden_mssql, orden_postgresql
from rexus.db.types import COLACION_POSTGRESQL


def indice_de_orden(tabla: str, columna: str, largo: int) -> None:
    """Index `tabla` by `activo` and the sort key of a text column of at most `largo` characters.

    Servers keep the key in a column of its own. On PostgreSQL statements name it (`sorting.CON_CLAVE`); SQL Server
    takes it by itself when a statement sorts by the same expression. A server that only speaks SQL Server's protocol
    sorts without: those differ in what they can compute.
    """
    nombre = f"ix_{tabla}_orden_{columna}"
    clave = columna_de_orden(columna)
    match op.get_context().dialect.name:
        case "postgresql":
            tipo = f'text COLLATE "{COLACION_POSTGRESQL}"'
            op.execute(
                f"ALTER TABLE {tabla} ADD {clave} {tipo} GENERATED ALWAYS AS ({orden_postgresql(columna)}) STORED"
            )
            # With the id the whole answer is in the index.
            op.execute(f"CREATE INDEX {nombre} ON {tabla} (activo, {clave}, id)")
        case "mssql":
            op.execute(f"{_EN_SQL_SERVER} ALTER TABLE {tabla} ADD {clave} AS {orden_mssql(columna, largo)} PERSISTED")
            op.execute(f"{_EN_SQL_SERVER} CREATE INDEX {nombre} ON {tabla} (activo, {clave})")
        case _:
            op.create_index(nombre, tabla, ["activo", orden(sa.column(columna))])


_EN_SQL_SERVER = "IF @@VERSION LIKE N'Microsoft%'"
