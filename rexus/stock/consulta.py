"""Finding articles: what is searched, filtered and sorted, as pages that cost the same at any depth.

The ordered ids of a whole result are read once (eight bytes each); a page then is a look-up of its hundred ids. So a
jump to row 900.000 costs what the first row costs, and rows do not shift under the reader while others write.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true

from rexus.base.text import fold
from rexus.db.crudo import tandas
from rexus.db.lists import as_list, entre, id_in
from rexus.db.plan import sin_indice
from rexus.db.sorting import orden
from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import busqueda
from rexus.stock.busqueda import Condiciones
from rexus.stock.clases import Clase, clase_de

_CHUNK = 20_000
_POR_SENTENCIA = 500

# The columns for which a catalogue is expected to have an index led by `activo`.
_CON_INDICE = (
    "codigo",
    "stock_actual",
    "nombre",
    "descripcion",
    "categoria",
    "marca",
    "acabado",
    "proveedor",
    "ubicacion",
)

ACTIVOS, INACTIVOS, TODOS = "activos", "inactivos", "todos"


@dataclass(frozen=True)
class Consulta:
    """What the user asked to see. `filtros` pairs a column with the values of which any will do; the empty one is that
    of the articles that have none.

    `orden` is a column's name or «disponible». Names are checked against the class's own columns.
    """

    texto: str = ""
    filtros: tuple[tuple[str, tuple[str, ...]], ...] = ()
    bajo_minimo: bool = False
    sin_stock: bool = False
    estado: str = ACTIVOS
    orden: str = "codigo"
    descendente: bool = False


@dataclass(frozen=True)
class Totales:
    """Of a filtered set: how many articles, pieces in stock, articles below their minimum, articles without stock."""

    articulos: int
    piezas: Decimal
    bajo_minimo: int
    sin_stock: int


@dataclass(frozen=True)
class Fila:
    """An article as a table shows it: `valores` are in the order of the columns that were asked for."""

    id: int
    valores: tuple[Any, ...]


def primera(work: Work, clase: str, consulta: Consulta, columnas: Sequence[str], limite: int = 100) -> list[Fila]:
    """The first rows in order, as fast as they can be had while somebody types."""
    c = _clase(work, clase)
    # Cancelled by a newer keystroke before it began.
    work.avance.paso(0)
    buscadas = palabras(consulta.texto)
    if not buscadas:
        sentencia = _primera(clase, consulta, tuple(columnas), limite)
        return [Fila(valores[0], tuple(valores[1:])) for valores in work.connection.execute(sentencia).all()]
    condiciones = Condiciones(
        _condicion(c, consulta) if _ordenada(consulta) else (), _condicion(c, consulta, todas=True)
    )
    ids = busqueda.primeros(work, c, buscadas, condiciones, _orden(c, consulta), limite)
    return filas(work, clase, ids, columnas)


@lru_cache(64)
def _primera(clase: str, consulta: Consulta, columnas: tuple[str, ...], limite: int) -> Select[*tuple[Any, ...]]:
    """Built once for each view that people come back to."""
    c = clase_de(clase)
    elegidas = [columna(c, nombre) for nombre in columnas]
    return select(c.orm.id, *elegidas).where(*_condicion(c, consulta)).order_by(*_orden(c, consulta)).limit(limite)


def indice(work: Work, clase: str, consulta: Consulta) -> array[int]:
    """The ids of the whole result, in order."""
    c = _clase(work, clase)
    work.avance.paso(0)
    por_busqueda = bool(palabras(consulta.texto))
    sentencia = _con_busqueda(work, c, consulta, select(c.orm.id), todas=por_busqueda).order_by(*_orden(c, consulta))
    ids = array("q")
    for parte in tandas(work.connection.execute(sentencia), _CHUNK):
        ids.extend([fila[0] for fila in parte])
    return ids


def filas(work: Work, clase: str, ids: Sequence[int], columnas: Sequence[str]) -> list[Fila]:
    """The rows of those ids, in the order of the ids. One that was deleted meanwhile is left out."""
    _clase(work, clase)
    pagina = _pagina(clase, tuple(columnas))
    por_id: dict[int, Fila] = {}
    for desde in range(0, len(ids), _POR_SENTENCIA):
        parte = list(ids[desde : desde + _POR_SENTENCIA])
        for valores in work.connection.execute(pagina, {"ids": as_list(parte)}).all():
            por_id[valores[0]] = Fila(valores[0], tuple(valores[1:]))
    return [por_id[i] for i in ids if i in por_id]


@cache
def _pagina(clase: str, columnas: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """Built once: building the statement costs more than running it."""
    c = clase_de(clase)
    elegidas = [columna(c, nombre) for nombre in columnas]
    return select(c.orm.id, *elegidas).where(id_in(columna(c, "id"), "ids"))


def totales(work: Work, clase: str, consulta: Consulta) -> Totales:
    """The figures of the filtered set."""
    c = _clase(work, clase)
    work.avance.paso(0)
    orm = c.orm
    sentencia = select(
        func.count(),
        func.coalesce(func.sum(orm.stock_actual), 0, type_=Cantidad),
        func.count(case((orm.stock_actual < orm.stock_minimo, 1))),
        func.count(case((orm.stock_actual == 0, 1))),
    )
    filtrada = _con_busqueda(work, c, consulta, sentencia, todas=True)
    return Totales(*tuple(work.connection.execute(filtrada).one()))


def valores(work: Work, clase: str, nombre: str) -> list[str]:
    """The distinct values of a filter's column, in reading order."""
    c = _clase(work, clase)
    if nombre not in c.filtros:
        raise ValueError(nombre)
    elegida = columna(c, nombre)
    encontrados = work.connection.scalars(select(elegida).where(elegida.is_not(None), elegida != "").distinct())
    return sorted(encontrados, key=fold)


