"""Locks stay on rows, however many of them one transaction takes."""

from __future__ import annotations

from alembic import op


def de_filas(tabla: str) -> None:
    """Let nothing lock the whole of `tabla`: SQL Server does by itself, once some thousands of its rows are locked.

    An import would then stop every movement of every article.
    """
    if op.get_context().dialect.name == "mssql":
        op.execute(f"IF @@VERSION LIKE N'Microsoft%' ALTER TABLE {tabla} SET (LOCK_ESCALATION = DISABLE)")
