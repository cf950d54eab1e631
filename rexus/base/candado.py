"""A lock on a file between processes and threads, which the system drops when its holder dies."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path

_ENTRE_INTENTOS_S = 0.05


class Candado:
    """Held from `tomar` until `soltar`, or until the process ends however it ends."""

    def __init__(self, file: Path, descriptor: int) -> None:
        self.file = file
        self._descriptor = descriptor

    def soltar(self, *, quitar: bool = False) -> None:
        """Let go of it. `quitar`: the file goes too, so that it can be seen that nobody needs it any more."""
        if quitar and sys.platform != "win32":
            self.file.unlink(missing_ok=True)
        os.close(self._descriptor)
        if quitar and sys.platform == "win32":
            try:
                self.file.unlink(missing_ok=True)
            except PermissionError:
                # Somebody else is just looking whether it is held; they take it away.
                return


def tomar(file: Path, *, plazo: float = 0.0) -> Candado | None:
    """Take the lock of `file`, made if it is missing (mode 0600); None if another holds it for `plazo` seconds more.

    Locks belong to whoever opened the file, so that two threads exclude each other as two processes do. Raises OSError
    when the file cannot be made.
    """
    limite = time.monotonic() + plazo
    while True:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if _tomar(descriptor) and _es_el_mismo(file, descriptor):
                return Candado(file, descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        if time.monotonic() >= limite:
            return None
        time.sleep(_ENTRE_INTENTOS_S)


def _es_el_mismo(file: Path, descriptor: int) -> bool:
    """Whether the file still bears its name: its last holder may have taken it away meanwhile."""
    if sys.platform == "win32":
        return True
    try:
        return os.path.samestat(file.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _tomar(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _tomar(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP):
                raise
            # A network folder without locks: better unguarded than not at all.
        return True
