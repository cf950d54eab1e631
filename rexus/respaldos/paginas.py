"""Pages of a database file: which of them differ, and the delta that turns one image into a later one.

A delta is `REXUSDELTA1\\n`, page size (4 bytes) and number of pages (8 bytes) of the later image, then for each page
that differs its number from 1 (4 bytes) and its content, in ascending order, then four zero bytes. Numbers are big
endian.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

# A multiple of every page size that SQLite knows.
TROZO: Final = 1 << 20
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


def tamano(imagen: Path) -> int:
    """How many bytes a page of a database file has, as its header says (https://www.sqlite.org/fileformat2.html)."""
    with imagen.open("rb") as archivo:
        dicho = int.from_bytes(archivo.read(18)[16:], "big")
    return 1 << 16 if dicho == 1 else dicho


class Huella:
    """The SHA-256 and the length of what passes."""

    def __init__(self) -> None:
        self._hash = sha256()
        self.bytes = 0

    def ver(self, trozo: bytes | bytearray) -> None:
        """The next piece."""
        self._hash.update(trozo)
        self.bytes += len(trozo)

    def pasar(self, partes: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces, looked at on their way."""
        for trozo in partes:
            self.ver(trozo)
            yield trozo

    @property
    def sha256(self) -> str:
        """Of everything seen, in hexadecimal."""
        return self._hash.hexdigest()


class Comparador:
    """Reads a later image while an earlier one comes in pieces of any size."""

    def __init__(self, nueva: BinaryIO, pagina: int) -> None:
        self._nueva = nueva
        self._pagina = pagina
        self._resto = bytearray()
        self._vistas = 0
        #: Of the later one.
        self.huella = Huella()
        #: From 1, the pages of the later one that the earlier one lacks or has otherwise.
        self.numeros: list[int] = []

    def recibir(self, trozo: bytes) -> None:
        """The next piece of the earlier image."""
        self._resto += trozo
        enteros = len(self._resto) - len(self._resto) % self._pagina
        self._comparar(bytes(memoryview(self._resto)[:enteros]), enteros)
        del self._resto[:enteros]

    def terminar(self) -> None:
        """There is no more of it: all that is left of the later one is new."""
        while self._comparar(b"", TROZO):
            pass

    def _comparar(self, antes: bytes, cuantos: int) -> bool:
        """Read so many bytes of the later image; whether there were any."""
        ahora = self._nueva.read(cuantos)
        self.huella.ver(ahora)
        if ahora != antes:
            self.numeros += [
                self._vistas + n
                for n, desde in enumerate(range(0, len(ahora), self._pagina), start=1)
                if ahora[desde : desde + self._pagina] != antes[desde : desde + self._pagina]
            ]
        self._vistas += len(ahora) // self._pagina
        return bool(ahora)


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
