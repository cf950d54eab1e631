"""The SQLite engine, set up the way that keeps what was acknowledged.

WAL lets readers go on while one writes; synchronous=FULL makes a commit survive a power cut; BEGIN IMMEDIATE takes the
write lock first, since a transaction that starts as a reader and then writes fails at once when somebody else wrote.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

BUSY_TIMEOUT_MS = 5_000
WRITE = "rexus_write"

_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -8192",
    "PRAGMA temp_store = MEMORY",
)


def sqlite_engine(
    file: Path, *, pool_size: int, max_overflow: int, pool_timeout: float, secreta: bool = False
) -> Engine:
    """An engine on one SQLite file; nothing is opened until the first connection is asked for.

    `secreta` keeps the values of a failed statement out of its error's text, and so out of the log.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=max_overflow,
        pool_timeout=pool_timeout,
        hide_parameters=secreta,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not begin transactions by itself: `_begin` says which kind is wanted.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
