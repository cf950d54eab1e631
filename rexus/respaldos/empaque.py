"""How a set's files are written and read: compressed with zstd, enciphered with age where that is wanted.

Each encrypted set has an identity of its own; it lies in the set enciphered with the passphrase. So the standard tools
`age` and `zstd` open a set without Rexus (docs/backups.md).
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyrage
from pyrage import passphrase, x25519

from rexus.base.text import tr
from rexus.respaldos.conjunto import CIFRADO, CLAVE, Archivo, Conjunto
from rexus.respaldos.errors import FraseError, RespaldoAlteradoError
from rexus.respaldos.frase import formas, normal

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# Level 3 takes three times as long for one hundredth less.
NIVEL: Final = 1
_TROZO: Final = 1 << 20
_OPCIONES: Final[Mapping[int, int]] = {
    zstd.CompressionParameter.compression_level: NIVEL,
    zstd.CompressionParameter.checksum_flag: 1,
}
_LARGO_DE_CLAVE: Final = 1 << 16

# pyrage says nothing of its types.
Identidad = Any


def nueva_identidad() -> Identidad:
    """A fresh identity, for one set."""
    return x25519.Identity.generate()


def guardar(archivo: Path, partes: Iterable[bytes], identidad: Identidad | None) -> Archivo:
    """Write the pieces compressed, enciphered to `identidad` if there is one, and on the disk for good; mode 0600.

    The file's name gets «.age» then. Raises OSError, and what `partes` raises.
    """
    if identidad is None:
        with _Salida(archivo) as salida:
            for parte in _comprimir(partes):
                salida.write(parte)
        return salida.hecho()
    lector = _Lector(_comprimir(partes))
    with _Salida(archivo.with_name(archivo.name + CIFRADO)) as salida:
        _con_los_errores_de(lector, salida, lambda: pyrage.encrypt_io(lector, salida, [identidad.to_public()]))
    return salida.hecho()


def guardar_clave(carpeta: Path, identidad: Identidad, frase: str) -> Archivo:
    """Write the set's identity enciphered with the passphrase."""
    with _Salida(carpeta / CLAVE) as salida:
        salida.write(passphrase.encrypt(f"{identidad}\n".encode("ascii"), normal(frase)))
    return salida.hecho()


class Llavero:
    """What opens sets with one passphrase. Trying a passphrase takes about a second, so each set is tried once."""

    def __init__(self, frase: str | None) -> None:
        self.frase = frase or None
        self._identidades: dict[str, Identidad] = {}

    def exigir_frase(self, conjunto: Conjunto) -> None:
        """Raise FraseError for an encrypted set without a passphrase."""
        if conjunto.cifrado and self.frase is None:
            raise FraseError(conjunto.id, falta=True)

    def de(self, conjunto: Conjunto) -> Identidad | None:
        """What opens the set's files; None when they are not enciphered.

        Raises FraseError without the right passphrase, RespaldoAlteradoError for a key file that is none, OSError.
        """
        self.exigir_frase(conjunto)
        if not conjunto.cifrado or self.frase is None:
            return None
        if conjunto.id not in self._identidades:
            self._identidades[conjunto.id] = _identidad(conjunto, self.frase)
        return self._identidades[conjunto.id]


def _identidad(conjunto: Conjunto, frase: str) -> Identidad:
    dicho = _dicho(conjunto, CLAVE)
    with _Entrada(conjunto.ubicacion / dicho.nombre, conjunto.id, dicho) as lector:
        cifrada = lector.read(_LARGO_DE_CLAVE)
        lector.comprobar()
    try:
        return x25519.Identity.from_str(_descifrada(conjunto, cifrada, frase).decode("ascii").strip())
    except pyrage.IdentityError as error:
        raise RespaldoAlteradoError(conjunto.id, tr("«{archivo}» no es una clave").format(archivo=CLAVE)) from error


def _descifrada(conjunto: Conjunto, cifrada: bytes, frase: str) -> bytes:
    for forma in formas(frase):
        try:
            return bytes(passphrase.decrypt(cifrada, forma))
        except pyrage.DecryptError as error:
            falla = error
    raise FraseError(conjunto.id, falta=False) from falla


