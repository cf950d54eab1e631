"""Search by any part of any word.

SQLite: in two ways, of which the cheaper is taken. Few articles match: ask the trigram index (FTS5) and sort what it
gives. Many match: walk along the order and look at each article, since a hundred turn up soon. Neither way is fast
where the other is.

Servers choose between the same two ways by themselves. PostgreSQL has a trigram index too, where the extension pg_trgm
is there; SQL Server has none for parts of words, and looks at each article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    and_,
    bindparam,
    column,
    literal_column,
    select,
    table,
    true,
)

from rexus.db import trigramas
from rexus.db.contenido import contiene
from rexus.db.lists import entre
from rexus.db.work import Work
from rexus.stock.clases import Clase

# SQLite's trigram index knows nothing shorter.
_LARGO_MINIMO = 3
# Up to here sorting the matches is cheaper than walking to a hundred of them.
_POCOS = 2_000
# How far to walk before giving up and sorting after all: matches may all stand at the end.
_PASEO = 60_000


@dataclass(frozen=True)
class Condiciones:
    """The filters of a query, written in two ways that mean the same.

    `en_indice` lets the engine walk along the order by an index; empty when no index gives that order. `sueltas` keeps
    it from that index, for when the rows are found otherwise.
    """

    en_indice: Sequence[ColumnElement[bool]]
    sueltas: Sequence[ColumnElement[bool]]


def con_indice(work: Work, clase: Clase) -> bool:
    """Whether an index helps the search in this catalogue. Without one it finds the same, looking at every article."""
    motor = work.connection.dialect.name
    return motor == "sqlite" or (motor == "postgresql" and trigramas.hay(work.connection, clase.tabla))


def coincide(work: Work, clase: Clase, palabras: Sequence[str]) -> ColumnElement[bool]:
    """The condition that every word is found somewhere in the article's searched text."""
    if work.connection.dialect.name != "sqlite":
        return and_(true(), *_contenidas(clase.orm.busqueda, palabras))
    largas, cortas = _por_largo(palabras)
    condiciones = _contenidas(clase.orm.busqueda, cortas)
    if largas:
        condiciones.append(clase.orm.id.in_(_hallados(clase, largas)))
    return and_(true(), *condiciones)


def primeros(
    work: Work,
    clase: Clase,
    palabras: Sequence[str],
    condiciones: Condiciones,
    orden: Sequence[ColumnElement[Any]],
    limite: int,
) -> list[int]:
    """The ids of the first `limite` matches of one word or more, in order."""
    if work.connection.dialect.name == "sqlite":
        ids = _de_los_pocos(work, clase, palabras, condiciones, orden, limite)
        if ids is None and condiciones.en_indice:
            ids = _caminando(work, clase, palabras, condiciones, orden, limite)
        if ids is not None:
            return ids
    coinciden = coincide(work, clase, palabras)
    return _ids(work, select(clase.orm.id).where(coinciden, *condiciones.sueltas).order_by(*orden).limit(limite))


def _de_los_pocos(
    work: Work,
    clase: Clase,
    palabras: Sequence[str],
    condiciones: Condiciones,
    orden: Sequence[ColumnElement[Any]],
    limite: int,
) -> list[int] | None:
    """From the few that the trigram index gives; None when they are many, or no word is long enough for it."""
    largas, cortas = _por_largo(palabras)
    if not largas:
        return None
    pocos = _ids(work, _hallados(clase, largas).limit(_POCOS + 1))
    if len(pocos) > _POCOS:
        return None
    donde = (entre(clase.orm.id, pocos), *condiciones.sueltas, *_contenidas(clase.orm.busqueda, cortas))
    return _ids(work, select(clase.orm.id).where(*donde).order_by(*orden).limit(limite))


def _caminando(
    work: Work,
    clase: Clase,
    palabras: Sequence[str],
    condiciones: Condiciones,
    orden: Sequence[ColumnElement[Any]],
    limite: int,
) -> list[int] | None:
    """From the first stretch of the order; None when it does not hold enough of them."""
    orm = clase.orm
    tramo = select(orm.id, orm.busqueda).where(*condiciones.en_indice).order_by(*orden).limit(_PASEO).subquery()
    ids = _ids(work, select(tramo.c.id).where(*_contenidas(tramo.c.busqueda, palabras)).limit(limite))
    return ids if len(ids) == limite else None


def _ids(work: Work, sentencia: Select[int]) -> list[int]:
    return list(work.connection.scalars(sentencia))


def _por_largo(palabras: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that the trigram index knows, and those that are too short for it."""
    return [p for p in palabras if len(p) >= _LARGO_MINIMO], [p for p in palabras if len(p) < _LARGO_MINIMO]


def _contenidas(columna: Any, palabras: Sequence[str]) -> list[ColumnElement[bool]]:
    return [contiene(columna, p) for p in palabras]


def _hallados(clase: Clase, palabras: Sequence[str]) -> Any:
    """The ids that the trigram index gives for all the words; each is a quoted phrase, so nothing in it is syntax."""
    nombre = f"{clase.tabla}_fts"
    indice = table(nombre, column("rowid"))
    frase = " AND ".join('"' + p.replace('"', '""') + '"' for p in palabras)
    es_hallado = literal_column(nombre).op("MATCH", return_type=Boolean())(bindparam(None, frase))
    return select(indice.c.rowid).where(es_hallado)
