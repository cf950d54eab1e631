"""Whether the materials of obras are covered: how many articles of each are given out, set apart, free or missing.

One statement for all the obras together; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, func, select, union_all

from rexus.base.text import tr
from rexus.db.lists import entre
from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import obras, requerimientos
from rexus.stock.clases import Clase, todas
from rexus.stock.estados_obra import ABIERTAS
from rexus.stock.orm import Movimiento
from rexus.stock.orm_obras import Obra, Requerimiento, Reserva
from rexus.stock.requerimientos import DISPONIBLE, ENTREGADO, FALTA, RESERVADO

MODULO = obras.MODULO
SIN_MATERIALES: Final = "sin materiales"


@dataclass(frozen=True)
class Cobertura:
    """How many of an obra's articles are all given out, set apart as far as they are not, free, or missing.

    Each obra is looked at by itself: what is free for one may be free for another too, until somebody reserves it.
    """

    entregados: int = 0
    reservados: int = 0
    disponibles: int = 0
    faltan: int = 0

    @property
    def articulos(self) -> int:
        """How many articles the obra needs."""
        return self.entregados + self.reservados + self.disponibles + self.faltan

    @property
    def estado(self) -> str:
        """The state of the article that stands worst, in the words of `requerimientos`; SIN_MATERIALES without any."""
        if not self.articulos:
            return SIN_MATERIALES
        if self.faltan:
            return FALTA
        if self.disponibles:
            return DISPONIBLE
        return RESERVADO if self.reservados else ENTREGADO


@dataclass(frozen=True)
class ObraVista:
    """An obra in a list. `cobertura` None: it is ended, and needs nothing any more."""

    ficha: obras.FichaObra
    cobertura: Cobertura | None


def rotulos() -> dict[str, str]:
    """What people call the states of an obra's materials."""
    return {**requerimientos.rotulos(), ENTREGADO: tr("completo"), SIN_MATERIALES: tr("sin materiales")}


def listar(work: Work, ids: Sequence[int] | None = None) -> list[ObraVista]:
    """The obras by code with how their materials stand; `ids` None: all of them."""
    exigir(work.actor, f"{MODULO}.ver")
    fichas = obras.listar(work)
    if ids is not None:
        pedidas = set(ids)
        fichas = [ficha for ficha in fichas if ficha.id in pedidas]
    hechas = de_obras(work, ids)
    return [ObraVista(f, hechas.get(f.id, Cobertura()) if f.abierta else None) for f in fichas]


def de_obras(work: Work, ids: Sequence[int] | None = None) -> dict[int, Cobertura]:
    """How the materials of obras that go on stand, by the obra's id; `ids` None: all. None of one without materials."""
    exigir(work.actor, f"{MODULO}.ver")
    sumas: dict[int, list[int]] = {}
    for fila in work.connection.execute(union_all(*(_de_clase(clase, ids) for clase in todas()))):
        suma = sumas.setdefault(fila.obra_id, [0, 0, 0, 0])
        for n, columna in enumerate((fila.entregados, fila.reservados, fila.disponibles, fila.faltan)):
            suma[n] += int(columna)
    return {obra_id: Cobertura(*suma) for obra_id, suma in sumas.items()}


def _de_clase(clase: Clase, ids: Sequence[int] | None) -> Any:
    """By obra: how many articles of a catalogue stand in each state."""
    orm: Any = clase.orm
    dado = (
        select(
            Movimiento.obra_id, Movimiento.articulo_id, func.sum(Movimiento.cantidad, type_=Cantidad).label("movido")
        )
        .where(
            Movimiento.clase == clase.nombre,
            Movimiento.longitud_mm == 0,
            Movimiento.obra_id.is_not(None),
            _abiertas(Movimiento.obra_id, ids),
        )
        .group_by(Movimiento.obra_id, Movimiento.articulo_id)
        .subquery()
    )
    # What was given out is counted below zero: the sum of the movements.
    pendiente: Any = Requerimiento.necesarias + func.coalesce(dado.c.movido, 0, type_=Cantidad)
    falta: Any = pendiente - func.coalesce(Reserva.cantidad, 0, type_=Cantidad)
    estado = case(
        (pendiente <= 0, 0),
        (falta <= 0, 1),
        (falta <= orm.stock_actual - orm.stock_reservado, 2),
        else_=3,
    )
    cuentas = [
        func.sum(case((estado == n, 1), else_=0)).label(nombre)
        for n, nombre in enumerate(("entregados", "reservados", "disponibles", "faltan"))
    ]
    consulta: Any = (
        select(Requerimiento.obra_id, *cuentas)
        .join(orm, orm.id == Requerimiento.articulo_id)
        .outerjoin(dado, and_(dado.c.obra_id == Requerimiento.obra_id, dado.c.articulo_id == Requerimiento.articulo_id))
        .outerjoin(
            Reserva,
            and_(
                Reserva.obra_id == Requerimiento.obra_id,
                Reserva.clase == Requerimiento.clase,
                Reserva.articulo_id == Requerimiento.articulo_id,
            ),
        )
        .where(Requerimiento.clase == clase.nombre, _abiertas(Requerimiento.obra_id, ids))
        .group_by(Requerimiento.obra_id)
    )
    return consulta


def _abiertas(columna: Any, ids: Sequence[int] | None) -> ColumnElement[bool]:
    suyas = select(Obra.id).where(Obra.estado.in_(ABIERTAS))
    if ids is not None:
        suyas = suyas.where(entre(Obra.id, sorted(set(ids))))
    esta: ColumnElement[bool] = columna.in_(suyas)
    return esta
