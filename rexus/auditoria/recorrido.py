"""Walking along a chain, link by link, up to the first that does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import DataError, OperationalError

from rexus.auditoria.cadena import COLUMNAS, SELLADOS, Eslabon, sello
from rexus.auditoria.orm import Evento
from rexus.base.text import tr
from rexus.db.work import Work

ALTERADO: Final = "alterado"
FALTA: Final = "falta"
FUERA_DE_LUGAR: Final = "fuera_de_lugar"
AGREGADO: Final = "agregado"
CORTADA: Final = "cortada"
CABEZA: Final = "cabeza"
ARCHIVO: Final = "archivo"
SIN_EVENTO: Final = "sin_evento"
SIN_ENTRADA: Final = "sin_entrada"

_NOMBRES: Final = (*SELLADOS, "hash")
_TANDA: Final = 2_000
_ANTES_DE_TODO: Final = -(2**62)


@dataclass(frozen=True)
class Falla:
    """Where a chain stops being what Rexus wrote: `numero` of the event (None for what is none), what, and why.

    `tipo`: «alterado», «falta», «fuera_de_lugar», «agregado», «cortada», «cabeza», «archivo», «sin_evento»,
    «sin_entrada».
    """

    tipo: str
    numero: int | None
    frase: str


@dataclass(frozen=True)
class Ilegible:
    """A row that holds something that is no value of its columns."""

    numero: int


class Recorrido:
    """Looks at events in their order. `fin` is how far the chain is known to be whole."""

    def __init__(self, llave: bytes, desde: Eslabon) -> None:
        self._llave = llave
        self.fin = desde
        self.vistos = 0

    def mirar(self, fila: Mapping[str, Any]) -> Falla | None:
        """The next event: None when it follows what came before and says what it said."""
        numero, toca = fila["id"], self.fin.numero + 1
        if numero > toca:
            return faltan(toca, numero - 1)
        if numero < toca:
            return Falla(
                AGREGADO, numero, tr("El evento {numero} está de más: Rexus no lo escribió ahí.").format(numero=numero)
            )
        sigue = fila["anterior"] == self.fin.hash
        if sello(self._llave, fila) != fila["hash"]:
            return alterado(numero) if sigue else _fuera_de_lugar(numero)
        if not sigue:
            return _fuera_de_lugar(numero)
        self.fin = Eslabon(numero, fila["hash"])
        self.vistos += 1
        return None


def alterado(numero: int) -> Falla:
    """An event whose content is not what was written."""
    return Falla(ALTERADO, numero, tr("El evento {numero} fue alterado.").format(numero=numero))


def faltan(desde: int, hasta: int, tipo: str = FALTA) -> Falla:
    """Events that were there and are not."""
    if desde == hasta:
        return Falla(tipo, desde, tr("Falta el evento {numero}.").format(numero=desde))
    return Falla(tipo, desde, tr("Faltan los eventos {desde} a {hasta}.").format(desde=desde, hasta=hasta))


def _fuera_de_lugar(numero: int) -> Falla:
    frase = tr("El evento {numero} no es el que sigue al anterior: fue cambiado de lugar o puesto por otro.")
    return Falla(FUERA_DE_LUGAR, numero, frase.format(numero=numero))


def eventos(work: Work, hasta: int | None = None) -> Iterator[Mapping[str, Any] | Ilegible]:
    """Every event that is in the table, in the order of their numbers, a few at a time."""
    cursor = _ANTES_DE_TODO
    while filas := _tanda(work, cursor, hasta, _TANDA):
        for fila in filas:
            yield fila
            cursor = fila.numero if isinstance(fila, Ilegible) else fila["id"]


def _tanda(work: Work, despues_de: int, hasta: int | None, cuantas: int) -> list[Mapping[str, Any] | Ilegible]:
    condicion = [Evento.id > despues_de, *([Evento.id <= hasta] if hasta is not None else [])]
    try:
        consulta = select(*COLUMNAS).where(*condicion).order_by(Evento.id).limit(cuantas)
        return [dict(zip(_NOMBRES, fila, strict=True)) for fila in work.connection.execute(consulta)]
    except (ValueError, TypeError, OverflowError, DataError, OperationalError) as error:
        # What a column cannot hold, such as a moment that is none: somebody wrote it past the program.
        if isinstance(error, OperationalError) and "decode" not in str(error.orig).lower():
            raise
        ids = work.connection.scalars(select(Evento.id).where(*condicion).order_by(Evento.id).limit(cuantas)).all()
        if len(ids) == 1:
            return [Ilegible(ids[0])]
        mitad = len(ids) // 2
        return [
            *_tanda(work, despues_de, ids[mitad - 1], mitad),
            *_tanda(work, ids[mitad - 1], ids[-1], len(ids) - mitad),
        ]
