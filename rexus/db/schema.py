"""Which schema a database has and which this program needs. The schema itself lives in `migrations`."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from rexus.base.errors import BaseNuevaError, BaseSinActualizarError
from rexus.base.log import get_logger
from rexus.db import escrita, names
from rexus.db.motores.motor import Motor

log = get_logger(__name__)

# The newest revision of each database. Held equal to the migration scripts by a test, and written here so that the
# check at start is one small query, without loading the migration library.
HEADS = {names.USERS: "users_0005", names.INVENTARIO: "inventario_0007", names.AUDITORIA: "auditoria_0001"}

# Whether this account may change the tables that are there. Creating new ones is not enough: changing belongs to the
# owner. SQL Server's answer may be NULL, which says nothing. SQLite has no accounts.
# https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-ACCESS
# https://learn.microsoft.com/sql/t-sql/functions/has-perms-by-name-transact-sql
_PUEDE = {
    "postgresql": "SELECT has_schema_privilege(current_schema(), 'CREATE') AND pg_has_role(relowner, 'USAGE')"
    " FROM pg_class WHERE oid = 'alembic_version'::regclass",
    "mssql": "SELECT HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'CREATE TABLE')",
}


def version(connection: Connection, motor: Motor) -> str | None:
    """The revision that the database has, None without any schema: one query. Leaves no transaction open."""
    try:
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as error:
        if not motor.falta_tabla(error.orig):
            raise
        found = None
    finally:
        connection.rollback()
    return found


def is_outdated(base: str, current: str | None, programa: Callable[[], str] = str) -> bool:
    """Whether a database of that revision needs `upgrade`. Raises BaseNuevaError if a newer program wrote it.

    `programa` tells which, where that can be known ("" if not); it is asked only then.
    """
    return current != HEADS[base] and _known_or_refuse(base, current, programa)


def _known_or_refuse(base: str, current: str | None, programa: Callable[[], str]) -> bool:
    from rexus.db.migrations import runner

    if current is not None and current not in runner.revisions(base):
        raise BaseNuevaError(base, current, programa())
    return True


def upgrade(connection: Connection, base: str, motor: Motor, copy: Callable[[str], object] | None = None) -> str | None:
    """Run the migrations that are missing, all in one transaction; a kill in the middle leaves the old schema.

    `connection` must be one that writes. Two programs starting together migrate one by one. `copy(revision)` is
    called before an existing schema changes, by the one program that changes it. Returns the revision that was there.
    Raises BaseSinActualizarError, before any copy, when the account may not change an existing schema.
    """
    with connection.begin():
        return upgrade_dentro(connection, base, motor, copy)


def upgrade_dentro(
    connection: Connection, base: str, motor: Motor, copy: Callable[[str], object] | None = None
) -> str | None:
    """The same inside the transaction that the connection is in."""
    # Deferred: needed once in the life of a database, and heavy.
    from rexus.db.migrations import runner

    motor.bloquear_migracion(connection, base)
    before = runner.current(connection)
    if is_outdated(base, before, lambda: escrita.leer(connection)):
        if before is not None:
            if not puede_cambiar(connection):
                raise BaseSinActualizarError(motor.lugar(base), before, HEADS[base])
            if copy is not None:
                copy(before)
        runner.run(connection, base)
        escrita.anotar(connection)
        log.info("schema of %s brought from %s to %s", base, before or "nothing", HEADS[base])
    return before


def puede_cambiar(connection: Connection) -> bool:
    """Whether this account may change the tables that are there, as far as the server tells."""
    pregunta = _PUEDE.get(connection.dialect.name)
    return pregunta is None or connection.exec_driver_sql(pregunta).scalar() not in (False, 0)
