"""What undoing a batch does besides annulling its movements: reservations come back or go, an order waits again.

Parts of undoing (`anulaciones`). What was used of a reservation goes back to it while the obra is open; what the batch
set apart is freed as far as it is still there; what it freed is set apart again, or the whole is refused. Of a kit that
was set apart, what the obra needed for it goes as well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import aliased

from rexus.base.errors import ConflictoError
from rexus.base.text import tr
from rexus.db.lists import entre
from rexus.db.locking import con_bloqueo
from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import cuentas_obra, estado_pedido, libro_reservas, obras, requerimientos
from rexus.stock.clases import clase_de
from rexus.stock.ledger import MovimientoHecho
from rexus.stock.libro_reservas import CERO, DESHACER, Apunte, Clave
from rexus.stock.orm import Lote, Movimiento
from rexus.stock.orm_compras import PedidoCompra, Recepcion
from rexus.stock.orm_obras import ReservaAsiento

CORTE: Final = "CORTE"
RECEPCION: Final = "RECEPCION"
#: The kinds of batches that belong to an obra or an order, and who may undo them.
PERMISOS: Final = {
    "RESERVA": "obras.modificar",
    "ENTREGA": "obras.modificar",
    "DEVOLUCION": "obras.modificar",
    CORTE: "obras.modificar",
    # Who registers what comes in also says that it did not.
    RECEPCION: "inventario.modificar",
}
#: Of these no single movement is undone, always all of them.
ENTEROS: Final = frozenset({CORTE, RECEPCION})

_A = ReservaAsiento


def nombre(tipo: str, lote_id: int) -> str:
    """What people call a batch: «lote 7 (corte)»."""
    tipos = {
        "RESERVA": tr("reserva"),
        "ENTREGA": tr("entrega"),
        "DEVOLUCION": tr("devolución"),
        CORTE: tr("corte"),
        RECEPCION: tr("recepción"),
        "KIT": tr("kit"),
        "RAPIDO": tr("movimiento rápido"),
        "CONTEO": tr("conteo"),
        "IMPORTACION": tr("importación"),
    }
    que = f" ({tipos[tipo]})" if tipo in tipos else ""
    return tr("lote {id}{que}").format(id=lote_id, que=que)


def renglones(work: Work, lote_id: int) -> int:
    """How many lines of reservations were undone with a batch, besides its movements."""
    exigir(work.actor, "obras.ver")
    lineas = (
        select(_A.obra_id, _A.clase, _A.articulo_id)
        .where(_A.lote_id == lote_id, _A.accion == DESHACER, _A.movimiento_id.is_(None))
        .distinct()
        .subquery()
    )
    return work.connection.execute(select(func.count()).select_from(lineas)).scalar_one()


def bloquear(work: Work, lote_id: int) -> None:
    """Nobody else changes the order and the obras of a batch, nor the articles that it set apart or freed."""
    pedido = work.connection.scalar(select(Recepcion.pedido_id).where(Recepcion.lote_id == lote_id))
    if pedido is not None:
        work.connection.execute(
            con_bloqueo(select(PedidoCompra.id).where(PedidoCompra.id == pedido), PedidoCompra)
        ).all()
    bloquear_obras(work, de_lote=lote_id)
    movidos = select(Movimiento.clase, Movimiento.articulo_id).where(Movimiento.lote_id == lote_id)
    apuntados = select(_A.clase, _A.articulo_id).where(_A.lote_id == lote_id)
    filas: Any = work.connection.execute(movidos.union(apuntados))
    libro_reservas.articulos_bloqueados(work, {(fila.clase, fila.articulo_id) for fila in filas})


def bloquear_obras(work: Work, *, de_lote: int | None = None, de_movimientos: Sequence[int] = ()) -> None:
    """The obras whose reservations a batch or some movements changed, before any article is locked."""
    cuales = _A.lote_id == de_lote if de_lote is not None else entre(_A.movimiento_id, de_movimientos)
    suyas = work.connection.scalars(select(_A.obra_id).where(cuales).distinct()).all()
    if suyas:
        obras.bloquear(work, tuple(suyas))


def devolver_usadas(work: Work, lote_id: int, anulados: Sequence[tuple[int, MovimientoHecho]]) -> None:
    """Give reservations back what those movements (id, annulment) used of them, for obras that are still open."""
    por_movimiento = {id_: hecho.id for id_, hecho in anulados if not hecho.repetido}
    if not por_movimiento:
        return
    codigos = {id_: hecho.codigo for id_, hecho in anulados}
    filas = work.connection.execute(
        select(_A.obra_id, _A.clase, _A.articulo_id, _A.cantidad, _A.movimiento_id).where(
            entre(_A.movimiento_id, sorted(por_movimiento)), _A.accion != DESHACER
        )
    ).all()
    if not filas:
        return
    abiertas = {o.id for o in obras.bloquear(work, tuple(fila.obra_id for fila in filas)) if o.abierta}
    apuntes = [
        Apunte(
            f.obra_id, f.clase, f.articulo_id, codigos[f.movimiento_id], -f.cantidad, DESHACER,
            por_movimiento[f.movimiento_id],
        )
        for f in filas
        if f.obra_id in abiertas
    ]  # fmt: skip
    libro_reservas.apuntar(work, apuntes, lote_id)


def exigir_entregado(work: Work, movimientos: Sequence[int]) -> None:
    """After the annulments: what an obra got of those articles is not less than nothing, or it gave it back meanwhile.

    Bars that were cut do not count: they cannot have come back. Raises ConflictoError.
    """
    m = aliased(Movimiento)
    fila: Any = work.connection.execute(
        select(m.obra_id, m.clase, m.articulo_id)
        .where(
            m.obra_id.is_not(None),
            m.longitud_mm == 0,
            ~cuentas_obra.de_corte(m.lote_id),
            exists().where(
                entre(Movimiento.id, movimientos),
                Movimiento.obra_id == m.obra_id,
                Movimiento.clase == m.clase,
                Movimiento.articulo_id == m.articulo_id,
            ),
        )
        .group_by(m.obra_id, m.clase, m.articulo_id)
        .having(func.sum(m.cantidad) > 0)
        .limit(1)
    ).first()
    if fila is None:
        return
    orm = clase_de(fila.clase).orm
    raise ConflictoError(
        tr("La obra {obra} ya devolvió lo que se le entregó de {codigo}. No se registró nada.").format(
            obra=obras.ficha(work, fila.obra_id).codigo,
            codigo=work.connection.scalar(select(orm.codigo).where(orm.id == fila.articulo_id)),
        ),
        tr("Anular primero la devolución."),
    )


def empezar(work: Work, lote_id: int) -> bool:
    """Before the movements: free what the batch set apart, as far as it is still there. False: it was undone before."""
    if work.connection.scalar(select(Lote.estado).where(Lote.id == lote_id)) != "aplicado":
        return False
    libres: list[Apunte] = []
    for (obra_id, clave), neto in _netos(work, lote_id).items():
        if neto > 0:
            queda = libro_reservas.de_obra(work, obra_id).get(clave, CERO)
            if sueltas := min(neto, queda):
                libres.append(Apunte(obra_id, *clave, "", -sueltas, DESHACER))
    libro_reservas.apuntar(work, _con_codigo(work, libres), lote_id)
    return True


def terminar(work: Work, lote_id: int, motivo: str) -> None:
    """After the movements: set apart again what the batch freed; the batch is undone, its order waits again.

    Raises StockInsuficienteError when it is not free any more, ObraCerradaError.
    """
    otra_vez = [
        Apunte(obra_id, *clave, "", -neto, DESHACER)
        for (obra_id, clave), neto in _netos(work, lote_id, solo_liberadas=True).items()
        if neto < 0
    ]
    for obra in obras.bloquear(work, tuple(a.obra_id for a in otra_vez)):
        obras.exigir_abierta(obra)
    libro_reservas.apuntar(work, _con_codigo(work, otra_vez), lote_id)
    work.connection.execute(update(Lote).where(Lote.id == lote_id).values(estado="revertido"))
    tipo, resumen = work.connection.execute(select(Lote.tipo, Lote.resumen).where(Lote.id == lote_id)).one()
    hecho = json.loads(resumen)
    if requeridas := hecho.get("requeridas"):
        # A kit that was set apart: the obra does not need it any more either.
        menos = {(r["clase"], r["articulo_id"]): Decimal(r["cantidad"]) for r in requeridas}
        requerimientos.restar(work, hecho["obra_id"], menos)
    modulo = PERMISOS[tipo].partition(".")[0]
    work.anotar(
        modulo, "deshacer", "lotes", lote_id,
        antes={"tipo": tipo, "estado": "aplicado"}, despues={"estado": "revertido", "motivo": motivo},
    )  # fmt: skip
    pedido = work.connection.scalar(select(Recepcion.pedido_id).where(Recepcion.lote_id == lote_id))
    if pedido is not None:
        estado_pedido.actualizar(work, pedido)


def _netos(work: Work, lote_id: int, *, solo_liberadas: bool = False) -> dict[tuple[int, Clave], Decimal]:
    """What a batch did to reservations without a movement, by obra and article."""
    consulta = (
        select(_A.obra_id, _A.clase, _A.articulo_id, func.sum(_A.cantidad, type_=Cantidad).label("neto"))
        .where(_A.lote_id == lote_id, _A.movimiento_id.is_(None))
        .group_by(_A.obra_id, _A.clase, _A.articulo_id)
    )
    if solo_liberadas:
        consulta = consulta.where(_A.accion == libro_reservas.LIBERAR)
    return {(f.obra_id, (f.clase, f.articulo_id)): f.neto for f in work.connection.execute(consulta)}


def _con_codigo(work: Work, apuntes: Sequence[Apunte]) -> list[Apunte]:
    articulos = libro_reservas.articulos_bloqueados(work, {a.clave for a in apuntes})
    return [Apunte(a.obra_id, a.clase, a.articulo_id, articulos[a.clave].codigo, a.cantidad, a.accion) for a in apuntes]
