"""A new SQLite database is made whole under another name and only then given its own.

So a file with a database's name always has a schema: one without was emptied or put there by something else, and is
told as damaged instead of being filled silently with nothing.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from rexus.db import schema
from rexus.db.conexion import PoolSettings
from rexus.db.motores.motor import Motor
from rexus.db.motores.sqlite import WRITE, sqlite_engine

# What a start that was killed left behind is taken away by a later one.
_STALE_SECONDS = 3_600


def create(file: Path, base: str, motor: Motor) -> None:
    """Make the database `base` at `file`, mode 0600. One that another process has made meanwhile is kept.

    Raises OSError when the folder cannot be written.
    """
    _drop_stale(file)
    draft = file.with_name(f"{file.name}.nueva-{os.getpid()}-{time.monotonic_ns()}")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        engine = sqlite_engine(draft, PoolSettings(activo=False))
        try:
            with engine.connect().execution_options(**{WRITE: True}) as connection:
                schema.upgrade(connection, base, motor)
        finally:
            # Closing the last connection folds the write-ahead log into the file.
            engine.dispose()
        with contextlib.suppress(FileExistsError):
            _name(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def _name(draft: Path, file: Path) -> None:
    """Give the draft its name unless that is taken (FileExistsError)."""
    try:
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links. Windows refuses to rename onto a file by itself; elsewhere look first.
        if file.exists():
            raise FileExistsError(file) from None
        draft.rename(file)


def _drop_stale(file: Path) -> None:
    for draft in file.parent.glob(f"{file.name}.nueva-*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - draft.stat().st_mtime > _STALE_SECONDS:
                draft.unlink()
