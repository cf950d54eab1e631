"""Search by any part of any word, in two ways, of which the cheaper is taken.

Few articles match: ask the trigram index (FTS5 on SQLite) and sort what it gives. Many match: walk along the order
and look at each article, since a hundred turn up soon. Neither way is fast where the other is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    true,
)

from rexus.db.work import Work
from rexus.stock.clases import Clase

# A trigram index knows nothing shorter.
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


def coincide(clase: Clase, palabras: Sequence[str]) -> ColumnElement[bool]:
    """The condition that every word is found somewhere in the article's searched text."""
    largas = [p for p in palabras if len(p) >= _LARGO_MINIMO]
    cortas = [p for p in palabras if len(p) < _LARGO_MINIMO]
    condiciones = [_contiene(clase, p) for p in cortas]
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
    orm = clase.orm
    largas = [p for p in palabras if len(p) >= _LARGO_MINIMO]
    cortas = [_contiene(clase, p) for p in palabras if len(p) < _LARGO_MINIMO]
    pocos = list(work.connection.scalars(_hallados(clase, largas).limit(_POCOS + 1))) if largas else None
    if pocos is not None and len(pocos) <= _POCOS:
        hallados = orm.id.in_(pocos)
        return _ids(work, select(orm.id).where(hallados, *condiciones.sueltas, *cortas).order_by(*orden).limit(limite))
    if condiciones.en_indice:
        tramo = select(orm.id, orm.busqueda).where(*condiciones.en_indice).order_by(*orden).limit(_PASEO).subquery()
        todas = (func.instr(tramo.c.busqueda, p, type_=Integer) > 0 for p in palabras)
        ids = _ids(work, select(tramo.c.id).where(*todas).limit(limite))
        if len(ids) == limite:
            return ids
    return _ids(
        work,
        select(orm.id).where(coincide(clase, palabras), *condiciones.sueltas).order_by(*orden).limit(limite),
    )


def _ids(work: Work, sentencia: Select[int]) -> list[int]:
    return list(work.connection.scalars(sentencia))


def _hallados(clase: Clase, palabras: Sequence[str]) -> Any:
    """The ids that the trigram index gives for all the words; each is a quoted phrase, so nothing in it is syntax."""
    nombre = f"{clase.tabla}_fts"
    indice = table(nombre, column("rowid"))
    frase = " AND ".join('"' + p.replace('"', '""') + '"' for p in palabras)
    es_hallado = literal_column(nombre).op("MATCH", return_type=Boolean())(bindparam(None, frase))
    return select(indice.c.rowid).where(es_hallado)


def _contiene(clase: Clase, palabra: str) -> ColumnElement[bool]:
    return func.instr(clase.orm.busqueda, palabra, type_=Integer) > 0
