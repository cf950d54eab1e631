"""One preparation at a time: an advisory lock on a file inside the environment's folder."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(path: Path, on_wait: Callable[[], None]) -> Iterator[int]:
    """Hold the lock of `path` for the block; yields its file descriptor. Calls `on_wait` once if another has it.

    The file is nobody else's (mode 0600). The system drops the lock when the holder dies. A child that inherits the
    descriptor (POSIX) keeps it held, which is meant: a pip whose parent was killed still works on the environment.
    Raises OSError when `path` cannot be written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if not _take(descriptor, wait=False):
            on_wait()
            _take(descriptor, wait=True)
        try:
            yield descriptor
        finally:
            _release(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int, *, wait: bool) -> bool:
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
                return True
            except PermissionError:
                if not wait:
                    return False
                time.sleep(0.5)

    def _release(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(descriptor: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP):
                raise
            # A network folder without locks: better unguarded than not at all.
        return True

    def _release(descriptor: int) -> None:
        # Closing the file releases it, unless a child still holds the same open file: then it stays, as it should.
        del descriptor
