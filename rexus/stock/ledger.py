"""The ledger: the one place that adds movements and changes stock. DOMAIN rules 1 to 5 hold because of these lines.

A movement, the existencia and the running stock it changes, and the audit entry are written in the caller's one
transaction. Every change is guarded by the UPDATE's own WHERE, so the rule holds whoever else writes.

On a server the article's row is locked first, whatever else is read of the article comes after: so its movements have
ids in the order in which they happened, and each tells the stock that there was after it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import bindparam, select

from rexus.base.errors import ConflictoError, DatoInvalidoError
from rexus.base.text import formatear_numero, tr
from rexus.db import locking
from rexus.db.locking import es_servidor
from rexus.db.types import CANTIDAD_MAXIMA
from rexus.db.work import Work
from rexus.stock.cantidades import longitud
from rexus.stock.clases import Clase, clase_de
from rexus.stock.errors import (
    ArticuloInactivoError,
    ArticuloInexistenteError,
    CantidadInvalidaError,
    ClaveRepetidaError,
    StockInsuficienteError,
)
from rexus.stock.orm import Existencia, Movimiento, Ubicacion
from rexus.stock.sentencias import sentencias

_LUGAR = select(Movimiento.ubicacion_id).where(Movimiento.clave == bindparam("p_clave"))

ENTRADA, SALIDA, AJUSTE = "ENTRADA", "SALIDA", "AJUSTE"
TRANSFERENCIA, CONTEO, ANULACION = "TRANSFERENCIA", "CONTEO", "ANULACION"

# What a UUID names: the same one with any of these different is another movement.
_IDENTIDAD = ("clase", "articulo_id", "tipo", "cantidad", "longitud_mm", "ubicacion_id", "obra_id", "anula_id")


@dataclass(frozen=True)
class Asiento:
    """A movement to be added. `cantidad` is signed, in pieces; `longitud_mm` 0 is the article's own length."""

    clave: str
    clase: str
    articulo_id: int
    tipo: str
    cantidad: Decimal
    ubicacion_id: int
    longitud_mm: int = 0
    referencia: str = ""
    motivo: str = ""
    anula_id: int | None = None
    par_id: int | None = None
    lote_id: int | None = None
    obra_id: int | None = None
    # A leg of a transfer: the place's count changes, the article's stock does not, however much of it is reserved.
    entre_lugares: bool = False

    def del_lote(self, lote_id: int) -> Asiento:
        """The same movement as part of a batch."""
        return replace(self, lote_id=lote_id)


@dataclass(frozen=True)
class MovimientoHecho:
    """A movement that is in the ledger. `repetido` says that the UUID was there before and nothing was added."""

    id: int
    clave: str
    articulo_id: int
    codigo: str
    tipo: str
    cantidad: Decimal
    stock_resultante: Decimal
    repetido: bool = False


def nueva_clave(clave: str | None = None) -> str:
    """The UUID of an attempt in its usual form; a new one for None. Raises DatoInvalidoError for what is no UUID."""
    if clave is None:
        return str(uuid.uuid4())
    try:
        return str(uuid.UUID(clave))
    except ValueError:
        raise DatoInvalidoError(
            tr("«{clave}» no es una clave UUID. No se registró nada.").format(clave=clave[:60]),
            campos={"clave": tr("no es un UUID")},
        ) from None


def bloquear(work: Work, clase: str, articulos: Iterable[int]) -> None:
    """Let nobody else move those articles until the transaction ends.

    For whoever looks at several things before the first movement, or moves several articles.
    """
    locking.bloquear(work.connection, clase_de(clase).orm, articulos)


def lugar_de(work: Work, clave: str) -> int | None:
    """Where the movement with that UUID took place; a repeated attempt means the same place."""
    return work.connection.scalar(_LUGAR, {"p_clave": clave})


