"""What calamine does not tell of an .xlsx sheet: how far it reaches, and which cells hold no result."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

SIN_RESULTADO = "#SIN RESULTADO!"
"""Stands in a cell whose formula was saved without a value: the program that wrote the file never computed it."""

EXTREMO = 1
_BLOQUE = 1 << 20
_INDICE_MAXIMO = 4_000_000
_REFERENCIA = re.compile(r"([A-Z]{1,7})([0-9]{1,12})", re.ASCII | re.IGNORECASE)


@dataclass
class HojaMedida:
    """The rectangle of a sheet's cells with content (rows and columns from 0), and what was found in it.

    `malas` maps (row, column) to the error that the cell shows. `combinadas` are merged ranges, corner to corner.
    """

    desde: tuple[int, int] | None = None
    hasta: tuple[int, int] = (0, 0)
    malas: dict[tuple[int, int], str] = field(default_factory=dict)
    combinadas: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    def incluir(self, fila: int, columna: int) -> None:
        """Stretch the rectangle over one more cell."""
        if self.desde is None:
            self.desde = self.hasta = (fila, columna)
            return
        self.desde = (min(self.desde[0], fila), min(self.desde[1], columna))
        self.hasta = (max(self.hasta[0], fila), max(self.hasta[1], columna))

    @property
    def celdas(self) -> int:
        """How many cells the rectangle has."""
        if self.desde is None:
            return 0
        return (self.hasta[0] - self.desde[0] + 1) * (self.hasta[1] - self.desde[1] + 1)

    def nombre_extremo(self, extremo: int) -> str:
        """The first corner (0) or the last (EXTREMO) as a spreadsheet names it: `A1`."""
        fila, columna = (self.desde or (0, 0)) if extremo != EXTREMO else self.hasta
        return f"{letras(columna)}{fila + 1}"


def letras(columna: int) -> str:
    """The letters of a column counted from 0: 0 → A, 26 → AA."""
    texto = ""
    columna += 1
    while columna:
        columna, resto = divmod(columna - 1, 26)
        texto = chr(65 + resto) + texto
    return texto


def medir_xlsx(entrada: IO[bytes]) -> HojaMedida:
    """Read one worksheet part cell by cell. Raises ValueError if it is not well-formed XML."""
    lector = _Lector()
    analizar_xml(entrada, lector.abre, lector.cierra, lector.texto)
    return lector.medida


def analizar_xml(
    entrada: IO[bytes],
    abre: Callable[[str, dict[str, str]], None],
    cierra: Callable[[str], None],
    texto: Callable[[str], None],
) -> None:
    """Stream a part through expat, which guards itself against entity bombs. Raises ValueError."""
    analizador = expat.ParserCreate()
    analizador.StartElementHandler = abre
    analizador.EndElementHandler = cierra
    analizador.CharacterDataHandler = texto
    try:
        while bloque := entrada.read(_BLOQUE):
            analizador.Parse(bloque, False)
        analizador.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


class _Lector:
    """Follows `row` and `c` elements the way calamine does: by their reference, else one after the other."""

    def __init__(self) -> None:
        self.medida = HojaMedida()
        self._fila = -1
        self._columna = -1
        self._tipo = ""
        self._formula = False
        self._contenido = False
        self._en_valor = False
        self._valor = ""

    def abre(self, nombre: str, atributos: dict[str, str]) -> None:
        nombre = nombre.rpartition(":")[2]
        if nombre == "c":
            self._columna += 1
            referencia = atributos.get("r")
            if referencia is not None:
                self._ubicar(referencia)
            self._tipo = atributos.get("t", "")
            self._formula = self._contenido = False
            self._valor = ""
        elif nombre == "row":
            numero = atributos.get("r", "")
            self._fila = _indice(numero) if numero.isdigit() else self._fila + 1
            self._columna = -1
        elif nombre == "f":
            self._formula = True
        elif nombre in ("v", "t"):
            self._en_valor = True

    def texto(self, texto: str) -> None:
        if self._en_valor:
            self._contenido = True
            if self._tipo == "e":
                self._valor += texto

    def cierra(self, nombre: str) -> None:
        nombre = nombre.rpartition(":")[2]
        if nombre in ("v", "t"):
            self._en_valor = False
        elif nombre == "c":
            lugar = (self._fila, self._columna)
            if self._tipo == "e":
                self.medida.malas[lugar] = self._valor or "#N/A"
            elif self._formula and not self._contenido and self._tipo != "str":
                self.medida.malas[lugar] = SIN_RESULTADO
            if self._contenido:
                self.medida.incluir(*lugar)

    def _ubicar(self, referencia: str) -> None:
        partes = _REFERENCIA.fullmatch(referencia)
        if partes is None:
            return
        columna = 0
        for letra in partes[1].upper():
            columna = columna * 26 + ord(letra) - 64
        self._fila, self._columna = _indice(partes[2]), columna - 1


def _indice(numero: str) -> int:
    return min(int(numero[:12]), _INDICE_MAXIMO * 1000) - 1


_RELACION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def parte_de_hoja(archivo: zipfile.ZipFile, hoja: str) -> str | None:
    """The part of the archive that holds the sheet of that name; None if the workbook does not say."""
    try:
        libro = ElementTree.fromstring(archivo.read("xl/workbook.xml"))
        relaciones = ElementTree.fromstring(archivo.read("xl/_rels/workbook.xml.rels"))
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from error
    destinos = {r.get("Id"): r.get("Target", "") for r in relaciones}
    for elemento in libro.iter():
        if elemento.tag.rpartition("}")[2] == "sheet" and elemento.get("name") == hoja:
            destino = destinos.get(elemento.get(_RELACION))
            if destino:
                return destino.lstrip("/") if destino.startswith("/") else f"xl/{destino}"
    return None
