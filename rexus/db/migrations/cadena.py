"""The chain of events: rows that nobody alters, and that leave only when an archive holds them."""

from __future__ import annotations

from alembic import op

_SQLITE = (
    """
    CREATE TRIGGER eventos_sin_update BEFORE UPDATE ON eventos
    BEGIN SELECT RAISE(ABORT, 'eventos: solo se agregan, no se modifican'); END
    """,
    """
    CREATE TRIGGER eventos_sin_delete BEFORE DELETE ON eventos
    WHEN OLD.id > COALESCE((SELECT max(hasta) FROM archivos), 0)
    BEGIN SELECT RAISE(ABORT, 'eventos: todavía no se archivó'); END
    """,
    # INSERT OR REPLACE deletes without DELETE triggers.
    """
    CREATE TRIGGER eventos_sin_replace BEFORE INSERT ON eventos
    WHEN EXISTS (SELECT 1 FROM eventos WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM eventos WHERE base = NEW.base AND uuid = NEW.uuid)
    BEGIN SELECT RAISE(ABORT, 'eventos: ya existe'); END
    """,
)

_POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION rexus_eventos() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.id <= COALESCE((SELECT max(hasta) FROM archivos), 0) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION USING MESSAGE = 'eventos: solo se agregan, y salen cuando se archivaron',
            ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER eventos_solo_archivados BEFORE UPDATE OR DELETE ON eventos
    FOR EACH ROW EXECUTE FUNCTION rexus_eventos()
    """,
    """
    CREATE TRIGGER eventos_sin_truncate BEFORE TRUNCATE ON eventos
    FOR EACH STATEMENT EXECUTE FUNCTION rexus_eventos()
    """,
)

_MSSQL = (
    """
    CREATE TRIGGER eventos_solo_archivados ON eventos AFTER UPDATE, DELETE AS
    BEGIN
        SET NOCOUNT ON;
        IF EXISTS (SELECT 1 FROM inserted)
            OR EXISTS (SELECT 1 FROM deleted WHERE id > COALESCE((SELECT MAX(hasta) FROM archivos), 0))
            THROW 51000, N'eventos: solo se agregan, y salen cuando se archivaron', 1;
    END
    """,
)


def proteger() -> None:
    """Refuse whatever would lose or alter an event. The table `archivos` must be there."""
    motor = op.get_context().dialect.name
    for sentencia in {"sqlite": _SQLITE, "postgresql": _POSTGRESQL, "mssql": _MSSQL}[motor]:
        op.execute(sentencia)
