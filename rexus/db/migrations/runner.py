"""Runs the migration scripts on a connection that already holds the write lock."""

from __future__ import annotations

import threading
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

# Alembic keeps the environment of a run in a global.
_UNO = threading.Lock()


def _scripts(base: str) -> tuple[Config, ScriptDirectory]:
    config = Config()
    here = Path(__file__).parent
    config.set_main_option("script_location", str(here))
    config.set_main_option("version_locations", str(here / base))
    config.set_main_option("path_separator", "newline")
    return config, ScriptDirectory.from_config(config)


def head(base: str) -> str | None:
    """The newest revision of a database."""
    return _scripts(base)[1].get_current_head()


def revisions(base: str) -> set[str]:
    """Every revision of a database that this program knows."""
    return {script.revision for script in _scripts(base)[1].walk_revisions()}


def current(connection: Connection) -> str | None:
    """The revision that the database has, None without any; part of the connection's present transaction."""
    return MigrationContext.configure(connection).get_current_revision()


def run(connection: Connection, base: str, target: str = "head") -> None:
    """Bring the database to a revision, by default the newest, inside the connection's present transaction."""
    config, scripts = _scripts(base)

    def steps(revision: object, _context: object) -> object:
        return scripts._upgrade_revs(target, revision)  # type: ignore[arg-type]

    with _UNO, EnvironmentContext(config, scripts, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        environment.run_migrations()