def abrir(
    conjunto: Conjunto, nombre: str, identidad: Identidad | None, recibir: Callable[[bytes], object], maximo: int
) -> None:
    """Read a file of the set, deciphered and unpacked, in pieces of at most a megabyte.

    Raises RespaldoAlteradoError when it is not what the manifest says, or longer than `maximo` bytes; OSError.
    """
    _abrir(conjunto.ubicacion, conjunto.id, _dicho(conjunto, nombre), identidad, recibir, maximo)


def releer(carpeta: Path, dicho: Archivo, identidad: Identidad | None, largo: int) -> None:
    """See that a file that was just written opens and gives back the `largo` bytes that went in.

    Raises OSError when not.
    """
    # Its SHA-256 proves that the disk gives back each byte that was written; the checksum that the zstd frame carries
    # (32 bits of XXH64 of what went in), that these unpack to it again: enough against accidents, and nobody else had
    # the file yet. The manifest's own SHA-256 of the content is compared whenever the set is opened.
    leidos = 0

    def contar(trozo: bytes) -> None:
        nonlocal leidos
        leidos += len(trozo)

    try:
        _abrir(carpeta, dicho.nombre, dicho, identidad, contar, largo)
    except RespaldoAlteradoError as error:
        raise OSError(errno.EIO, error.frase) from error
    if leidos != largo:
        raise OSError(errno.EIO, tr("«{archivo}» no se lee como se escribió").format(archivo=dicho.nombre))


def _abrir(
    carpeta: Path,
    id_: str,
    dicho: Archivo,
    identidad: Identidad | None,
    recibir: Callable[[bytes], object],
    maximo: int,
) -> None:
    desempaque = _Desempaque(id_, dicho.nombre, recibir, maximo)
    with _Entrada(carpeta / dicho.nombre, id_, dicho) as entrada:
        if identidad is None:
            while trozo := entrada.read(_TROZO):
                desempaque.write(trozo)
        else:
            try:
                _con_los_errores_de(entrada, desempaque, lambda: pyrage.decrypt_io(entrada, desempaque, [identidad]))
            except (pyrage.DecryptError, OSError) as error:
                if entrada.error is not None or desempaque.error is not None:
                    raise
                raise RespaldoAlteradoError(
                    id_, tr("«{archivo}» no se puede descifrar").format(archivo=dicho.nombre)
                ) from error
        desempaque.terminar()
        entrada.comprobar()


def comprobar_archivo(conjunto: Conjunto, dicho: Archivo) -> None:
    """Read a file of the set to its end. Raises RespaldoAlteradoError unless it is what the manifest says, OSError."""
    with _Entrada(conjunto.ubicacion / dicho.nombre, conjunto.id, dicho) as entrada:
        while entrada.read(_TROZO):
            pass
        entrada.comprobar()


def _dicho(conjunto: Conjunto, nombre: str) -> Archivo:
    dicho = conjunto.archivo(nombre)
    if dicho is None:
        raise RespaldoAlteradoError(conjunto.id, tr("le falta «{archivo}»").format(archivo=nombre))
    return dicho


def _comprimir(partes: Iterable[bytes]) -> Iterator[bytes]:
    compresor = zstd.ZstdCompressor(options=_OPCIONES)
    for parte in partes:
        if hecho := compresor.compress(parte):
            yield hecho
    yield compresor.flush()


def _con_los_errores_de(lector: Any, escritor: Any, hacer: Callable[[], object]) -> None:
    """age tells what its streams raised as an error of its own: say the true one instead."""
    try:
        hacer()
    except Exception:
        for flujo in (lector, escritor):
            if flujo.error is not None:
                raise flujo.error from None
        raise


class _Lector:
    """Pieces as a file that is read."""

    def __init__(self, partes: Iterator[bytes]) -> None:
        self._partes = partes
        self._parte = memoryview(b"")
        self.error: Exception | None = None

    def read(self, cuanto: int = -1) -> bytes:
        """At most `cuanto` bytes; none at the end."""
        try:
            while not self._parte:
                parte = next(self._partes, None)
                if parte is None:
                    return b""
                self._parte = memoryview(parte)
        except Exception as error:
            self.error = self.error or error
            raise
        cuanto = len(self._parte) if cuanto < 0 else cuanto
        dado, self._parte = self._parte[:cuanto], self._parte[cuanto:]
        return bytes(dado)


