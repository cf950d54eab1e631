"""Articles by their code, whatever catalogue they are in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import limpiar, tr
from rexus.db.lists import entre
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import codigo_escrito
from rexus.stock.clases import Clase, clase_de, todas
from rexus.stock.errors import ArticuloInexistenteError
from rexus.stock.libro_reservas import Clave


@dataclass(frozen=True)
class Nombrado:
    """An article as it is shown to who types its code; `disponible` pieces are free for anybody."""

    clave: Clave
    codigo: str
    titular: str
    disponible: Decimal


def nombrar(work: Work, codigo: str) -> Nombrado:
    """What article that code is. Raises as `articulos_por_codigo`."""
    clave = articulos_por_codigo(work, [codigo])[codigo]
    clase = clase_de(clave[0])
    orm: Any = clase.orm
    fila = work.connection.execute(
        select(orm.codigo, getattr(orm, clase.titular).label("titular"), orm.stock_actual, orm.stock_reservado).where(
            orm.id == clave[1]
        )
    ).one()
    return Nombrado(clave, fila.codigo, fila.titular, fila.stock_actual - fila.stock_reservado)


def articulos_por_codigo(work: Work, codigos: Sequence[str]) -> dict[str, Clave]:
    """Class and id of each code, in the catalogues that the actor may look at; capitals matter only where two codes
    differ in nothing else.

    Raises ArticuloInexistenteError, CodigoDudosoError, and DatoInvalidoError for a code that is in several catalogues.
    """
    clases = [clase for clase in todas() if work.actor.puede(f"{clase.permiso}.ver")]
    if not clases:
        exigir(work.actor, f"{todas()[0].permiso}.ver")
    limpios = {codigo: limpiar(codigo) for codigo in codigos}
    hallados: dict[str, Clave] = {}
    for clase in clases:
        orm = clase.orm
        filas = work.connection.execute(select(orm.id, orm.codigo).where(entre(orm.codigo, set(limpios.values()))))
        for fila in filas:
            if fila.codigo in hallados:
                raise _en_varios(fila.codigo)
            hallados[fila.codigo] = (clase.nombre, fila.id)
    return {codigo: hallados.get(limpio) or _parecido(work, clases, codigo) for codigo, limpio in limpios.items()}


def _parecido(work: Work, clases: Sequence[Clase], codigo: str) -> Clave:
    """The only article whose code differs from what was typed in capitals alone."""
    otros: dict[str, Clave] = {}
    for clase in clases:
        for hallado, id_ in codigo_escrito.parecidos(work, clase, codigo).items():
            if hallado in otros:
                raise _en_varios(hallado)
            otros[hallado] = (clase.nombre, id_)
    elegido = codigo_escrito.elegir(codigo, otros)
    if elegido is None:
        raise ArticuloInexistenteError(codigo)
    return otros[elegido]


def _en_varios(codigo: str) -> DatoInvalidoError:
    return DatoInvalidoError(tr("«{codigo}» está en varios catálogos. No se registró nada.").format(codigo=codigo))
