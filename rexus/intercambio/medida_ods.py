"""What calamine does not tell of an .ods sheet: which cells show an error, and which are merged."""

from __future__ import annotations

from typing import IO

from rexus.intercambio.medida_xlsx import HojaMedida, analizar_xml

_TABLA = "table:table"
_FILA = "table:table-row"
_CELDAS = ("table:table-cell", "table:covered-table-cell")


def medir_ods(entrada: IO[bytes], indice: int) -> HojaMedida:
    """Read `content.xml` and report on its sheet number `indice`, from 0. Raises ValueError if it is no XML.

    Looks for the usual prefix `table:` alone: another one only loses the report, as reading without it would.
    """
    lector = _Lector(indice)
    analizar_xml(entrada, lector.abre, lector.cierra, lector.texto)
    return lector.medida


class _Lector:
    def __init__(self, indice: int) -> None:
        self.medida = HojaMedida()
        self._indice = indice
        self._tabla = -1
        self._fila = self._columna = 0
        self._repite_fila = self._repite_celda = 1
        self._error = False
        self._texto = ""

    def abre(self, nombre: str, atributos: dict[str, str]) -> None:
        if nombre == _TABLA:
            self._tabla += 1
            self._fila = 0
        elif self._tabla != self._indice:
            return
        elif nombre == _FILA:
            self._repite_fila = _cuantas(atributos, "table:number-rows-repeated")
            self._columna = 0
        elif nombre in _CELDAS:
            self._repite_celda = _cuantas(atributos, "table:number-columns-repeated")
            self._error = atributos.get("calcext:value-type") == "error"
            self._texto = ""
            alto = _cuantas(atributos, "table:number-rows-spanned")
            ancho = _cuantas(atributos, "table:number-columns-spanned")
            if alto > 1 or ancho > 1:
                fin = (self._fila + alto - 1, self._columna + ancho - 1)
                self.medida.combinadas.append(((self._fila, self._columna), fin))

    def texto(self, texto: str) -> None:
        if self._error:
            self._texto += texto

    def cierra(self, nombre: str) -> None:
        if self._tabla != self._indice:
            return
        if nombre == _FILA:
            self._fila += self._repite_fila
        elif nombre in _CELDAS:
            if self._error:
                # Repeated errors are reported where they begin; one is enough to stop the import.
                self.medida.malas[self._fila, self._columna] = self._texto.strip() or "#N/A"
                self._error = False
            self._columna += self._repite_celda


def _cuantas(atributos: dict[str, str], nombre: str) -> int:
    numero = atributos.get(nombre, "1")
    return int(numero[:9]) if numero.isdigit() else 1
