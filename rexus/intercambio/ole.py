"""The streams of an OLE compound file, the container of .xls and of spreadsheets with a password.

Facts from [MS-CFB]. Every count and chain is checked against the file's size before it is followed: the reader that
comes afterwards trusts them and would try to allocate what a damaged header asks for.
"""

from __future__ import annotations

import struct
from array import array

MAGIA = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIN = 0xFFFFFFFA
_CORTE = 4096
_MINI = 64


class OleDanado(ValueError):
    """The container's tables contradict its size or each other."""


class Ole:
    """A compound file held in memory. Raises OleDanado where its tables do not fit together."""

    def __init__(self, datos: bytes) -> None:
        if len(datos) < 1536 or not datos.startswith(MAGIA):
            raise OleDanado
        self._datos = datos
        potencia, mini = struct.unpack_from("<HH", datos, 30)
        if potencia not in (9, 12) or mini != 6:
            raise OleDanado
        self._sector = 1 << potencia
        self._sectores = (len(datos) - 512 + self._sector - 1) // self._sector
        n_dir, n_fat, directorio, _transaccion, corte, minifat, n_minifat, difat, n_difat = struct.unpack_from(
            "<IIIIIIIII", datos, 40
        )
        if max(n_dir, n_fat, n_minifat, n_difat) > self._sectores or corte != _CORTE:
            raise OleDanado
        self._fat = array("I")
        self._fat = self._leer_fat(difat, n_difat, n_fat)
        self._entradas = self._leer_directorio(directorio)
        self._minifat = _enteros(self._cadena(minifat)) if n_minifat else array("I")

    @property
    def nombres(self) -> set[str]:
        """The names of all streams."""
        return set(self._entradas)

    def stream(self, nombre: str) -> bytes:
        """The contents of a stream. Raises OleDanado."""
        inicio, tamano = self._entradas[nombre]
        if tamano > len(self._datos):
            raise OleDanado
        contenido = self._cadena(inicio) if tamano >= _CORTE else self._mini_cadena(inicio)
        if len(contenido) < tamano:
            raise OleDanado
        return contenido[:tamano]

    def _trozo(self, sector: int) -> bytes:
        if sector >= self._sectores:
            raise OleDanado
        lugar = (sector + 1) * self._sector
        return self._datos[lugar : lugar + self._sector]

    def _leer_fat(self, difat: int, n_difat: int, n_fat: int) -> array[int]:
        lugares = list(struct.unpack_from("<109I", self._datos, 76))
        for _ in range(n_difat):
            if difat >= _FIN:
                break
            trozo = _enteros(self._trozo(difat))
            lugares.extend(trozo[:-1])
            difat = trozo[-1]
        return _enteros(b"".join(self._trozo(lugar) for lugar in lugares[:n_fat] if lugar < _FIN))

    def _cadena(self, sector: int) -> bytes:
        trozos: list[bytes] = []
        while sector < _FIN:
            if len(trozos) > self._sectores or sector >= len(self._fat):
                raise OleDanado
            trozos.append(self._trozo(sector))
            sector = self._fat[sector]
        return b"".join(trozos)

    def _mini_cadena(self, sector: int) -> bytes:
        raiz = self._cadena(self._raiz)
        trozos: list[bytes] = []
        while sector < _FIN:
            if len(trozos) > len(self._minifat) or sector >= len(self._minifat):
                raise OleDanado
            trozos.append(raiz[sector * _MINI : (sector + 1) * _MINI])
            sector = self._minifat[sector]
        return b"".join(trozos)

    def _leer_directorio(self, sector: int) -> dict[str, tuple[int, int]]:
        directorio = self._cadena(sector)
        entradas: dict[str, tuple[int, int]] = {}
        self._raiz = _FIN
        for lugar in range(0, len(directorio) - 127, 128):
            largo, tipo = struct.unpack_from("<HB", directorio, lugar + 64)
            inicio, tamano = struct.unpack_from("<II", directorio, lugar + 116)
            nombre = directorio[lugar : lugar + max(0, min(largo, 64) - 2)].decode("utf-16-le", "replace")
            if tipo == 2:
                entradas[nombre] = (inicio, tamano)
            elif tipo == 5:
                self._raiz = inicio
        return entradas


def _enteros(datos: bytes) -> array[int]:
    return array("I", struct.unpack(f"<{len(datos) // 4}I", datos[: len(datos) // 4 * 4]))
