"""Who changed the keys of this machine: a short list of lines beside the settings file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from rexus.arranque import lock
from rexus.base.atomic import sync_folder
from rexus.base.log import get_logger
from rexus.settings import atomic

log = get_logger(__name__)

# When it holds more lines than the first figure, the newest of the second are kept.
_LIMIT: Final = 1_000
_KEPT: Final = 500

Linea = Mapping[str, Any]


class Bitacora:
    """One JSON object a line, the newest last. Safe between processes; a line cut by a crash is passed over."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def anotar(self, lineas: Iterable[Linea]) -> None:
        """Add lines, on the disk. Raises OSError."""
        added = b"".join(json.dumps(linea, sort_keys=True).encode() + b"\n" for linea in lineas)
        if not added:
            return
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with lock.held(self.file.with_name(self.file.name + ".lock"), lambda: log.info("waiting for %s", self.file)):
            before = self._content()
            if before and not before.endswith(b"\n"):
                added = b"\n" + added
            if before.count(b"\n") < _LIMIT:
                self._append(added)
            else:
                atomic.write(self.file, b"".join(before.splitlines(keepends=True)[-_KEPT:]) + added)

    def leer(self) -> list[Linea]:
        """The lines that make sense, oldest first. Raises OSError."""
        found: list[Linea] = []
        for line in self._content().splitlines():
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(entry, dict):
                found.append(entry)
        return found

    def _content(self) -> bytes:
        try:
            return self.file.read_bytes()
        except FileNotFoundError:
            return b""

    def _append(self, added: bytes) -> None:
        born = not self.file.exists()
        descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "ab") as stream:
            stream.write(added)
            stream.flush()
            os.fsync(stream.fileno())
        if born:
            sync_folder(self.file.parent)
