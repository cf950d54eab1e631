"""What the search of everything lists, and how it is put together. No widget here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, zip_longest
from typing import Final

from rexus.base.errors import CanceladoError, RexusError
from rexus.base.progress import Avance
from rexus.base.text import fold
from rexus.ui.buscable import Fuente, Hallazgo, con_palabras

#: Entries of a group that show at once: more are found by typing more.
MOSTRADAS: Final = 8


@dataclass(frozen=True)
class Entrada:
    """A line of the list. `clave` names it from one question to the next; `hacer` is what Enter does."""

    clave: str
    titulo: str
    detalle: str
    icono: str
    hacer: Callable[[], object]
    tecla: str = ""


@dataclass(frozen=True)
class Grupo:
    """Entries under a heading; `hay_mas`: others were found too."""

    titulo: str
    entradas: tuple[Entrada, ...]
    hay_mas: bool = False


@dataclass(frozen=True)
class Registros:
    """What was found of the records: by heading, the icon and the finds of each source; `falla` says why not all."""

    hallados: tuple[tuple[str, str, tuple[Hallazgo, ...]], ...] = ()
    falla: RexusError | None = None


def leer(fuentes: Sequence[Fuente], texto: str, avance: Avance) -> Registros:
    """Ask the sources one after another, in a worker thread. Raises CanceladoError when nobody waits any more.

    One that refuses leaves the others standing.
    """
    hallados: list[tuple[str, str, tuple[Hallazgo, ...]]] = []
    falla: RexusError | None = None
    for fuente in fuentes:
        avance.paso(0)
        try:
            esos = tuple(fuente.buscar(texto, MOSTRADAS + 1, avance))
        except CanceladoError:
            raise
        except RexusError as error:
            falla = falla or error
            continue
        if esos:
            hallados.append((fuente.grupo, fuente.icono, esos))
    return Registros(tuple(hallados), falla)


def grupos_de_registros(registros: Registros, texto: str, abrir: Callable[[str, str], object]) -> list[Grupo]:
    """The finds as groups: sources with one heading share its room, so that none hides another; what is called exactly
    like `texto` comes first."""
    por_titulo: dict[str, list[list[Entrada]]] = {}
    for titulo, icono, hallazgos in registros.hallados:
        entradas = [
            Entrada(f"{h.tabla}.{h.registro}", h.titulo, h.detalle, icono, partial(abrir, h.tabla, h.registro))
            for h in hallazgos
        ]
        por_titulo.setdefault(titulo, []).append(entradas)
    return [_compartido(titulo, listas, texto) for titulo, listas in por_titulo.items()]


def con_texto(titulo: str, entradas: Iterable[Entrada], texto: str) -> list[Grupo]:
    """Those that have every word of `texto`, as a group; those that begin with it first. None: no group."""
    halladas = [e for e in entradas if con_palabras(texto, e.titulo, e.detalle)]
    halladas.sort(key=lambda e: not empieza(e, texto))
    return [_recortado(titulo, halladas)] if halladas else []


def empieza(entrada: Entrada, texto: str) -> bool:
    """Whether the entry's title begins with what was typed."""
    return bool(texto.strip()) and fold(entrada.titulo).startswith(fold(texto).strip())


def _compartido(titulo: str, listas: Sequence[Sequence[Entrada]], texto: str) -> Grupo:
    por_turnos = [entrada for entrada in chain.from_iterable(zip_longest(*listas)) if entrada is not None]
    entran = {entrada.clave for entrada in por_turnos[:MOSTRADAS]}
    en_orden = [entrada for lista in listas for entrada in lista if entrada.clave in entran]
    buscado = fold(texto).strip()
    en_orden.sort(key=lambda entrada: fold(entrada.titulo) != buscado)
    return Grupo(titulo, tuple(en_orden), len(por_turnos) > MOSTRADAS)


def _recortado(titulo: str, entradas: Sequence[Entrada]) -> Grupo:
    return Grupo(titulo, tuple(entradas[:MOSTRADAS]), len(entradas) > MOSTRADAS)