def asentar(work: Work, asiento: Asiento) -> MovimientoHecho:
    """Add a movement and change the stock it tells of, or refuse it whole.

    The same UUID with the same content returns the movement that is there. Raises StockInsuficienteError,
    ArticuloInexistenteError, ArticuloInactivoError (goods may always leave), ClaveRepetidaError, DatoInvalidoError,
    and ConflictoError for a place that is inactive or does not exist.
    """
    longitud(asiento.longitud_mm)
    clase = clase_de(asiento.clase)
    codigo, activo = _articulo(work, clase, asiento.articulo_id)
    previo = _ya_asentado(work, asiento, codigo)
    if previo is not None:
        return previo
    if not activo and asiento.cantidad > 0 and asiento.tipo != ANULACION:
        raise ArticuloInactivoError(codigo)
    _mover_existencia(work, asiento, codigo)
    resultante = _mover_stock(work, asiento, codigo)
    movimiento_id = work.connection.execute(
        sentencias(asiento.clase).nuevo_movimiento,
        {
            "clave": asiento.clave,
            "fecha": work.now(),
            "clase": asiento.clase,
            "articulo_id": asiento.articulo_id,
            "tipo": asiento.tipo,
            "cantidad": asiento.cantidad,
            "longitud_mm": asiento.longitud_mm,
            "ubicacion_id": asiento.ubicacion_id,
            "stock_resultante": resultante,
            "usuario": work.actor.usuario,
            "obra_id": asiento.obra_id,
            "referencia": asiento.referencia,
            "motivo": asiento.motivo,
            "anula_id": asiento.anula_id,
            "par_id": asiento.par_id,
            "lote_id": asiento.lote_id,
        },
    ).scalar_one()
    antes = resultante if asiento.entre_lugares else resultante - asiento.cantidad
    work.anotar(
        clase.permiso,
        asiento.tipo.lower(),
        clase.tabla,
        asiento.articulo_id,
        antes={"stock": antes, "longitud_mm": asiento.longitud_mm},
        despues={"stock": resultante, "longitud_mm": asiento.longitud_mm, "movimiento": movimiento_id},
    )
    return MovimientoHecho(
        movimiento_id, asiento.clave, asiento.articulo_id, codigo, asiento.tipo, asiento.cantidad, resultante
    )


def _ya_asentado(work: Work, asiento: Asiento, codigo: str) -> MovimientoHecho | None:
    fila = work.connection.execute(sentencias(asiento.clase).previo, {"p_clave": asiento.clave}).one_or_none()
    if fila is None:
        return None
    if any(getattr(fila, campo) != getattr(asiento, campo) for campo in _IDENTIDAD):
        raise ClaveRepetidaError(asiento.clave)
    return MovimientoHecho(
        fila.id,
        asiento.clave,
        fila.articulo_id,
        codigo,
        fila.tipo,
        fila.cantidad,
        fila.stock_resultante,
        repetido=True,
    )


def _articulo(work: Work, clase: Clase, articulo_id: int) -> tuple[str, bool]:
    fila = work.connection.execute(sentencias(clase.nombre).articulo, {"p_articulo": articulo_id}).one_or_none()
    if fila is None:
        raise ArticuloInexistenteError(articulo_id)
    return fila.codigo, fila.activo


