"""Tables to which rows are only ever added: the database itself refuses UPDATE and DELETE (DOMAIN rule 2)."""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

# RAISE(ABORT) undoes the statement. The INSERT trigger closes INSERT OR REPLACE, which deletes without DELETE triggers.
_SQLITE = (
    """
    CREATE TRIGGER {tabla}_sin_update BEFORE UPDATE ON {tabla}
    BEGIN SELECT RAISE(ABORT, '{tabla}: solo se agregan, no se modifican'); END
    """,
    """
    CREATE TRIGGER {tabla}_sin_delete BEFORE DELETE ON {tabla}
    BEGIN SELECT RAISE(ABORT, '{tabla}: solo se agregan, no se borran'); END
    """,
    """
    CREATE TRIGGER {tabla}_sin_replace BEFORE INSERT ON {tabla}
    WHEN {repetida}
    BEGIN SELECT RAISE(ABORT, '{tabla}: {ya_existe}'); END
    """,
)

# For each statement, so that TRUNCATE is refused too.
_POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION rexus_solo_agregar() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ': solo se agregan, no se modifican ni se borran',
            ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER {tabla}_solo_agregar BEFORE UPDATE OR DELETE OR TRUNCATE ON {tabla}
    FOR EACH STATEMENT EXECUTE FUNCTION rexus_solo_agregar()
    """,
)

# The error ends the transaction. Not on INSERT: a statement with OUTPUT may have no trigger for its own action.
_MSSQL = (
    """
    CREATE TRIGGER {tabla}_solo_agregar ON {tabla} AFTER UPDATE, DELETE AS
    BEGIN
        SET NOCOUNT ON;
        THROW 51000, N'{tabla}: solo se agregan, no se modifican ni se borran', 1;
    END
    """,
)


def proteger(tabla: str, *, unicas: Sequence[str], ya_existe: str = "ya existe") -> None:
    """Let rows of `tabla` be added only. `unicas` are the columns whose value no two rows share."""
    motor = op.get_context().dialect.name
    repetida = "\n      OR ".join(f"EXISTS (SELECT 1 FROM {tabla} WHERE {c} = NEW.{c})" for c in unicas)  # noqa: S608
    for sentencia in {"sqlite": _SQLITE, "postgresql": _POSTGRESQL, "mssql": _MSSQL}[motor]:
        op.execute(sentencia.format(tabla=tabla, repetida=repetida, ya_existe=ya_existe))
