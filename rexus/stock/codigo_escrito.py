"""A code as somebody typed it: «ab-1» is AB-1, unless there is an ab-1 too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from rexus.base.errors import NoEncontradoError
from rexus.base.text import fold, limpiar, tr
from rexus.db.sorting import clave_de_orden, orden
from rexus.db.work import Work
from rexus.stock.busqueda import coincide
from rexus.stock.clases import Clase


class CodigoDudosoError(NoEncontradoError):
    """Several codes differ from what was typed, and from each other, in nothing but capitals."""

    def __init__(self, escrito: str, codigos: Iterable[str]) -> None:
        super().__init__(
            tr("«{escrito}» puede ser {codigos}.").format(escrito=escrito, codigos=tr(" o ").join(sorted(codigos))),
            tr("Escribir las mayúsculas y minúsculas como las tiene el código."),
        )


def elegir(escrito: str, codigos: Iterable[str]) -> str | None:
    """Which of these codes was meant: the very one, else the only one that differs in capitals alone; None for none.

    Raises CodigoDudosoError when there are several.
    """
    limpio = limpiar(escrito)
    todos = set(codigos)
    if limpio in todos:
        return limpio
    parecidos = [codigo for codigo in todos if codigo.casefold() == limpio.casefold()]
    if len(parecidos) > 1:
        raise CodigoDudosoError(escrito, parecidos)
    return parecidos[0] if parecidos else None


def parecidos(work: Work, clase: Clase, escrito: str) -> dict[str, int]:
    """The articles of a class whose code differs from `escrito` in capitals alone: their ids by code.

    For what is typed, once there is no such code: it costs what a search does.
    """
    orm: Any = clase.orm
    limpio = limpiar(escrito)
    palabras = fold(limpio).split()
    if not palabras:
        return {}
    igual = orden(orm.codigo) == clave_de_orden(limpio)
    filas = work.connection.execute(select(orm.codigo, orm.id).where(coincide(work, clase, palabras), igual))
    return {fila.codigo: fila.id for fila in filas if fila.codigo.casefold() == limpio.casefold()}
