"""Where labels stand on their pages, and the parts of a label, in mm. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.etiquetas.papel import Papel

#: What stays white along a label's edges: no printer hits them exactly. A code brings white of its own.
MARGEN: Final = 2.0
_MARGEN_QR: Final = 0.5
# A label is as good as square up to here: the code stands above the words then, not beside them.
_APAISADA: Final = 1.2


@dataclass(frozen=True)
class Caja:
    """A rectangle, from the upper left corner of what it stands on."""

    x: float
    y: float
    ancho: float
    alto: float


@dataclass(frozen=True)
class Puesto:
    """Where label number `cual` stands: pages and labels count from 0."""

    cual: int
    pagina: int
    caja: Caja


@dataclass(frozen=True)
class Cara:
    """The parts of a label: the square of the code, its white border included, and the words."""

    qr: Caja
    texto: Caja


def puestos(papel: Papel, cuantas: int, desde: int = 1) -> Iterator[Puesto]:
    """The places of so many labels, row by row, the first one on place `desde` of its sheet (from 1).

    Raises DatoInvalidoError for a place that the sheet does not have.
    """
    if not 1 <= desde <= papel.por_hoja:
        raise DatoInvalidoError(
            tr("La hoja tiene {n} etiquetas: no se puede empezar en la {desde}.").format(n=papel.por_hoja, desde=desde),
            campos={"desde": tr("de 1 a {n}").format(n=papel.por_hoja)},
        )
    for cual in range(cuantas):
        pagina, lugar = divmod(cual + desde - 1, papel.por_hoja)
        yield Puesto(cual, pagina, casilla(papel, lugar))


def casilla(papel: Papel, lugar: int) -> Caja:
    """The label on that place of the sheet, from 0, row by row."""
    fila, columna = divmod(lugar, papel.columnas)
    return Caja(
        papel.izquierda + columna * papel.paso_x,
        papel.arriba + fila * papel.paso_y,
        papel.etiqueta_ancho,
        papel.etiqueta_alto,
    )


def paginas(papel: Papel, cuantas: int, desde: int = 1) -> int:
    """How many pages that takes."""
    return -(-(cuantas + desde - 1) // papel.por_hoja) if cuantas else 0


def cara(ancho: float, alto: float) -> Cara:
    """The parts of a label of that size: the code beside the words, or above them where the label is narrow."""
    m = _MARGEN_QR
    if ancho >= _APAISADA * alto:
        lado = min(alto - 2 * m, (ancho - 2 * m) * 0.45)
        x = m + lado
        return Cara(Caja(m, (alto - lado) / 2, lado, lado), Caja(x, MARGEN, ancho - MARGEN - x, alto - 2 * MARGEN))
    lado = min(ancho - 2 * m, (alto - 2 * m) * 0.6)
    y = m + lado
    return Cara(Caja((ancho - lado) / 2, m, lado, lado), Caja(MARGEN, y, ancho - 2 * MARGEN, alto - MARGEN - y))
