"""Replacing a file whole: whoever reads it, after whatever happened, finds the old content or the new one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rexus.base import guardado


@contextmanager
def replacing(
    file: Path, temporary: Path, mode: int = 0o666, antes: Callable[[], None] | None = None
) -> Iterator[IO[bytes]]:
    """A stream whose content becomes `file` when the block ends well: fsync → replace → fsync of the folder.

    `temporary` is a name in the same folder that nobody has; `mode` is the new file's, less the umask. When the block
    or the system fails the old content stays and the temporary file is gone. Raises OSError. `antes` is called once the
    whole content is on the disk and not yet `file`; when it raises, it never will be.
    """
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if antes is not None:
            antes()
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    guardado.confirmado()
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` last. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
