"""What becomes of a bar that is cut, in whole mm. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import formatear_numero, tr
from rexus.stock.orm import LONGITUD_MAXIMA_MM

# A length is a whole number, so a dot before three digits is surely a thousands mark.
_PIEZA: Final = re.compile(r"\s*(?:(\d{1,6})\s*[xX×*]\s*)?(\d{1,7}|[1-9]\d{0,2}(?:\.\d{3})+)\s*(?:mm\s*)?", re.ASCII)
_ENTRE: Final = re.compile(r"[,;]|\s*\n\s*")
_PIEZAS_MAXIMAS: Final = 100_000


@dataclass(frozen=True)
class Pieza:
    """So many pieces of one length in mm."""

    longitud_mm: int
    cantidad: int


@dataclass(frozen=True)
class Despiece:
    """What a bar becomes: `usado_mm` in pieces, a `retazo_mm` worth keeping (0: none), and `merma_mm` that is lost, the
    saw's width included."""

    usado_mm: int
    retazo_mm: int
    merma_mm: int


class CorteImposibleError(DatoInvalidoError):
    """The pieces do not come out of the bar."""

    def __init__(self, necesario_mm: int, hay_mm: int) -> None:
        super().__init__(
            tr("Las piezas suman {necesario} mm con la sierra, y hay {hay} mm. No se registró nada.").format(
                necesario=formatear_numero(necesario_mm), hay=formatear_numero(hay_mm)
            ),
            tr("Sacar piezas, o cortar otra barra."),
            campos={"piezas": tr("no entran")},
        )
        self.necesario_mm = necesario_mm
        self.hay_mm = hay_mm


def leer_piezas(texto: str) -> tuple[Pieza, ...]:
    """«3x1200,2x800», «3 × 1.200» or one line for each: pieces by length, those of the same length together.

    Raises DatoInvalidoError.
    """
    piezas = []
    for parte in _ENTRE.split(texto.strip()) if texto.strip() else ():
        hallada = _PIEZA.fullmatch(parte)
        if hallada is None:
            raise DatoInvalidoError(
                tr("No se entiende «{parte}». No se registró nada.").format(parte=parte.strip()[:40]),
                tr("Escribir cantidad por largo en mm, por ejemplo 3x1200,2x800."),
                campos={"piezas": tr("no se entiende")},
            )
        piezas.append(Pieza(int(hallada.group(2).replace(".", "")), int(hallada.group(1) or 1)))
    return juntas(piezas)


def juntas(piezas: Sequence[Pieza]) -> tuple[Pieza, ...]:
    """The pieces, the longest first, one line for each length. Raises DatoInvalidoError for none and for what is no
    piece."""
    por_largo: dict[int, int] = {}
    for pieza in piezas:
        if not 0 < pieza.longitud_mm <= LONGITUD_MAXIMA_MM or pieza.cantidad <= 0:
            raise DatoInvalidoError(
                tr("Una pieza necesita un largo y una cantidad mayores que cero. No se registró nada."),
                campos={"piezas": tr("fuera de rango")},
            )
        por_largo[pieza.longitud_mm] = por_largo.get(pieza.longitud_mm, 0) + pieza.cantidad
    if not por_largo or sum(por_largo.values()) > _PIEZAS_MAXIMAS:
        raise DatoInvalidoError(
            tr("Falta decir qué piezas se cortan. No se registró nada."), campos={"piezas": tr("falta completarlo")}
        )
    return tuple(Pieza(largo, n) for largo, n in sorted(por_largo.items(), reverse=True))


def necesario(piezas: Sequence[Pieza], sierra_mm: int) -> int:
    """The shortest length that those pieces come out of: behind the last one no cut is needed."""
    return sum(p.longitud_mm * p.cantidad for p in piezas) + sierra_mm * (sum(p.cantidad for p in piezas) - 1)


def despiezar(de_mm: int, piezas: Sequence[Pieza], sierra_mm: int, retazo_minimo_mm: int) -> Despiece:
    """What a length becomes when those pieces are cut off it.

    Each piece costs a cut of the saw's width, but for the last one where nothing remains behind it. What remains is a
    retazo from `retazo_minimo_mm` on, scrap below. Raises CorteImposibleError.
    """
    usado = sum(p.longitud_mm * p.cantidad for p in piezas)
    cortes = sum(p.cantidad for p in piezas)
    al_ras = necesario(piezas, sierra_mm)
    if al_ras > de_mm:
        raise CorteImposibleError(al_ras, de_mm)
    resto = max(0, de_mm - usado - sierra_mm * cortes)
    retazo = resto if resto and resto >= retazo_minimo_mm else 0
    return Despiece(usado, retazo, de_mm - usado - retazo)
