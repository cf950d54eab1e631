"""Replacing a file whole: whoever reads it, after whatever happened, finds the old content or the new one."""

from __future__ import annotations

import os
from pathlib import Path

_MODE = 0o600


def write(file: Path, content: bytes) -> None:
    """Replace `file` by `content`, mode 0600: temp file in the same folder → fsync → replace → folder fsync.

    Raises OSError, and leaves the old content then. Call it under a lock that all writers of the file take: what a
    killed writer left behind is cleared here.
    """
    for leftover in file.parent.glob(f".{file.name}.*.tmp"):
        leftover.unlink(missing_ok=True)
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _MODE)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` last. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