def _mover_existencia(work: Work, asiento: Asiento, codigo: str) -> None:
    """Change how many there are in the place; the first goods of an article in a place make its row."""
    listas = sentencias(asiento.clase)
    # An inactive place gives, and takes back what an annulment returns; nothing new goes into it.
    recibe = asiento.cantidad > 0 and asiento.tipo != ANULACION
    if recibe and es_servidor(work.connection):
        work.connection.execute(listas.lugar, {"p_lugar": asiento.ubicacion_id}).all()
    cambiadas = work.connection.execute(
        listas.recibir_existencia if recibe else listas.mover_existencia,
        {
            "p_articulo": asiento.articulo_id,
            "p_lugar": asiento.ubicacion_id,
            "p_longitud": asiento.longitud_mm,
            "p_cantidad": asiento.cantidad,
        },
    ).rowcount
    if cambiadas:
        return
    if asiento.cantidad < 0:
        raise StockInsuficienteError(_lo_que_hay(work, asiento, codigo))
    if recibe and not work.connection.scalar(listas.lugar, {"p_lugar": asiento.ubicacion_id}):
        raise ConflictoError(
            tr("Esa ubicación no existe o está inactiva. No se registró nada."), tr("Elegir otra ubicación.")
        )
    work.connection.execute(
        listas.nueva_existencia,
        {
            "clase": asiento.clase,
            "articulo_id": asiento.articulo_id,
            "ubicacion_id": asiento.ubicacion_id,
            "longitud_mm": asiento.longitud_mm,
            "cantidad": asiento.cantidad,
        },
    )


def _mover_stock(work: Work, asiento: Asiento, codigo: str) -> Decimal:
    """Change the running stock and return it. Remnants have no running stock: theirs is counted from existencias."""
    listas = sentencias(asiento.clase)
    articulo = {"p_articulo": asiento.articulo_id}
    if asiento.longitud_mm:
        total = work.connection.scalar(listas.suma_de_retazos, {**articulo, "p_longitud": asiento.longitud_mm})
        en_camino = asiento.cantidad if asiento.entre_lugares and asiento.cantidad < 0 else Decimal(0)
        if asiento.cantidad > 0 and total > CANTIDAD_MAXIMA:
            raise CantidadInvalidaError(asiento.cantidad, tr("el stock sería demasiado grande"))
        return Decimal(total or 0) - en_camino
    if asiento.entre_lugares:
        return work.connection.execute(listas.stock, articulo).one().stock_actual  # type: ignore[no-any-return]
    resultante: Decimal | None = work.connection.execute(
        listas.mover_stock, {**articulo, "p_cantidad": asiento.cantidad}
    ).scalar_one_or_none()
    if resultante is not None:
        return resultante
    if asiento.cantidad > 0:
        raise CantidadInvalidaError(asiento.cantidad, tr("el stock sería demasiado grande"))
    actual, reservado = work.connection.execute(listas.stock, articulo).one()
    raise StockInsuficienteError.por_reserva(codigo, actual, reservado)


def _lo_que_hay(work: Work, asiento: Asiento, codigo: str) -> str:
    """«No hay 7 de 564002: quedan 6 en Rack C16. Además hay 4 en Rack A3.»; of remnants the length too."""
    filas = work.connection.execute(
        select(Ubicacion.id, Ubicacion.codigo, Existencia.cantidad)
        .join(Existencia, Existencia.ubicacion_id == Ubicacion.id)
        .where(
            Existencia.clase == asiento.clase,
            Existencia.articulo_id == asiento.articulo_id,
            Existencia.longitud_mm == asiento.longitud_mm,
            Existencia.cantidad > 0,
        )
        .order_by(Ubicacion.codigo)
    ).all()
    aqui = next((f.cantidad for f in filas if f.id == asiento.ubicacion_id), Decimal(0))
    lugar = work.connection.scalar(select(Ubicacion.codigo).where(Ubicacion.id == asiento.ubicacion_id)) or "?"
    frase = tr("No hay {pedidas} de {codigo}: quedan {aqui} en {lugar}.").format(
        pedidas=formatear_numero(-asiento.cantidad),
        codigo=tr("{codigo} de {mm} mm").format(codigo=codigo, mm=formatear_numero(asiento.longitud_mm))
        if asiento.longitud_mm
        else codigo,
        aqui=formatear_numero(aqui),
        lugar=lugar,
    )
    otras = [
        tr("{n} en {lugar}").format(n=formatear_numero(f.cantidad), lugar=f.codigo)
        for f in filas
        if f.id != asiento.ubicacion_id
    ]
    return f"{frase} {tr('Además hay')} {', '.join(otras[:5])}." if otras else frase
