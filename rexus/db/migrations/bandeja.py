"""The outbox of a database: entries that nobody alters, and that leave only when they were handed on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.types import Momento, identidad

# An entry that is not in `outbox_enviadas` is the only record of what was done.
_SQLITE = (
    """
    CREATE TRIGGER outbox_sin_update BEFORE UPDATE ON outbox
    BEGIN SELECT RAISE(ABORT, 'outbox: solo se agregan, no se modifican'); END
    """,
    """
    CREATE TRIGGER outbox_sin_delete BEFORE DELETE ON outbox
    WHEN NOT EXISTS (SELECT 1 FROM outbox_enviadas WHERE id = OLD.id)
    BEGIN SELECT RAISE(ABORT, 'outbox: todavía no se envió'); END
    """,
    # INSERT OR REPLACE deletes without DELETE triggers.
    """
    CREATE TRIGGER outbox_sin_replace BEFORE INSERT ON outbox
    WHEN EXISTS (SELECT 1 FROM outbox WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM outbox WHERE uuid = NEW.uuid)
    BEGIN SELECT RAISE(ABORT, 'outbox: ya existe'); END
    """,
)

_POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION rexus_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM outbox_enviadas WHERE id = OLD.id) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION USING MESSAGE = 'outbox: solo se agregan, y salen cuando se enviaron',
            ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER outbox_solo_enviadas BEFORE UPDATE OR DELETE ON outbox
    FOR EACH ROW EXECUTE FUNCTION rexus_outbox()
    """,
    """
    CREATE TRIGGER outbox_sin_truncate BEFORE TRUNCATE ON outbox
    FOR EACH STATEMENT EXECUTE FUNCTION rexus_outbox()
    """,
)

_MSSQL = (
    """
    CREATE TRIGGER outbox_solo_enviadas ON outbox AFTER UPDATE, DELETE AS
    BEGIN
        SET NOCOUNT ON;
        IF EXISTS (SELECT 1 FROM inserted)
            OR EXISTS (SELECT 1 FROM deleted d WHERE NOT EXISTS (SELECT 1 FROM outbox_enviadas e WHERE e.id = d.id))
            THROW 51000, N'outbox: solo se agregan, y salen cuando se enviaron', 1;
    END
    """,
)


def proteger() -> None:
    """Make the table of what was handed on, and refuse everything else that would lose an entry."""
    op.create_table(
        "outbox_enviadas",
        sa.Column("id", identidad(), autoincrement=False, nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_enviadas")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_outbox_enviadas_fecha"), "outbox_enviadas", ["fecha"])
    motor = op.get_context().dialect.name
    for sentencia in {"sqlite": _SQLITE, "postgresql": _POSTGRESQL, "mssql": _MSSQL}[motor]:
        op.execute(sentencia)