def palabras(texto: str) -> list[str]:
    """The words of a search, folded; all of them must be found."""
    return list(dict.fromkeys(fold(texto[:500]).split()))[:20]


def columna(clase: Clase, nombre: str) -> ColumnElement[Any]:
    """A column of the class by name, «disponible» included. Raises ValueError for a name that is not one."""
    if nombre == "disponible":
        return clase.orm.stock_actual - clase.orm.stock_reservado
    if nombre not in clase.orm.__table__.columns:  # type: ignore[attr-defined]
        raise ValueError(nombre)
    elegida: ColumnElement[Any] = getattr(clase.orm, nombre)
    return elegida


def _clase(work: Work, clase: str) -> Clase:
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.ver")
    return c


def _con_busqueda(
    work: Work, c: Clase, consulta: Consulta, sentencia: Select[*tuple[Any, ...]], *, todas: bool = False
) -> Select[*tuple[Any, ...]]:
    sentencia = sentencia.where(*_condicion(c, consulta, todas=todas))
    buscadas = palabras(consulta.texto)
    return sentencia.where(busqueda.coincide(work, c, buscadas)) if buscadas else sentencia


def _condicion(c: Clase, consulta: Consulta, *, todas: bool = False) -> list[ColumnElement[bool]]:
    """`todas` says that the rows are found otherwise, or all read: an index led by `activo` would only be a detour."""
    orm = c.orm
    condiciones: list[ColumnElement[bool]] = []
    if consulta.estado != TODOS:
        activo: Any = sin_indice(orm.activo) if todas else orm.activo
        condiciones.append(activo == (true() if consulta.estado == ACTIVOS else false()))
    for nombre, elegidos in consulta.filtros:
        if nombre not in c.filtros:
            raise ValueError(nombre)
        condiciones.append(_con_alguno(columna(c, nombre), elegidos))
    if consulta.bajo_minimo:
        condiciones.append(orm.stock_actual < orm.stock_minimo)
    if consulta.sin_stock:
        condiciones.append(orm.stock_actual == 0)
    return [and_(*condiciones)] if condiciones else []


def _con_alguno(columna: ColumnElement[Any], elegidos: Sequence[str]) -> ColumnElement[bool]:
    """Whether it has any of these values; the empty one is that of the articles that have none."""
    dados = [valor for valor in elegidos if valor]
    if len(dados) == len(elegidos):
        return entre(columna, dados)
    sin = or_(columna.is_(None), columna == "")
    return or_(sin, entre(columna, dados)) if dados else sin


def _ordenada(consulta: Consulta) -> bool:
    """Whether an index gives the order, so that walking along it beats sorting."""
    return consulta.estado != TODOS and consulta.orden in _CON_INDICE


def _orden(c: Clase, consulta: Consulta) -> tuple[ColumnElement[Any], ...]:
    elegida = columna(c, consulta.orden)
    # The code is sorted as it is written: its unique index gives that order.
    es_texto = consulta.orden != "codigo" and _es_texto(c, consulta.orden)
    clave = orden(elegida) if es_texto else elegida
    return (clave.desc(), c.orm.id.desc()) if consulta.descendente else (clave.asc(), c.orm.id.asc())


def _es_texto(c: Clase, nombre: str) -> bool:
    columnas = c.orm.__table__.columns  # type: ignore[attr-defined]
    return nombre in columnas and columnas[nombre].type.python_type is str
