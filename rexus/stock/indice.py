"""The folded text that searches compare: which columns make it, and making it again when they change elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.sql.elements import ColumnElement

from rexus.base.text import fold
from rexus.db.work import Work
from rexus.stock.clases import Clase

_CHUNK = 5_000


def texto(clase: Clase, valores: Mapping[str, Any]) -> str:
    """The search text of an article, from the values of its searched columns."""
    return fold(" ".join(str(valores.get(columna) or "") for columna in clase.buscados))


def reindexar(work: Work, clase: Clase, condicion: ColumnElement[bool]) -> int:
    """Make the search text again for the articles that meet the condition. Returns how many."""
    orm = clase.orm
    columnas = [getattr(orm, nombre) for nombre in clase.buscados]
    filas = work.connection.execute(select(orm.id, *columnas).where(condicion)).all()
    tabla = orm.__table__  # type: ignore[attr-defined]
    cambio = update(tabla).where(tabla.c.id == bindparam("de_id")).values(busqueda=bindparam("texto"))
    for desde in range(0, len(filas), _CHUNK):
        work.avance.paso(desde, len(filas))
        work.connection.execute(
            cambio,
            [{"de_id": fila.id, "texto": texto(clase, dict(fila._mapping))} for fila in filas[desde : desde + _CHUNK]],
        )
    return len(filas)
