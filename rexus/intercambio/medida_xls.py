"""What calamine does not tell of an .xls workbook: cells outside the grid, and cells that show an error.

Record numbers and layouts from [MS-XLS] (BIFF8; those of BIFF5 are the same as far as they are used).
"""

from __future__ import annotations

import struct
from pathlib import Path

from rexus.base.errors import ArchivoError
from rexus.base.text import tr
from rexus.intercambio import limites
from rexus.intercambio.medida_xlsx import HojaMedida
from rexus.intercambio.ole import Ole, OleDanado

_BOF, _EOF, _CLAVE, _HOJA, _SST = 0x0809, 0x000A, 0x002F, 0x0085, 0x00FC
_DIMENSIONES, _ERROR, _FORMULAS, _VARIAS = 0x0200, 0x0205, (0x0006, 0x0206, 0x0406), (0x00BD, 0x00BE)
_CELDAS = frozenset({0x0201, 0x0203, 0x0204, 0x00D6, 0x00FD, 0x027E, _ERROR, *_FORMULAS, *_VARIAS})
_COLUMNAS, _FILAS = 256, 65_536
_ERRORES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class LibroXls:
    """An .xls file looked through before calamine reads it. Raises ArchivoError if it is damaged or has a password."""

    def __init__(self, ruta: Path) -> None:
        self._hojas: list[HojaMedida] = []
        try:
            ole = Ole(ruta.read_bytes())
            if "EncryptedPackage" in ole.nombres:
                raise con_clave(ruta.name)
            nombre = next((n for n in ("Workbook", "Book") if n in ole.nombres), None)
            if nombre is None:
                raise ArchivoError(
                    tr("«{nombre}» no es una planilla .xls.").format(nombre=ruta.name),
                    tr("Guardarla como .xlsx, .ods o .csv y probar otra vez."),
                )
            self._recorrer(ruta.name, ole.stream(nombre))
        except (OleDanado, struct.error, IndexError, KeyError) as error:
            raise limites.danado(ruta.name) from error

    def medida(self, indice: int) -> HojaMedida:
        """The formula errors of the sheet at that position."""
        return self._hojas[indice] if indice < len(self._hojas) else HojaMedida()

    def _recorrer(self, archivo: str, flujo: bytes) -> None:
        comienzos: list[int] = []
        por_comienzo: dict[int, HojaMedida] = {}
        actual = HojaMedida()
        profundidad = lugar = 0
        while lugar + 4 <= len(flujo):
            tipo, largo = struct.unpack_from("<HH", flujo, lugar)
            datos = lugar + 4
            if datos + largo > len(flujo):
                raise OleDanado
            if tipo in _CELDAS:
                _celda(flujo, tipo, datos, largo, actual)
            elif tipo == _BOF:
                profundidad += 1
                if profundidad == 1:
                    actual = por_comienzo.setdefault(lugar, HojaMedida())
            elif tipo == _EOF:
                profundidad -= 1
            elif tipo == _HOJA:
                comienzos.append(struct.unpack_from("<I", flujo, datos)[0])
            elif tipo == _CLAVE:
                raise con_clave(archivo)
            elif tipo == _DIMENSIONES:
                forma = "<IIHH" if largo >= 12 else "<HHHH"
                fila, filas, columna, columnas = struct.unpack_from(forma, flujo, datos)
                if not (fila <= filas <= _FILAS and columna <= columnas <= _COLUMNAS):
                    raise OleDanado
            elif tipo == _SST and struct.unpack_from("<I", flujo, datos + 4)[0] > len(flujo):
                raise OleDanado
            lugar = datos + largo
        self._hojas = [por_comienzo.get(comienzo, HojaMedida()) for comienzo in comienzos]


def _celda(flujo: bytes, tipo: int, datos: int, largo: int, medida: HojaMedida) -> None:
    if largo < 6:
        raise OleDanado
    fila, columna = struct.unpack_from("<HH", flujo, datos)
    ultima = struct.unpack_from("<H", flujo, datos + largo - 2)[0] if tipo in _VARIAS else columna
    # calamine takes the first and the last cell for the corners of the rectangle.
    if max(columna, ultima) >= _COLUMNAS or ultima < columna or (medida.desde and fila < medida.hasta[0]):
        raise OleDanado
    medida.incluir(fila, columna)
    if tipo == _ERROR and flujo[datos + 7] == 1:
        medida.malas[fila, columna] = _ERRORES.get(flujo[datos + 6], "#N/A")
    elif tipo in _FORMULAS and flujo[datos + 12 : datos + 14] == b"\xff\xff" and flujo[datos + 6] == 2:
        medida.malas[fila, columna] = _ERRORES.get(flujo[datos + 8], "#N/A")


def con_clave(nombre: str) -> ArchivoError:
    """The refusal of a spreadsheet that has a password."""
    return ArchivoError(
        tr("«{nombre}» está protegido con clave.").format(nombre=nombre),
        tr("Abrirlo, quitar la clave con «Guardar como» y probar otra vez."),
    )
