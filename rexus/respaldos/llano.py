"""Reading a small file that somebody else may have put there: only if it is a plain one, and not much of it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

# Opening a pipe would wait for whoever writes into it; what a link names is not what lies there.
_BANDERAS: Final = os.O_RDONLY | sum(getattr(os, nombre, 0) for nombre in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


class NoEsLlanoError(Exception):
    """There is something else of that name: a folder, a link, a pipe, a device; or it is longer than it may be."""


def leer(archivo: Path, maximo: int) -> bytes:
    """All of a plain file of at most `maximo` bytes. Raises NoEsLlanoError, FileNotFoundError, OSError."""
    if not stat.S_ISREG(archivo.lstat().st_mode):
        raise NoEsLlanoError(str(archivo))
    with os.fdopen(os.open(archivo, _BANDERAS), "rb") as abierto:
        # Looked at again: it may have been replaced meanwhile.
        if not stat.S_ISREG(os.fstat(abierto.fileno()).st_mode):
            raise NoEsLlanoError(str(archivo))
        texto = abierto.read(maximo + 1)
    if len(texto) > maximo:
        raise NoEsLlanoError(str(archivo))
    return texto
