"""Free goods that several open obras count on and that do not do for all: whoever reserves first has them.

One query for each class.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import cuentas_obra
from rexus.stock.clases import todas
from rexus.stock.cuentas_obra import Tenencia
from rexus.stock.orm_obras import Obra


@dataclass(frozen=True)
class Disputado:
    """An article, how many pieces are free, and the obras that wait for more than these together, in pieces."""

    clase: str
    articulo_id: int
    codigo: str
    descripcion: str
    disponible: Decimal
    esperan: tuple[Tenencia, ...]


def disputados(work: Work) -> list[Disputado]:
    """The articles of which some are free, but not enough for the several open obras that wait for them; by code."""
    exigir(work.actor, "obras.ver")
    hallados: dict[tuple[str, int], Disputado] = {}
    for clase in todas():
        orm: Any = clase.orm
        r = cuentas_obra.esperado(clase).c
        por_articulo = {"partition_by": r.articulo_id}
        todo = select(
            r.obra_id,
            r.articulo_id,
            r.falta,
            func.sum(r.falta, type_=Cantidad).over(**por_articulo).label("entre_todas"),
            func.count().over(**por_articulo).label("cuantas"),
        ).subquery()
        t = todo.c
        libres: Any = orm.stock_actual - orm.stock_reservado
        filas = work.connection.execute(
            select(
                orm.id, orm.codigo, getattr(orm, clase.titular), libres.label("libres"), Obra.id, Obra.codigo, t.falta
            )
            .join(orm, orm.id == t.articulo_id)
            .join(Obra, Obra.id == t.obra_id)
            .where(t.cuantas > 1, libres > 0, t.entre_todas > libres)
            .order_by(orm.codigo, Obra.codigo)
        )
        for id_, codigo, titular, hay, obra_id, obra, falta in filas:
            previas = hallados[clase.nombre, id_].esperan if (clase.nombre, id_) in hallados else ()
            esperan = (*previas, Tenencia(obra_id, obra, falta))
            hallados[clase.nombre, id_] = Disputado(clase.nombre, id_, codigo, titular, hay, esperan)
    return list(hallados.values())
