"""Many movements at once, for imports and their undoing: the ledger's rules for stock, a statement per thousands.

Only for the articles' own length. The caller has made sure that the articles are active, and records the batch in the
outbox; the batch names its movements.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from rexus.base.errors import ConflictoError
from rexus.base.text import formatear_numero, tr
from rexus.db.lists import entre
from rexus.db.locking import con_bloqueo, sin_cambios
from rexus.db.types import CANTIDAD_MAXIMA
from rexus.db.work import Work
from rexus.stock.clases import clase_de
from rexus.stock.errors import CantidadInvalidaError, StockInsuficienteError
from rexus.stock.ledger import ANULACION, Asiento
from rexus.stock.orm import Existencia, Movimiento, Ubicacion

TRAMO = 5_000


def asentar_muchos(work: Work, clase: str, asientos: Sequence[Asiento]) -> None:
    """Add the movements in their order; all of them or, by the caller's transaction, none.

    The caller has made sure that no UUID is repeated. Raises StockInsuficienteError naming the article, and
    ConflictoError when goods would go into a place that became inactive.
    """
    for desde in range(0, len(asientos), TRAMO):
        _tramo(work, clase, asientos[desde : desde + TRAMO])


def _tramo(work: Work, clase: str, asientos: Sequence[Asiento]) -> None:
    orm: Any = clase_de(clase).orm
    conexion = work.connection
    ids = sorted({a.articulo_id for a in asientos})
    articulos = {
        fila.id: fila
        for fila in work.connection.execute(
            con_bloqueo(
                select(orm.id, orm.codigo, orm.stock_actual, orm.stock_reservado).where(entre(orm.id, ids)), orm
            ).order_by(orm.id)
        )
    }
    hay = {
        (fila.articulo_id, fila.ubicacion_id): fila.cantidad
        for fila in work.connection.execute(
            select(Existencia.articulo_id, Existencia.ubicacion_id, Existencia.cantidad).where(
                Existencia.clase == clase, entre(Existencia.articulo_id, ids), Existencia.longitud_mm == 0
            )
        )
    }
    nuevas = dict.fromkeys(
        (a.articulo_id, a.ubicacion_id) for a in asientos if (a.articulo_id, a.ubicacion_id) not in hay
    )
    _reciben(work, {a.ubicacion_id for a in asientos if a.cantidad > 0 and a.tipo != ANULACION})
    stock = {id_: fila.stock_actual for id_, fila in articulos.items()}
    ahora = work.now()
    filas: list[dict[str, Any]] = []
    for a in asientos:
        lugar = (a.articulo_id, a.ubicacion_id)
        hay[lugar] = hay.get(lugar, Decimal(0)) + a.cantidad
        if not a.entre_lugares:
            stock[a.articulo_id] += a.cantidad
        articulo = articulos[a.articulo_id]
        if hay[lugar] < 0:
            raise StockInsuficienteError(
                tr("De {codigo} ya no están las {cantidad} que habría que sacar: en el lugar hay {hay}.").format(
                    codigo=articulo.codigo,
                    cantidad=formatear_numero(-a.cantidad),
                    hay=formatear_numero(hay[lugar] - a.cantidad),
                )
            )
        if stock[a.articulo_id] < articulo.stock_reservado:
            antes = stock[a.articulo_id] - a.cantidad
            raise StockInsuficienteError.por_reserva(articulo.codigo, antes, articulo.stock_reservado)
        if stock[a.articulo_id] > CANTIDAD_MAXIMA:
            raise CantidadInvalidaError(a.cantidad, tr("el stock sería demasiado grande"))
        filas.append(
            {
                "clave": a.clave,
                "fecha": ahora,
                "clase": clase,
                "articulo_id": a.articulo_id,
                "tipo": a.tipo,
                "cantidad": a.cantidad,
                "longitud_mm": 0,
                "ubicacion_id": a.ubicacion_id,
                "stock_resultante": stock[a.articulo_id],
                "usuario": work.actor.usuario,
                "obra_id": a.obra_id,
                "referencia": a.referencia,
                "motivo": a.motivo,
                "anula_id": a.anula_id,
                "par_id": a.par_id,
                "lote_id": a.lote_id,
            }
        )
    _guardar_existencias(conexion, clase, hay, nuevas)
    tabla = orm.__table__
    conexion.execute(
        update(tabla).where(tabla.c.id == bindparam("de_id")).values(stock_actual=bindparam("nuevo")),
        [{"de_id": id_, "nuevo": cantidad} for id_, cantidad in stock.items()],
    )
    conexion.execute(insert(Movimiento.__table__), filas)  # type: ignore[arg-type]


def _reciben(work: Work, lugares: set[int]) -> None:
    """Keep those places active until the transaction ends. Raises ConflictoError when one is not."""
    halladas = work.connection.execute(
        sin_cambios(select(Ubicacion.codigo, Ubicacion.activo).where(entre(Ubicacion.id, sorted(lugares))), Ubicacion)
    ).all()
    if len(halladas) != len(lugares):
        raise ConflictoError(tr("Esa ubicación no existe. No se registró nada."), tr("Elegir otra ubicación."))
    for lugar in halladas:
        if not lugar.activo:
            raise ConflictoError(
                tr("La ubicación «{codigo}» está inactiva. No se registró nada.").format(codigo=lugar.codigo),
                tr("Elegir otra ubicación."),
            )


def _guardar_existencias(
    conexion: Any, clase: str, hay: dict[tuple[int, int], Decimal], nuevas: dict[tuple[int, int], None]
) -> None:
    tabla: Any = Existencia.__table__
    if nuevas:
        conexion.execute(
            insert(tabla),
            [
                {"clase": clase, "articulo_id": a, "ubicacion_id": u, "longitud_mm": 0, "cantidad": hay[a, u]}
                for a, u in nuevas
            ],
        )
    cambiadas = [{"a": a, "u": u, "nueva": c} for (a, u), c in hay.items() if (a, u) not in nuevas]
    if cambiadas:
        conexion.execute(
            update(tabla)
            .where(
                tabla.c.clase == clase,
                tabla.c.articulo_id == bindparam("a"),
                tabla.c.ubicacion_id == bindparam("u"),
                tabla.c.longitud_mm == 0,
            )
            .values(cantidad=bindparam("nueva")),
            cambiadas,
        )
