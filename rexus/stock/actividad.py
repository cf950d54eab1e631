"""What came in and went out, day by day: goods that moved, not what an import or a stocktake wrote down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, func, literal, or_, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from rexus.db.plan import sin_indice
from rexus.db.types import Momento
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock.clases import clase_de
from rexus.stock.ledger import ENTRADA, SALIDA
from rexus.stock.orm import Lote, Movimiento, Ubicacion
from rexus.stock.orm_obras import Obra

_IMPORTACION = "IMPORTACION"


@dataclass(frozen=True)
class DiaMovido:
    """How many movements brought goods in and how many took them out, within one day."""

    entradas: int = 0
    salidas: int = 0


@dataclass(frozen=True)
class Movido:
    """A movement, with the words for what it names. `tabla` is where its article is kept."""

    id: int
    fecha: datetime
    tabla: str
    articulo_id: int
    codigo: str
    descripcion: str
    tipo: str
    cantidad: Decimal
    longitud_mm: int
    ubicacion: str
    obra: str
    referencia: str
    usuario: str


def por_dia(work: Work, clases: Sequence[str], cortes: Sequence[datetime]) -> list[DiaMovido]:
    """For each stretch between two `cortes` (UTC, rising) what moved of those classes. What was undone never moved."""
    _exigir(work, clases)
    trechos = union_all(
        *(
            select(
                literal(n, Integer).label("n"),
                literal(desde, Momento).label("desde"),
                literal(hasta, Momento).label("hasta"),
            )
            for n, (desde, hasta) in enumerate(pairwise(cortes))
        )
    ).subquery()
    m, anulacion = Movimiento, aliased(Movimiento)
    filas = work.connection.execute(
        select(
            trechos.c.n,
            func.sum(case((m.tipo == ENTRADA, 1), else_=0)),
            func.sum(case((m.tipo == SALIDA, 1), else_=0)),
        )
        .join(m, and_(m.fecha >= trechos.c.desde, m.fecha < trechos.c.hasta))
        # Batches first: after an import most rows end there.
        .outerjoin(Lote, Lote.id == m.lote_id)
        .outerjoin(anulacion, anulacion.anula_id == m.id)
        .where(_por_fecha(m.clase).in_(clases), *_movio(anulacion))
        .group_by(trechos.c.n)
    )
    hallados = {n: DiaMovido(int(entradas), int(salidas)) for n, entradas, salidas in filas}
    return [hallados.get(n, DiaMovido()) for n in range(len(cortes) - 1)]


def entre_momentos(work: Work, clases: Sequence[str], desde: datetime, hasta: datetime) -> list[Movido]:
    """The movements that `por_dia` counts in that stretch, the newest first."""
    _exigir(work, clases)
    m, anulacion = Movimiento, aliased(Movimiento)
    hallados: list[Movido] = []
    for clase in clases:
        c = clase_de(clase)
        orm: Any = c.orm
        filas = work.connection.execute(
            select(
                m.id, m.fecha, literal(c.tabla), m.articulo_id, orm.codigo, getattr(orm, c.titular), m.tipo,
                m.cantidad, m.longitud_mm, Ubicacion.codigo, func.coalesce(Obra.codigo, ""), m.referencia, m.usuario,
            )
            .join(orm, orm.id == m.articulo_id)
            .join(Ubicacion, Ubicacion.id == m.ubicacion_id)
            .outerjoin(Obra, Obra.id == m.obra_id)
            .outerjoin(anulacion, anulacion.anula_id == m.id)
            .outerjoin(Lote, Lote.id == m.lote_id)
            .where(_por_fecha(m.clase) == clase, m.fecha >= desde, m.fecha < hasta, *_movio(anulacion))
        )  # fmt: skip
        hallados += [Movido(*fila) for fila in filas]
    return sorted(hallados, key=lambda movido: movido.id, reverse=True)


def _por_fecha(columna: Any) -> Any:
    """Rows are found by their date: an index led by the class would be walked whole, once for each day."""
    return type_coerce(sin_indice(columna), columna.type)


def _movio(anulacion: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        Movimiento.tipo.in_((ENTRADA, SALIDA)),
        anulacion.id.is_(None),
        # An import writes down what was there before; it moves nothing.
        or_(Lote.tipo.is_(None), Lote.tipo != _IMPORTACION),
    )


def _exigir(work: Work, clases: Sequence[str]) -> None:
    for clase in clases:
        exigir(work.actor, f"{clase_de(clase).permiso}.ver")
