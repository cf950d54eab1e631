"""Pages of a database file: their hashes, and the delta that turns one image into a later one.

A delta is `REXUSDELTA1\\n`, page size (4 bytes) and number of pages (8 bytes) of the later image, then for each page
that differs its number from 1 (4 bytes) and its content, in ascending order, then four zero bytes. Numbers are big
endian.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b, sha256
from pathlib import Path
from typing import BinaryIO, Final

# A multiple of every page size that SQLite knows.
TROZO: Final = 1 << 20
LARGO_HASH: Final = 16
_MAGIA: Final = b"REXUSDELTA1\n"
_CABEZA: Final = struct.Struct(">IQ")
_NUMERO: Final = struct.Struct(">I")
_NADA: Final = b"\0" * _NUMERO.size


class DeltaError(ValueError):
    """What should be a delta is none, or not one for this image."""


def trozos(imagen: Path) -> Iterator[bytes]:
    """A file's content, a megabyte at a time."""
    with imagen.open("rb") as archivo:
        while trozo := archivo.read(TROZO):
            yield trozo


class Huellas:
    """The hash of each page of an image and of the whole, taken while it is read once."""

    def __init__(self, pagina: int) -> None:
        self._pagina = pagina
        self._todo = sha256()
        #: 16 bytes of BLAKE2b for each page, one after another.
        self.paginas = bytearray()
        self.bytes = 0

    def ver(self, trozo: bytes) -> None:
        """The next piece; whole pages, but for the last of an image that is cut."""
        self._todo.update(trozo)
        self.bytes += len(trozo)
        vista, hashes = memoryview(trozo), self.paginas
        for desde in range(0, len(trozo), self._pagina):
            hashes += blake2b(vista[desde : desde + self._pagina], digest_size=LARGO_HASH).digest()

    def pasar(self, partes: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces, looked at on their way."""
        for trozo in partes:
            self.ver(trozo)
            yield trozo

    @property
    def sha256(self) -> str:
        """Of everything seen."""
        return self._todo.hexdigest()


def distintas(base: bytes | bytearray, nueva: bytes | bytearray) -> list[int]:
    """The numbers, from 1, of the pages of the newer image that the base lacks or has otherwise."""
    largo = LARGO_HASH
    return [
        desde // largo + 1
        for desde in range(0, len(nueva), largo)
        if nueva[desde : desde + largo] != base[desde : desde + largo]
    ]


def delta(imagen: Path, pagina: int, numeros: Sequence[int]) -> Iterator[bytes]:
    """The delta that holds those pages of `imagen`."""
    total, resto = divmod(imagen.stat().st_size, pagina)
    if resto:
        raise DeltaError("half a page")
    yield _MAGIA + _CABEZA.pack(pagina, total)
    with imagen.open("rb") as archivo:
        for numero in numeros:
            archivo.seek((numero - 1) * pagina)
            yield _NUMERO.pack(numero) + archivo.read(pagina)
    yield _NADA


class Aplicador:
    """Takes a delta in pieces of any size and writes it into the base image, which becomes the later one."""

    def __init__(self, imagen: BinaryIO, pagina: int, bytes_: int) -> None:
        """`imagen` is open for writing; the later one has `bytes_` bytes."""
        self._imagen = imagen
        self._pagina = pagina
        self._bytes = bytes_
        self._resto = bytearray()
        self._visto = 0
        self._paso: Callable[[], bool] = self._cabeza
        self._total = 0
        self._ultima = 0
        self._fin = False

    def recibir(self, trozo: bytes) -> None:
        """The next piece. Raises DeltaError."""
        self._resto += trozo
        self._visto = 0
        while self._paso():
            pass
        del self._resto[: self._visto]

    def terminar(self) -> None:
        """There is no more. Raises DeltaError when something is missing or left over."""
        if not self._fin or self._resto:
            raise DeltaError("cut")

    def _hay(self, cuantos: int) -> bool:
        return len(self._resto) - self._visto >= cuantos

    def _cabeza(self) -> bool:
        if not self._hay(len(_MAGIA) + _CABEZA.size):
            return False
        if not self._resto.startswith(_MAGIA):
            raise DeltaError("no delta")
        pagina, self._total = _CABEZA.unpack_from(self._resto, len(_MAGIA))
        if pagina != self._pagina or self._total * pagina != self._bytes:
            raise DeltaError("of another image")
        self._visto = len(_MAGIA) + _CABEZA.size
        self._imagen.truncate(self._bytes)
        self._paso = self._registro
        return True

    def _registro(self) -> bool:
        if not self._hay(_NUMERO.size):
            return False
        (numero,) = _NUMERO.unpack_from(self._resto, self._visto)
        if not numero:
            self._visto += _NUMERO.size
            self._fin, self._paso = True, self._nada_mas
            return True
        if not self._ultima < numero <= self._total:
            raise DeltaError("pages out of order")
        if not self._hay(_NUMERO.size + self._pagina):
            return False
        desde = self._visto + _NUMERO.size
        self._imagen.seek((numero - 1) * self._pagina)
        self._imagen.write(self._resto[desde : desde + self._pagina])
        self._visto, self._ultima = desde + self._pagina, numero
        return True

    def _nada_mas(self) -> bool:
        if self._hay(1):
            raise DeltaError("something after the end")
        return False
