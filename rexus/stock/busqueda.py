"""Search by any part of any word, in two ways, of which the cheaper is taken.

Few articles match: ask the trigram index (FTS5 on SQLite) and sort what it gives. Many match: walk along the order
and look at each article, since a hundred turn up soon. Neither way is fast where the other is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
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
    condicion: Sequence[ColumnElement[bool]],
    orden: Sequence[ColumnElement[Any]],
    limite: int,
    ordenada: bool,
) -> list[int]:
    """The ids of the first `limite` matches of one word or more. `ordenada` says that an index gives the order."""
    orm = clase.orm
    base = select(orm.id).where(*condicion).order_by(*orden).limit(limite)
    if ordenada and _muchos(work, clase, palabras):
        tramo = select(orm.id, orm.busqueda).where(*condicion).order_by(*orden).limit(_PASEO).subquery()
        ids = list(
            work.connection.scalars(
                select(tramo.c.id)
                .where(*(func.instr(tramo.c.busqueda, p, type_=Integer) > 0 for p in palabras))
                .limit(limite)
            )
        )
        if len(ids) == limite:
            return ids
    return list(work.connection.scalars(base.where(coincide(clase, palabras))))


def _muchos(work: Work, clase: Clase, palabras: Sequence[str]) -> bool:
    largas = [p for p in palabras if len(p) >= _LARGO_MINIMO]
    if not largas:
        return True
    hallados = _hallados(clase, largas).limit(_POCOS + 1).subquery()
    return (work.connection.scalar(select(func.count()).select_from(hallados)) or 0) > _POCOS


def _hallados(clase: Clase, palabras: Sequence[str]) -> Any:
    """The ids that the trigram index gives for all the words; each is a quoted phrase, so nothing in it is syntax."""
    nombre = f"{clase.tabla}_fts"
    indice = table(nombre, column("rowid"))
    frase = " AND ".join('"' + p.replace('"', '""') + '"' for p in palabras)
    es_hallado = literal_column(nombre).op("MATCH", return_type=Boolean())(bindparam(None, frase))
    return select(indice.c.rowid).where(es_hallado)


def _contiene(clase: Clase, palabra: str) -> ColumnElement[bool]:
    return func.instr(clase.orm.busqueda, palabra, type_=Integer) > 0
