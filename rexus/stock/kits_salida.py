"""Giving kits out: every article of every part, as one batch, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from rexus.base.changes import Result
from rexus.base.errors import ConflictoError
from rexus.base.text import formatear_numero, tr
from rexus.db.lists import entre
from rexus.db.locking import turno
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import kits, kits_partes, ledger, movimientos
from rexus.stock.cantidades import cantidad_positiva
from rexus.stock.clases import clase_de
from rexus.stock.errors import CantidadInvalidaError, ClaveRepetidaError, StockInsuficienteError
from rexus.stock.ledger import ANULACION, SALIDA, MovimientoHecho
from rexus.stock.movimientos import Pedido
from rexus.stock.orm import Existencia, Lote, Movimiento, Ubicacion

# What is short is named so far.
_NOMBRADOS = 5


@dataclass(frozen=True)
class KitEntregado:
    """What left: so many kits of that code, as one batch."""

    codigo: str
    cantidad: int
    lote_id: int
    movimientos: tuple[MovimientoHecho, ...]

    @property
    def repetido(self) -> bool:
        """Whether it was recorded before and nothing was added."""
        return all(m.repetido for m in self.movimientos)


def salida(
    work: Work,
    clase: str,
    kit_id: int,
    cantidad: str | int | Decimal = 1,
    referencia: str = "",
    clave: str | None = None,
) -> Result[KitEntregado]:
    """So many whole kits go out, as one batch: every article of every part, or nothing.

    Each article is taken from its usual place first, then from where there is most of it. Raises CantidadInvalidaError,
    and StockInsuficienteError that names what is short. `clave` names the attempt: repeating it adds nothing;
    ClaveRepetidaError when it is not the same.
    """
    exigir(work.actor, f"{clase_de(clase).permiso}.modificar")
    # Nobody changes the kit between looking at it and giving it out.
    turno(work.connection, "kits")
    visto = kits.kit(work, clase, kit_id)
    cuantos = enteros(cantidad)
    if not visto.activo:
        raise ConflictoError(
            tr("El kit {codigo} está fuera de uso. No se registró nada.").format(codigo=visto.codigo),
            tr("Volver a usarlo, o dar salida a sus partes."),
        )
    necesita = {articulo_id: cada_uno * cuantos for articulo_id, cada_uno in visto.articulos.items()}
    clave = ledger.nueva_clave(clave)
    ledger.bloquear(work, clase, necesita)
    motivo = tr("Kit {codigo} × {n}").format(codigo=visto.codigo, n=formatear_numero(cuantos))
    pedidos = _ya_pedidos(work, clave, necesita)
    if not pedidos:
        _alcanza(work, clase, visto.codigo, cuantos, necesita)
        pedidos = _repartidos(work, clase, necesita, referencia, motivo)
    hecho = movimientos.registrar_varios(work, clase, SALIDA, pedidos, clave)
    lote_id = work.connection.scalars(select(Lote.id).where(Lote.clave == clave)).one()
    return Result(KitEntregado(visto.codigo, cuantos, lote_id, tuple(hecho.value)), hecho.change)


def enteros(cantidad: str | int | Decimal) -> int:
    """How many kits, as typed. Raises CantidadInvalidaError for what is no whole number above zero."""
    numero = cantidad_positiva(cantidad)
    if numero != int(numero):
        raise CantidadInvalidaError(cantidad, tr("los kits salen enteros"))
    return int(numero)


def _ya_pedidos(work: Work, clave: str, necesita: Mapping[int, Decimal]) -> list[Pedido]:
    """What the batch with that UUID took, as it was asked for; nothing when there is none."""
    filas = work.connection.execute(
        select(Movimiento.articulo_id, Movimiento.cantidad, Movimiento.ubicacion_id)
        .join(Lote, Lote.id == Movimiento.lote_id)
        .where(Lote.clave == clave, Movimiento.tipo != ANULACION)
        .order_by(Movimiento.id)
    ).all()
    tomado: dict[int, Decimal] = {}
    for fila in filas:
        tomado[fila.articulo_id] = tomado.get(fila.articulo_id, Decimal(0)) - fila.cantidad
    if filas and tomado != dict(necesita):
        raise ClaveRepetidaError(clave)
    return [Pedido(fila.articulo_id, -fila.cantidad, fila.ubicacion_id) for fila in filas]


def _alcanza(work: Work, clase: str, codigo: str, cuantos: int, necesita: Mapping[int, Decimal]) -> None:
    """Say everything that is short at once."""
    faltan = [
        tr("{n} de {codigo}").format(n=formatear_numero(necesita[a] - max(libre, Decimal(0))), codigo=suyo)
        for a, (suyo, _nombre, libre) in sorted(kits_partes.articulos_de(work, clase, sorted(necesita)).items())
        if libre < necesita[a]
    ]
    if faltan:
        nombrados = ", ".join(faltan[:_NOMBRADOS])
        if len(faltan) > _NOMBRADOS:
            nombrados = tr("{estos} y {n} más").format(estos=nombrados, n=len(faltan) - _NOMBRADOS)
        raise StockInsuficienteError(
            tr("Para {n} × {codigo} faltan {faltan}.").format(
                n=formatear_numero(cuantos), codigo=codigo, faltan=nombrados
            )
        )


def _repartidos(work: Work, clase: str, necesita: Mapping[int, Decimal], referencia: str, motivo: str) -> list[Pedido]:
    """From which places: the article's usual one first, then where there is most of it."""
    orm = clase_de(clase).orm
    filas = work.connection.execute(
        select(Existencia.articulo_id, Existencia.ubicacion_id, Existencia.cantidad, Ubicacion.codigo, orm.ubicacion)
        .join(Ubicacion, Ubicacion.id == Existencia.ubicacion_id)
        .join(orm, orm.id == Existencia.articulo_id)
        .where(
            Existencia.clase == clase,
            entre(Existencia.articulo_id, sorted(necesita)),
            Existencia.longitud_mm == 0,
            Existencia.cantidad > 0,
        )
    ).all()
    lugares: dict[int, list[Any]] = {}
    for fila in filas:
        lugares.setdefault(fila.articulo_id, []).append(fila)
    pedidos: list[Pedido] = []
    for articulo_id, falta in sorted(necesita.items()):
        for fila in sorted(lugares.get(articulo_id, []), key=_donde_primero):
            lugar_id, hay = fila.ubicacion_id, fila.cantidad
            toma = min(falta, hay)
            if toma > 0:
                pedidos.append(Pedido(articulo_id, toma, lugar_id, referencia=referencia, motivo=motivo))
            falta -= toma
        if falta > 0:
            raise ValueError(f"article {articulo_id} has less in its places than in stock")
    return pedidos


def _donde_primero(fila: Any) -> tuple[bool, Decimal, int]:
    return fila.codigo != fila.ubicacion, -fila.cantidad, fila.ubicacion_id
