"""The index behind the search by any part of any word, where the engine has one that helps."""

from __future__ import annotations

from alembic import op

from rexus.db import trigramas

# A trigram index over the folded text, kept by triggers so that no writer can forget it.
_SQLITE = (
    """
    CREATE VIRTUAL TABLE {tabla}_fts USING fts5(
        busqueda, content='{tabla}', content_rowid='id', tokenize='trigram', columnsize=0)
    """,
    """
    CREATE TRIGGER {tabla}_fts_insert AFTER INSERT ON {tabla}
    BEGIN INSERT INTO {tabla}_fts(rowid, busqueda) VALUES (NEW.id, NEW.busqueda); END
    """,
    """
    CREATE TRIGGER {tabla}_fts_delete AFTER DELETE ON {tabla}
    BEGIN
        INSERT INTO {tabla}_fts({tabla}_fts, rowid, busqueda)
        VALUES ('delete', OLD.id, OLD.busqueda);
    END
    """,
    """
    CREATE TRIGGER {tabla}_fts_update AFTER UPDATE OF busqueda ON {tabla}
    WHEN OLD.busqueda <> NEW.busqueda
    BEGIN
        INSERT INTO {tabla}_fts({tabla}_fts, rowid, busqueda)
        VALUES ('delete', OLD.id, OLD.busqueda);
        INSERT INTO {tabla}_fts(rowid, busqueda) VALUES (NEW.id, NEW.busqueda);
    END
    """,
)


def preparar(tabla: str) -> None:
    """Index the column `busqueda` of `tabla`: FTS5 on SQLite, pg_trgm on a PostgreSQL that has it.

    SQL Server has no index for parts of words: its full-text search finds the beginnings of words only.
    """
    motor = op.get_context().dialect.name
    if motor == "sqlite":
        for sentencia in _SQLITE:
            op.execute(sentencia.format(tabla=tabla))
    elif motor == "postgresql" and not op.get_context().as_sql:
        trigramas.preparar(op.get_bind(), tabla)
