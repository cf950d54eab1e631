"""Which open obras lack material: of some article they need more than what they hold and what is free for anybody.

One query for all of them. Two obras that could each take the last free bar are not told here: `disputas`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Select, func, literal, select, union_all

from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import cuentas_obra
from rexus.stock.clases import Clase, todas
from rexus.stock.faltantes_consulta import en_camino
from rexus.stock.orm_obras import Obra

#: Of each obra, how many articles are named.
NOMBRADOS: Final = 3


@dataclass(frozen=True)
class Corto:
    """An article of which an obra is short by `faltan` pieces, beyond what is free. `en_pedido`: on order for anybody,
    and still to come."""

    clase: str
    articulo_id: int
    codigo: str
    descripcion: str
    faltan: Decimal
    en_pedido: Decimal


@dataclass(frozen=True)
class ObraDetenida:
    """An obra, of how many articles it is short, and those of which it lacks the most (`NOMBRADOS`)."""

    id: int
    codigo: str
    nombre: str
    estado: str
    fecha_entrega: date | None
    cuantos: int
    cortos: tuple[Corto, ...]


def obras_detenidas(work: Work) -> list[ObraDetenida]:
    """The open obras that cannot be covered, the one that is due first ahead."""
    exigir(work.actor, "obras.ver")
    cortos: dict[int, list[Corto]] = {}
    fichas: dict[int, Any] = {}
    for fila in work.connection.execute(consulta()):
        fichas[fila.id] = fila
        cortos.setdefault(fila.id, []).append(Corto(*tuple(fila)[6:]))
    obras = [
        ObraDetenida(f.id, f.codigo, f.nombre, f.estado, f.fecha_entrega, f.cuantos, tuple(cortos[f.id]))
        for f in fichas.values()
    ]
    return sorted(obras, key=lambda obra: (obra.fecha_entrega or date.max, obra.codigo))


def consulta() -> Select[Any]:
    """The query: of each obra that is short of anything, the articles that it lacks the most."""
    cortas = union_all(*(_cortas(clase) for clase in todas())).subquery()
    c = cortas.c
    lugar = func.row_number().over(partition_by=c.obra_id, order_by=(c.faltan.desc(), c.codigo, c.articulo_id))
    contadas = select(*c, func.count().over(partition_by=c.obra_id).label("cuantos"), lugar.label("lugar")).subquery()
    k = contadas.c
    return (
        select(
            Obra.id,
            Obra.codigo,
            Obra.nombre,
            Obra.estado,
            Obra.fecha_entrega,
            k.cuantos,
            k.clase,
            k.articulo_id,
            k.codigo.label("de_articulo"),
            k.descripcion,
            k.faltan,
            k.en_pedido,
        )
        .join(contadas, k.obra_id == Obra.id)
        .where(k.lugar <= NOMBRADOS)
        .order_by(Obra.id, k.lugar)
    )


def _cortas(clase: Clase) -> Select[Any]:
    """Of one class: obra, article, and by how much it is short of it."""
    orm: Any = clase.orm
    r = cuentas_obra.esperado(clase)
    camino = en_camino(clase)
    falta: Any = r.c.falta - (orm.stock_actual - orm.stock_reservado)
    return (
        select(
            r.c.obra_id,
            literal(clase.nombre).label("clase"),
            r.c.articulo_id,
            orm.codigo,
            orm.descripcion,
            falta.label("faltan"),
            func.coalesce(camino.c.piezas, 0, type_=Cantidad).label("en_pedido"),
        )
        .join(orm, orm.id == r.c.articulo_id)
        .outerjoin(camino, camino.c.id == r.c.articulo_id)
        .where(falta > 0)
    )
