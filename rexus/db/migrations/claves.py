"""Indexes on the key by which a text column is sorted (`sorting.orden`), for migration scripts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.sorting import orden, orden_mssql


def indice_de_orden(tabla: str, columna: str, largo: int) -> None:
    """Index `tabla` by `activo` and the sort key of a text column of at most `largo` characters.

    SQL Server indexes a computed column instead, and finds it by itself when a statement sorts by the same expression.
    A server that only speaks its protocol sorts without: those differ in what they can compute.
    """
    nombre = f"ix_{tabla}_orden_{columna}"
    if op.get_context().dialect.name != "mssql":
        op.create_index(nombre, tabla, ["activo", orden(sa.column(columna))])
        return
    clave = f"orden_{columna}"
    op.execute(f"{_EN_SQL_SERVER} ALTER TABLE {tabla} ADD {clave} AS {orden_mssql(columna, largo)} PERSISTED")
    op.execute(f"{_EN_SQL_SERVER} CREATE INDEX {nombre} ON {tabla} (activo, {clave})")


_EN_SQL_SERVER = "IF @@VERSION LIKE N'Microsoft%'"
