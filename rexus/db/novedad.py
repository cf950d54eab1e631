"""Whether anybody wrote to a database since it was last asked: a cheap question on SQLite, unanswerable on a server."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from rexus.db.registry import Registry


class Novedad:
    """SQLite counts the commits that another connection made (`PRAGMA data_version`); this one is nobody else's.

    https://www.sqlite.org/pragma.html#pragma_data_version
    """

    def __init__(self, registry: Registry, base: str) -> None:
        self._registry = registry
        self._base = base
        self._lock = threading.Lock()
        self._conexion: sqlite3.Connection | None = None
        self._version: int | None = None

    def hay(self) -> bool | None:
        """Whether something was committed since the call before; true the first time, None on a server."""
        if self._registry.motor.es_servidor:
            return None
        with self._lock:
            if self._conexion is None:
                file = Path(self._registry.lugar(self._base))
                if not file.exists():
                    return True
                self._conexion = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, check_same_thread=False)
            version: int = self._conexion.execute("PRAGMA data_version").fetchone()[0]
            before, self._version = self._version, version
            return version != before

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._conexion is not None:
                self._conexion.close()
                self._conexion = None
