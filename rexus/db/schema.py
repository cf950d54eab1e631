"""Which schema a database has and which this program needs. The schema itself lives in `migrations`."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from rexus.base.errors import BaseNuevaError
from rexus.base.log import get_logger
from rexus.db import names

log = get_logger(__name__)

# The newest revision of each database. Held equal to the migration scripts by a test, and written here so that the
# check at start is one small query, without loading the migration library.
HEADS = {names.USERS: "users_0001", names.INVENTARIO: "inventario_0001"}


def is_there(connection: Connection) -> bool:
    """Whether the database has a schema at all."""
    return inspect(connection).has_table("alembic_version")


def is_outdated(connection: Connection, base: str) -> bool:
    """Whether the database needs `upgrade`. Raises BaseNuevaError if a newer program wrote it."""
    if not is_there(connection):
        return True
    current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return current != HEADS[base] and _known_or_refuse(base, current)


def _known_or_refuse(base: str, current: str | None) -> bool:
    from rexus.db.migrations import runner

    if current is not None and current not in runner.revisions(base):
        raise BaseNuevaError(base, current)
    return True


def upgrade(connection: Connection, base: str) -> None:
    """Run the migrations that are missing, all in one transaction; a kill in the middle leaves the old schema.

    `connection` must take the write lock when it begins, so that two programs starting together migrate one by one.
    """
    # Deferred: needed once in the life of a database, and heavy.
    from rexus.db.migrations import runner

    with connection.begin():
        if is_outdated(connection, base):
            runner.run(connection, base)
            log.info("schema of %s brought to %s", base, HEADS[base])
