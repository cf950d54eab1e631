"""What a module offers to the search of everything: records of its own, found by words. No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rexus.base.progress import Avance
from rexus.base.text import fold


@dataclass(frozen=True)
class Hallazgo:
    """A record that was found; `tabla` and `registro` are what `Context.abrir` takes."""

    titulo: str
    detalle: str
    tabla: str
    registro: str


@dataclass(frozen=True)
class Fuente:
    """Where records of a kind are found. `grupo` is their heading: sources of the same one are shown together.

    `buscar(texto, limite, avance)` gives the first `limite` in a worker thread; an Avance that was cancelled may end it
    with CanceladoError. It raises what its operation raises.
    """

    grupo: str
    icono: str
    buscar: Callable[[str, int, Avance], Sequence[Hallazgo]]


def con_palabras(texto: str, *donde: str) -> bool:
    """Whether every word of `texto` stands somewhere in those, case and accents aside."""
    aqui = fold(" ".join(donde))
    return all(palabra in aqui for palabra in fold(texto).split())


def unidos(partes: Iterable[str]) -> str:
    """«Marco 64 · 12 en stock»: what there is of the parts, on one line."""
    return " · ".join(" ".join(parte.split()) for parte in partes if parte.strip())
