"""A list too long for memory: blocks kept in an anonymous temporary file, read back in order any number of times."""

from __future__ import annotations

import contextlib
import errno
import pickle
import tempfile
import weakref
from collections.abc import Iterator
from typing import Any

from rexus.base.errors import DiscoLlenoError

# Far above what one block holds before the file is touched; small imports never reach the disk.
_EN_MEMORIA = 4_000_000


class Deposito:
    """Blocks are put once, one after the other, then read. The file vanishes with `cerrar`, with the object, or with
    the process, whichever comes first. Not for use by two threads at once.
    """

    def __init__(self) -> None:
        self._archivo = tempfile.SpooledTemporaryFile(max_size=_EN_MEMORIA)  # noqa: SIM115 - lives as long as self
        self._fin = weakref.finalize(self, self._archivo.close)
        self._largo = 0

    def poner(self, bloque: Any) -> None:
        """Add a block. Raises DiscoLlenoError, and is closed then."""
        try:
            self._archivo.seek(self._largo)
            pickle.dump(bloque, self._archivo, pickle.HIGHEST_PROTOCOL)
            self._archivo.flush()
            self._largo = self._archivo.tell()
        except OSError as error:
            # Closing writes what is left and fails the same way; what counts was said.
            with contextlib.suppress(OSError):
                self._fin()
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiscoLlenoError(tempfile.gettempdir()) from error
            raise

    def bloques(self) -> Iterator[Any]:
        """The blocks in the order in which they were put. Each call starts again; calls may interleave."""
        lugar = 0
        while lugar < self._largo:
            self._archivo.seek(lugar)
            # Only what this process wrote into its own unnamed file is ever unpickled.
            bloque = pickle.load(self._archivo)
            lugar = self._archivo.tell()
            yield bloque

    def cerrar(self) -> None:
        """Give the space back. May be called twice."""
        self._fin()

    @property
    def cerrado(self) -> bool:
        """Whether the space was given back."""
        return not self._fin.alive