class _Salida:
    """A new file (0600), hashed while it is written, and on the disk for good when its block ends well."""

    def __init__(self, archivo: Path) -> None:
        self._archivo = archivo
        self._hash = sha256()
        self._bytes = 0
        self._flujo: BinaryIO | None = None
        self.error: Exception | None = None

    def __enter__(self) -> _Salida:
        banderas = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._flujo = os.fdopen(os.open(self._archivo, banderas, 0o600), "wb")
        return self

    def __exit__(self, tipo: type[BaseException] | None, *_resto: object) -> None:
        assert self._flujo is not None
        with self._flujo:
            if tipo is None:
                self._flujo.flush()
                os.fsync(self._flujo.fileno())

    def write(self, trozo: bytes) -> int:
        """All of it."""
        assert self._flujo is not None
        try:
            self._flujo.write(trozo)
        except Exception as error:
            self.error = self.error or error
            raise
        self._hash.update(trozo)
        self._bytes += len(trozo)
        return len(trozo)

    def flush(self) -> None:
        """At the end."""

    def hecho(self) -> Archivo:
        """What was written."""
        return Archivo(self._archivo.name, self._bytes, self._hash.hexdigest())


class _Entrada:
    """A file of a set, hashed while it is read."""

    def __init__(self, archivo: Path, id_: str, dicho: Archivo) -> None:
        self._id = id_
        self._dicho = dicho
        self._archivo = archivo
        self._hash = sha256()
        self._bytes = 0
        self._flujo: BinaryIO | None = None
        self.error: Exception | None = None

    def __enter__(self) -> _Entrada:
        try:
            self._flujo = self._archivo.open("rb")
        except FileNotFoundError as error:
            raise RespaldoAlteradoError(
                self._id, tr("le falta «{archivo}»").format(archivo=self._dicho.nombre)
            ) from error
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._flujo is not None
        self._flujo.close()

    def read(self, cuanto: int = -1) -> bytes:
        """At most `cuanto` bytes."""
        assert self._flujo is not None
        try:
            trozo = self._flujo.read(cuanto)
        except OSError as error:
            self.error = self.error or error
            raise
        self._hash.update(trozo)
        self._bytes += len(trozo)
        return trozo

    def comprobar(self) -> None:
        """Raise RespaldoAlteradoError unless all of it was read and it is what the manifest says."""
        assert self._flujo is not None
        while self.read(_TROZO):
            pass
        if self._bytes != self._dicho.bytes or self._hash.hexdigest() != self._dicho.sha256:
            raise RespaldoAlteradoError(
                self._id, tr("«{archivo}» no es el que se guardó").format(archivo=self._dicho.nombre)
            )


class _Desempaque:
    """Unpacks what is written to it: one zstd frame and nothing else."""

    def __init__(self, id_: str, nombre: str, recibir: Callable[[bytes], object], maximo: int) -> None:
        self._id = id_
        self._nombre = nombre
        self._recibir = recibir
        self._quedan = maximo
        self._zstd = zstd.ZstdDecompressor()
        self.error: Exception | None = None

    def write(self, trozo: bytes) -> int:
        """The next compressed piece."""
        try:
            self._escribir(bytes(trozo))
        except Exception as error:
            # The first one is the cause: age may come again to let go of what it holds.
            self.error = self.error or error
            raise
        return len(trozo)

    def flush(self) -> None:
        """At the end."""

    def terminar(self) -> None:
        """There is no more: the frame must be whole."""
        if not self._zstd.eof:
            raise self._alterado()

    def _escribir(self, trozo: bytes) -> None:
        if self._zstd.eof:
            raise self._alterado()
        while True:
            try:
                parte = self._zstd.decompress(trozo, _TROZO)
            except zstd.ZstdError as error:
                raise self._alterado() from error
            trozo = b""
            self._quedan -= len(parte)
            if self._quedan < 0 or self._zstd.unused_data:
                raise self._alterado()
            if parte:
                self._recibir(parte)
            if self._zstd.eof or (self._zstd.needs_input and len(parte) < _TROZO):
                return

    def _alterado(self) -> RespaldoAlteradoError:
        return RespaldoAlteradoError(self._id, tr("«{archivo}» no se puede descomprimir").format(archivo=self._nombre))
