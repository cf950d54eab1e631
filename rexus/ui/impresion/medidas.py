"""How wide things are on paper: fonts, texts cut into lines, the widths of a table's columns.

The unit is a dot of 1/300 inch, on every device: whoever paints scales it.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

from rexus.ui.impresion.hoja import Columna, Tabla
from rexus.ui.theme import tabular

DPI: Final = 300
_MM: Final = DPI / 25.4
_PT: Final = DPI / 72
#: Between the text of two columns.
HUECO: Final = 2.4 * _MM
# The narrowest that a text of several lines may become before the paper is turned.
_COMODO: Final = 38 * _MM
_ANGOSTO: Final = 16 * _MM
_LINEAS: Final = 6
_MUESTRA: Final = 24


def mm(medida: float) -> float:
    """Millimetres in dots."""
    return medida * _MM


def letra(puntos: float, *, bold: bool = False) -> QFont:
    """The program's font, with digits of one width."""
    font = QFont()
    font.setPixelSize(max(1, round(puntos * _PT)))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    # Joined letters would be other letters to who searches the PDF or copies from it.
    font.setFeature(QFont.Tag("liga"), 0)
    return tabular(font)


def partir(texto: str, ancho: float, metrics: QFontMetricsF) -> list[str]:
    """The lines of a text that is `ancho` wide: cut between words, and a word that is wider within. Six at most."""
    if metrics.horizontalAdvance(texto) <= ancho:
        return [texto]
    lineas: list[str] = []
    actual = ""
    for palabra in texto.split():
        junta = f"{actual} {palabra}" if actual else palabra
        if metrics.horizontalAdvance(junta) <= ancho:
            actual = junta
            continue
        if actual:
            lineas.append(actual)
        while len(palabra) > 1 and metrics.horizontalAdvance(palabra) > ancho:
            cabe = next(n for n in range(len(palabra) - 1, 0, -1) if n == 1 or _cabe(palabra[:n], ancho, metrics))
            lineas.append(palabra[:cabe])
            palabra = palabra[cabe:]
        actual = palabra
    if actual:
        lineas.append(actual)
    if len(lineas) > _LINEAS:
        lineas = [*lineas[: _LINEAS - 1], lineas[_LINEAS - 1][:-1] + "…"]
    return lineas


def natural(tabla: Tabla, cuerpo: QFontMetricsF, cabeza: QFontMetricsF) -> list[float]:
    """How wide each column would be if there were room: its longest texts on one line, or its title."""
    anchos = []
    for n, columna in enumerate(tabla.columnas):
        # The widest is among the longest: letters differ less than lengths.
        largos = nlargest(_MUESTRA, (fila[n] for fila in tabla.filas), key=len)
        titulo = max(mm(columna.minimo), cabeza.horizontalAdvance(columna.titulo))
        anchos.append(max([titulo, *(cuerpo.horizontalAdvance(t) for t in largos)]))
    return anchos


def caben(columnas: Sequence[Columna], anchos: Sequence[float], lugar: float, *, comodos: bool) -> bool:
    """Whether the columns fit into `lugar` when only those that may take several lines give way."""
    minimo = _COMODO if comodos else _ANGOSTO
    total = sum(min(a, minimo) if c.partible else a for c, a in zip(columnas, anchos, strict=True))
    return total + HUECO * (len(anchos) - 1) <= lugar


def repartir(columnas: Sequence[Columna], anchos: Sequence[float], lugar: float) -> list[float]:
    """The widths that fill `lugar`: what is missing is taken from the widest texts, what is left goes to the texts."""
    anchos = list(anchos)
    libre = lugar - HUECO * (len(anchos) - 1) - sum(anchos)
    partibles = [n for n, c in enumerate(columnas) if c.partible] or list(range(len(anchos)))
    if libre >= 0:
        for n in partibles:
            anchos[n] += libre / len(partibles)
        return anchos
    for elegidas, minimo in ((partibles, _ANGOSTO), (list(range(len(anchos))), 0.0)):
        # Level the widest down until it fits.
        while libre < -0.5:
            tope = max(anchos[n] for n in elegidas)
            altas = [n for n in elegidas if anchos[n] >= tope - 0.5]
            segunda = max([minimo, *(anchos[n] for n in elegidas if anchos[n] < tope - 0.5)])
            quita = min((tope - segunda) * len(altas), -libre)
            if quita <= 0:
                break
            for n in altas:
                anchos[n] -= quita / len(altas)
            libre += quita
    return anchos


def _cabe(texto: str, ancho: float, metrics: QFontMetricsF) -> bool:
    return metrics.horizontalAdvance(texto) <= ancho
