"""Where goods are taken from and where they go, when nobody says it. Parts of operations on several articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import select

from rexus.db.lists import entre
from rexus.db.work import Work
from rexus.stock.clases import clase_de
from rexus.stock.libro_reservas import Clave
from rexus.stock.orm import Existencia, Ubicacion

#: A place's id, and how many pieces.
EnLugar = tuple[int, Decimal]


def habituales(work: Work, claves: Iterable[Clave]) -> dict[Clave, int]:
    """The id of each article's usual place; the general one for those without."""
    por_clase = _por_clase(claves)
    lugares: dict[Clave, int] = {}
    for clase, ids in por_clase.items():
        orm = clase_de(clase).orm
        filas = work.connection.execute(
            select(orm.id, Ubicacion.id.label("lugar"))
            .outerjoin(Ubicacion, Ubicacion.codigo == orm.ubicacion)
            .where(entre(orm.id, ids))
        )
        lugares.update({(clase, fila.id): fila.lugar or Ubicacion.GENERAL for fila in filas})
    return lugares


def con_stock(work: Work, claves: Iterable[Clave]) -> dict[Clave, list[EnLugar]]:
    """Where whole pieces of each article are, in the order of taking them: the usual place, then the fullest."""
    claves = list(claves)
    casa = habituales(work, claves)
    lugares: dict[Clave, list[EnLugar]] = {clave: [] for clave in claves}
    for clase, ids in _por_clase(claves).items():
        filas = work.connection.execute(
            select(Existencia.articulo_id, Existencia.ubicacion_id, Existencia.cantidad).where(
                Existencia.clase == clase,
                entre(Existencia.articulo_id, ids),
                Existencia.longitud_mm == 0,
                Existencia.cantidad > 0,
            )
        )
        for fila in filas:
            lugares[clase, fila.articulo_id].append((fila.ubicacion_id, fila.cantidad))
    for clave, suyos in lugares.items():
        suyos.sort(key=lambda lugar: (lugar[0] != casa[clave], -lugar[1], lugar[0]))
    return lugares


def repartir(cuanto: Decimal, lugares: Sequence[EnLugar]) -> list[EnLugar]:
    """From which places so many are taken. Less than asked for when there are not as many."""
    tomado: list[EnLugar] = []
    for lugar, hay in lugares:
        if cuanto <= 0:
            break
        tomado.append((lugar, min(cuanto, hay)))
        cuanto -= tomado[-1][1]
    return tomado


def _por_clase(claves: Iterable[Clave]) -> dict[str, list[int]]:
    por_clase: dict[str, list[int]] = {}
    for clase, id_ in claves:
        por_clase.setdefault(clase, []).append(id_)
    return {clase: sorted(set(ids)) for clase, ids in sorted(por_clase.items())}
