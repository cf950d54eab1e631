"""What is printed, before anybody knows how wide the paper is. No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from rexus.base.progress import Avance


@dataclass(frozen=True)
class Columna:
    """A column of a printed table. What is `partible` may take several lines; figures and codes never do. `minimo` mm
    are left for who writes into it."""

    titulo: str
    derecha: bool = False
    partible: bool = False
    minimo: float = 0.0


@dataclass(frozen=True)
class Tabla:
    """Rows under headings that every page repeats; each cell is a string, with its sign if it has one. A row is at
    least `renglon` mm high."""

    columnas: tuple[Columna, ...]
    filas: Sequence[tuple[str, ...]]
    renglon: float = 0.0


@dataclass(frozen=True)
class Parrafo:
    """A text: the title of what follows, a plain one, or a note of less weight."""

    texto: str
    clase: Literal["seccion", "texto", "nota"] = "texto"


@dataclass(frozen=True)
class Dato:
    """A title and its value."""

    titulo: str
    valor: str


Parte = Tabla | Parrafo | Dato


@dataclass(frozen=True)
class PorLeer:
    """A part that shows in pieces, and is read whole for the paper: in a worker thread."""

    leer: Callable[[Avance], Parte]


@dataclass(frozen=True)
class Hoja:
    """A paper: `empresa` stands over the title and again on every page, `encima` are the lines below the title (the
    filter, the order), `hecha` is when it was made, for the foot."""

    titulo: str
    empresa: str
    hecha: str
    encima: tuple[str, ...]
    partes: tuple[Parte, ...]


def hoja_leida(titulo: str, empresa: str, hecha: str, partes: Sequence[Parte | PorLeer], avance: Avance) -> Hoja:
    """The paper with what was still to be read. Raises CanceladoError and what the reading raises."""
    leidas = tuple(parte.leer(avance) if isinstance(parte, PorLeer) else parte for parte in partes)
    return Hoja(titulo, empresa, hecha, (), leidas)
