"""Looking into the trail: by who, where in the program, what record, when."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.exc import DataError

from rexus.auditoria.orm import Evento
from rexus.base.log import get_logger
from rexus.base.text import limpiar
from rexus.db.crudo import tandas
from rexus.db.lists import entre
from rexus.db.work import Work

log = get_logger(__name__)

VER: Final = "auditoria.ver"
_CAMPOS: Final = (
    *("id", "uuid", "base", "fecha", "usuario", "equipo", "modulo", "accion", "tabla", "registro"),
    *("antes", "despues", "recibido"),
)
_COLUMNAS: Final[tuple[Any, ...]] = tuple(getattr(Evento, nombre) for nombre in _CAMPOS)
_IGUALES: Final = ("usuario", "modulo", "accion", "tabla", "registro")
_CHUNK: Final = 10_000
_POR_SENTENCIA: Final = 1_000
# What reading says of a column that holds no value of its kind, such as a moment that is none.
_NO_ES_UN_VALOR: Final = (ValueError, TypeError, OverflowError, DataError)
# Rexus wrote no others, and those at the ends have no place in another zone.
_EPOCA: Final = range(1970, 9999)
_LARGO_NOMBRE: Final = 255


@dataclass(frozen=True)
class Filtro:
    """What events are wanted; None asks for any. `desde` is included, `hasta` is not (moments in UTC)."""

    usuario: str | None = None
    modulo: str | None = None
    accion: str | None = None
    tabla: str | None = None
    registro: str | None = None
    desde: datetime | None = None
    hasta: datetime | None = None


@dataclass(frozen=True)
class EventoVisto:
    """An event as people look at it. `fecha` is when it happened, `recibido` when it joined the trail (UTC).

    `antes` and `despues` are the record's values; decimals are texts in them, moments ISO 8601.
    """

    id: int
    uuid: str
    base: str
    fecha: datetime
    usuario: str
    equipo: str
    modulo: str
    accion: str
    tabla: str
    registro: str | None
    antes: dict[str, Any] | None
    despues: dict[str, Any] | None
    recibido: datetime

    @property
    def cambios(self) -> dict[str, tuple[Any, Any]]:
        """What differs: field → (before, after), in the order of their names; None where there was no such field."""
        antes, despues = self.antes or {}, self.despues or {}
        nombres = sorted({*antes, *despues})
        return {n: (antes.get(n), despues.get(n)) for n in nombres if antes.get(n) != despues.get(n)}


@dataclass(frozen=True)
class EventoIlegible:
    """An event that holds what is no value of its kind: somebody changed it past Rexus, and it hides no other one."""

    id: int
    ilegible: bool = True


@dataclass(frozen=True)
class Opciones:
    """What the filters can choose from: what occurs in the trail."""

    usuarios: tuple[str, ...]
    modulos: tuple[str, ...]
    acciones: tuple[str, ...]


def ver(
    work: Work, filtro: Filtro, limite: int = 100, antes_de: int | None = None
) -> list[EventoVisto | EventoIlegible]:
    """A page of events, newest first; `antes_de` is the number of the last one of the page before.

    Needs «auditoria.ver».
    """
    work.actor.exigir(VER)
    consulta = select(*_COLUMNAS).where(*_condiciones(filtro)).order_by(Evento.id.desc()).limit(limite)
    if antes_de is not None:
        consulta = consulta.where(Evento.id < antes_de)
    return _vistos(work, consulta)


def de_registro(
    work: Work, tabla: str, registro: int | str, limite: int = 100, antes_de: int | None = None
) -> list[EventoVisto | EventoIlegible]:
    """The history of one record, newest first. Needs «auditoria.ver»."""
    return ver(work, Filtro(tabla=tabla, registro=str(registro)), limite, antes_de)


def indice(work: Work, filtro: Filtro) -> array[int]:
    """The numbers of the whole result, newest first. Needs «auditoria.ver»."""
    work.actor.exigir(VER)
    numeros = array("q")
    consulta = select(Evento.id).where(*_condiciones(filtro)).order_by(Evento.id.desc())
    for parte in tandas(work.connection.execute(consulta), _CHUNK):
        numeros.extend([fila[0] for fila in parte])
    return numeros


def filas(work: Work, numeros: Sequence[int]) -> list[EventoVisto | EventoIlegible]:
    """The events of those numbers, in their order; without those archived meanwhile. Needs «auditoria.ver»."""
    work.actor.exigir(VER)
    por_numero: dict[int, EventoVisto | EventoIlegible] = {}
    for desde in range(0, len(numeros), _POR_SENTENCIA):
        por_numero.update(_por_partes(work, numeros[desde : desde + _POR_SENTENCIA]))
    return [por_numero[numero] for numero in numeros if numero in por_numero]


def opciones(work: Work) -> Opciones:
    """What the filters can choose from. Needs «auditoria.ver»."""
    work.actor.exigir(VER)
    return Opciones(*(_distintos(work, columna) for columna in (Evento.usuario, Evento.modulo, Evento.accion)))


def anotar_exportacion(work: Work, filtro: Filtro, filas: int, archivo: str) -> None:
    """Record that events were taken out of the program. Unit of work that writes, on `users`. Needs «auditoria.ver»."""
    work.actor.exigir(VER)
    dados = {n: getattr(filtro, n) for n in filtro.__dataclass_fields__}
    # Not to be taken for who did it.
    pedido = {f"filtro_{n}": v for n, v in dados.items() if v is not None}
    dicho = {"archivo": limpiar(archivo)[:_LARGO_NOMBRE], "filas": filas, **pedido}
    work.anotar("auditoria", "exportar", "eventos", None, despues=dicho)


def _distintos(work: Work, columna: Any) -> tuple[str, ...]:
    """From the index, one look for each value: the trail may be long, and its words are few."""
    valores: list[str] = []
    consulta = select(columna).order_by(columna).limit(1)
    valor = work.connection.scalar(consulta)
    while valor is not None:
        valores.append(valor)
        valor = work.connection.scalar(consulta.where(columna > valor))
    return tuple(valores)


def _condiciones(filtro: Filtro) -> list[ColumnElement[bool]]:
    condiciones = [getattr(Evento, n) == v for n in _IGUALES if (v := getattr(filtro, n)) is not None]
    if filtro.desde is not None:
        condiciones.append(Evento.fecha >= filtro.desde)
    if filtro.hasta is not None:
        condiciones.append(Evento.fecha < filtro.hasta)
    return condiciones


def _vistos(work: Work, consulta: Select[*tuple[Any, ...]]) -> list[EventoVisto | EventoIlegible]:
    try:
        return [*_leidos(work, consulta)]
    except _NO_ES_UN_VALOR:
        numeros = list(work.connection.scalars(consulta.with_only_columns(Evento.id)))
        return filas(work, numeros)


def _por_partes(work: Work, numeros: Sequence[int]) -> dict[int, EventoVisto | EventoIlegible]:
    """The events of those numbers. Halved wherever one of them cannot be read, until it stands alone."""
    if not numeros:
        return {}
    try:
        return {e.id: e for e in _leidos(work, select(*_COLUMNAS).where(entre(Evento.id, numeros)))}
    except _NO_ES_UN_VALOR as error:
        if len(numeros) == 1:
            log.warning("event %d of the audit trail cannot be read: %s", numeros[0], error)
            return {numeros[0]: EventoIlegible(numeros[0])}
    medio = len(numeros) // 2
    return {**_por_partes(work, numeros[:medio]), **_por_partes(work, numeros[medio:])}


def _leidos(work: Work, consulta: Select[*tuple[Any, ...]]) -> list[EventoVisto]:
    """Raises one of _NO_ES_UN_VALOR."""
    with work.connection.execute(consulta) as hallados:
        return [_visto(dict(zip(_CAMPOS, fila, strict=True))) for fila in hallados]


def _visto(datos: dict[str, Any]) -> EventoVisto:
    for momento in (datos["fecha"], datos["recibido"]):
        if momento.year not in _EPOCA:
            raise ValueError(f"no moment of this program: {momento}")
    return EventoVisto(**{**datos, "antes": _valores(datos["antes"]), "despues": _valores(datos["despues"])})


def _valores(texto: str | None) -> dict[str, Any] | None:
    """The values of a record; a text that is no JSON object was written past the program, and is shown as it is."""
    if texto is None:
        return None
    try:
        valores = json.loads(texto)
    except ValueError:
        valores = None
    return valores if isinstance(valores, dict) else {"": texto}
