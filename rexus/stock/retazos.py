"""Remnants: pieces that are shorter than the bar they came from, found by how long they are at least."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock.cantidades import longitud
from rexus.stock.clases import clase_de
from rexus.stock.orm import Existencia, Ubicacion


@dataclass(frozen=True)
class Retazo:
    """So many remnants of one article and length in one place."""

    clase: str
    articulo_id: int
    codigo: str
    descripcion: str
    longitud_mm: int
    ubicacion_id: int
    ubicacion: str
    cantidad: Decimal


def retazos(work: Work, clase: str, minimo_mm: int = 1, articulo_id: int | None = None) -> list[Retazo]:
    """The remnants of at least that length, of one article or of all, the shortest first. Raises DatoInvalidoError."""
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.ver")
    orm = c.orm
    consulta = (
        select(
            orm.id, orm.codigo, orm.descripcion, Existencia.longitud_mm, Ubicacion.id, Ubicacion.codigo,
            Existencia.cantidad,
        )
        .join(Existencia, Existencia.articulo_id == orm.id)
        .join(Ubicacion, Ubicacion.id == Existencia.ubicacion_id)
        .where(
            Existencia.clase == clase,
            Existencia.cantidad > 0,
            Existencia.longitud_mm >= max(1, longitud(minimo_mm)),
        )
        .order_by(Existencia.longitud_mm, orm.codigo, Ubicacion.codigo)
    )  # fmt: skip
    if articulo_id is not None:
        consulta = consulta.where(Existencia.articulo_id == articulo_id)
    return [Retazo(clase, *fila) for fila in work.connection.execute(consulta)]
