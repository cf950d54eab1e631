"""The parts of kits: as they lie in the database, as they are written down, and what may not be one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.base.text import tr
from rexus.db.lists import entre
from rexus.db.types import CANTIDAD_MAXIMA
from rexus.db.work import Work
from rexus.stock.cantidades import cantidad_positiva
from rexus.stock.clases import clase_de
from rexus.stock.despiece import Pieza, despiece, vuelta
from rexus.stock.errors import ArticuloInexistenteError, CantidadInvalidaError
from rexus.stock.orm_articulos import Kit, KitParte

if TYPE_CHECKING:
    from rexus.stock.kits import ParteDada


def nombrados(clase: str) -> Any:
    """The statement that reads id, code and name of every kit of the class."""
    return select(Kit.id, Kit.codigo, Kit.nombre).where(Kit.clase == clase)


def de_todos(work: Work, clase: str) -> dict[int, list[Pieza]]:
    """The parts of every kit of the class. There are hundreds of kits, not hundreds of thousands."""
    partes: dict[int, list[Pieza]] = {}
    for fila in work.connection.execute(
        select(KitParte.kit_id, KitParte.cantidad, KitParte.articulo_id, KitParte.subkit_id)
        .join(Kit, Kit.id == KitParte.kit_id)
        .where(Kit.clase == clase)
        .order_by(KitParte.id)
    ):
        partes.setdefault(fila.kit_id, []).append(Pieza(fila.cantidad, fila.articulo_id, fila.subkit_id))
    return partes


def articulos_de(work: Work, clase: str, ids: Sequence[int]) -> dict[int, tuple[str, str, Decimal]]:
    """Code, what it is, and how many pieces are free, of each article."""
    c = clase_de(clase)
    orm = c.orm
    filas = work.connection.execute(
        select(orm.id, orm.codigo, getattr(orm, c.titular), orm.stock_actual, orm.stock_reservado).where(
            entre(orm.id, ids)
        )
    )
    return {id_: (codigo, nombre, hay - reservado) for id_, codigo, nombre, hay, reservado in filas}


def por_guardar(work: Work, clase: str, partes: Sequence[ParteDada]) -> list[Pieza]:
    """The parts as they are stored: each once, with what it names there.

    Raises DatoInvalidoError, CantidadInvalidaError, ArticuloInexistenteError, NoEncontradoError.
    """
    if not partes:
        raise DatoInvalidoError(
            tr("Un kit necesita al menos una parte. No se guardó nada."), campos={"partes": tr("falta alguna")}
        )
    articulos = articulos_de(work, clase, [p.articulo_id for p in partes if p.articulo_id is not None])
    kits = {fila.id for fila in work.connection.execute(nombrados(clase))}
    piezas: list[Pieza] = []
    for parte in partes:
        numero = cantidad_positiva(parte.cantidad)
        if parte.subkit_id is None:
            if parte.articulo_id not in articulos:
                raise ArticuloInexistenteError(parte.articulo_id)
        elif parte.subkit_id not in kits:
            raise NoEncontradoError(tr("Un kit de los que se eligieron ya no existe. No se guardó nada."))
        elif numero != int(numero):
            raise CantidadInvalidaError(parte.cantidad, tr("de un kit, un número entero"))
        piezas.append(Pieza(numero, parte.articulo_id, parte.subkit_id))
    veces = Counter((pieza.articulo_id, pieza.subkit_id) for pieza in piezas)
    repetidas = [pieza for pieza in piezas if veces[pieza.articulo_id, pieza.subkit_id] > 1]
    if repetidas:
        codigos = ", ".join(por_codigo(work, clase, repetidas))
        raise DatoInvalidoError(
            tr("{codigos}: está más de una vez en el kit. No se guardó nada.").format(codigos=codigos),
            tr("Sumar sus cantidades en una sola línea."),
            campos={"partes": tr("hay partes repetidas")},
        )
    return piezas


def guardar(work: Work, clase: str, kit_id: int, piezas: Sequence[Pieza]) -> None:
    """Put these in the place of a kit's parts. Raises ConflictoError if it would hold itself, DatoInvalidoError."""
    todas = {**de_todos(work, clase), kit_id: list(piezas)}
    nombres = {fila.id: fila.codigo for fila in work.connection.execute(nombrados(clase))}
    camino = vuelta(todas, kit_id)
    if camino:
        raise ConflictoError(
            tr("El kit {codigo} se contendría a sí mismo: {camino}. No se guardó nada.").format(
                codigo=nombres[kit_id], camino=" → ".join(nombres[paso] for paso in camino)
            ),
            tr("Sacar de la lista de partes el kit que lo contiene."),
        )
    if any(n > CANTIDAD_MAXIMA for de_uno in despiece(todas, todas).values() for n in de_uno.values()):
        # Of this kit or of one that holds it.
        raise DatoInvalidoError(
            tr("Un kit llevaría más piezas de un artículo de las que se pueden contar. No se guardó nada."),
            campos={"partes": tr("son demasiadas")},
        )
    work.connection.execute(delete(KitParte).where(KitParte.kit_id == kit_id))
    work.connection.execute(
        insert(KitParte),
        [
            {"kit_id": kit_id, "articulo_id": p.articulo_id, "subkit_id": p.subkit_id, "cantidad": p.cantidad}
            for p in piezas
        ],
    )


def por_codigo(work: Work, clase: str, piezas: Sequence[Pieza]) -> dict[str, Decimal]:
    """The parts by code, for the audit trail and for people."""
    articulos = articulos_de(work, clase, [p.articulo_id for p in piezas if p.articulo_id is not None])
    kits = {fila.id: fila.codigo for fila in work.connection.execute(nombrados(clase))}
    return {
        kits[p.subkit_id] if p.subkit_id is not None else articulos[p.articulo_id or 0][0]: p.cantidad for p in piezas
    }
