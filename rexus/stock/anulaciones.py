"""Undoing: a movement is never erased, an ANULACION of the opposite sign points at it (DOMAIN rule 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, exists, or_, select
from sqlalchemy.orm import aliased

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError, NoEncontradoError
from rexus.base.text import contados, tr
from rexus.db.work import Work
from rexus.seguridad import AJUSTAR, exigir
from rexus.stock import deshacer, ledger, lotes
from rexus.stock.clases import clase_de, exigir_alguna
from rexus.stock.errors import StockInsuficienteError, YaAnuladoError
from rexus.stock.ledger import AJUSTE, ANULACION, CONTEO, TRANSFERENCIA, Asiento, MovimientoHecho
from rexus.stock.movimientos import cambio, texto
from rexus.stock.orm import Lote, Movimiento


@dataclass(frozen=True)
class LoteEntero:
    """A batch that holds together or not at all; `tipo` as `deshacer` calls it."""

    id: int
    tipo: str


@dataclass(frozen=True)
class Anulado:
    """The annulments that one request posted: one, or two for the legs of a transfer.

    `lote`: the movement was part of that batch, which is only undone whole: all of its annulments.
    """

    movimiento_id: int
    anulaciones: tuple[MovimientoHecho, ...]
    lote: LoteEntero | None = None


def anular(work: Work, movimiento_id: int, motivo: str = "", clave: str | None = None) -> Result[Anulado]:
    """Undo one movement; of a transfer both legs. Asking again with the same UUID adds nothing.

    Raises NoEncontradoError, YaAnuladoError, and StockInsuficienteError when what came in has left since.
    """
    original = work.connection.execute(
        select(Movimiento.clase, Movimiento.articulo_id, Movimiento.tipo, Movimiento.obra_id, Lote.id, Lote.tipo)
        .outerjoin(Lote, Lote.id == Movimiento.lote_id)
        .where(Movimiento.id == movimiento_id)
    ).one_or_none()
    if original is None:
        exigir_alguna(work.actor, "modificar")
        raise NoEncontradoError(
            tr("No existe el movimiento {id}. No se registró nada.").format(id=movimiento_id),
            tr("Ver los números en el kardex del artículo."),
        )
    clase, articulo_id, tipo, obra_id, lote_id, tipo_de_lote = original
    if tipo_de_lote in deshacer.ENTEROS:
        # A cut and a reception hold together or not at all.
        lote = LoteEntero(lote_id, tipo_de_lote)
        try:
            hechos = anular_lote(work, lote_id, motivo, clave)
        except (StockInsuficienteError, ConflictoError) as error:
            error.frase = f"{_es_parte(movimiento_id, lote)} {error.frase}"
            raise
        return Result(Anulado(movimiento_id, tuple(hechos.value), lote), hechos.change)
    _exigir(work, clase, tipo)
    if obra_id is not None:
        exigir(work.actor, "obras.modificar")
    clave = ledger.nueva_clave(clave)
    motivo = texto(motivo, "motivo", 255)
    deshacer.bloquear_obras(work, de_movimientos=(movimiento_id,))
    # Both legs of a transfer move the same article.
    ledger.bloquear(work, clase, (articulo_id,))
    partes = _partes(work, movimiento_id)
    hechas = tuple(
        _una(work, parte, motivo, clave if n == 0 else lotes.clave_de_linea(clave, n)) for n, parte in enumerate(partes)
    )
    if obra_id is not None and lote_id is not None:
        deshacer.devolver_usadas(work, lote_id, [(p.id, h) for p, h in zip(partes, hechas, strict=True)])
        deshacer.exigir_entregado(work, [movimiento_id])
    return Result(Anulado(movimiento_id, hechas), cambio(clase, *(h.articulo_id for h in hechas)))


def frase_de_entero(anulado: Anulado) -> str:
    """What undoing one movement did to all of its batch; empty when it undid only that one."""
    if anulado.lote is None:
        return ""
    return tr("{es_parte} Se deshizo: {movimientos}.").format(
        es_parte=_es_parte(anulado.movimiento_id, anulado.lote),
        movimientos=contados(len(anulado.anulaciones), tr("movimiento anulado"), tr("movimientos anulados")),
    )


def _es_parte(movimiento_id: int, lote: LoteEntero) -> str:
    return tr("El movimiento {id} es parte del {lote}, que se deshace todo junto.").format(
        id=movimiento_id, lote=deshacer.nombre(lote.tipo, lote.id)
    )


def anular_lote(work: Work, lote_id: int, motivo: str, clave: str | None = None) -> Result[list[MovimientoHecho]]:
    """Undo every movement of a batch that is not undone yet, newest first, and what it did to reservations.

    All or nothing. Raises as `anular`; NoEncontradoError without such a batch; YaAnuladoError for a batch of an obra or
    an order that was undone before.
    """
    lote = work.connection.execute(select(Lote.tipo, Lote.estado).where(Lote.id == lote_id)).one_or_none()
    filas = work.connection.execute(
        select(*_COLUMNAS)
        .where(Movimiento.lote_id == lote_id, Movimiento.tipo != ANULACION)
        .order_by(Movimiento.id.desc())
    ).all()
    de_obra = lote is not None and lote.tipo in deshacer.PERMISOS
    if lote is None:
        exigir_alguna(work.actor, "modificar")
        raise NoEncontradoError(tr("No existe el lote {id}. No se registró nada.").format(id=lote_id))
    if not (filas or de_obra):
        exigir_alguna(work.actor, "modificar")
        return Result([], NOTHING)
    if de_obra:
        # A cut for no obra is the catalogue's own affair.
        if lote.tipo != deshacer.CORTE or filas[0].obra_id is not None:
            exigir(work.actor, deshacer.PERMISOS[lote.tipo])
        deshacer.bloquear(work, lote_id)
    if not de_obra or lote.tipo == deshacer.CORTE:
        for clase in sorted({fila.clase for fila in filas}):
            _exigir(work, clase, *(fila.tipo for fila in filas))
    clave = ledger.nueva_clave(clave)
    motivo = texto(motivo, "motivo", 255)
    for clase in sorted({fila.clase for fila in filas}):
        ledger.bloquear(work, clase, (fila.articulo_id for fila in filas if fila.clase == clase))
    nuevo = de_obra and deshacer.empezar(work, lote_id)
    hechos = []
    for n, fila in enumerate(filas):
        work.avance.paso(n, len(filas))
        de_linea = lotes.clave_de_linea(clave, fila.id)
        previa = _anulado(work, fila.id)
        if previa is None or (de_obra and previa == de_linea):
            hecho = _una(work, fila, motivo, de_linea)
            hechos.append(hecho)
            if de_obra:
                deshacer.devolver_usadas(work, lote_id, [(fila.id, hecho)])
    if nuevo:
        deshacer.exigir_entregado(work, [fila.id for fila in filas])
        deshacer.terminar(work, lote_id, motivo)
    elif de_obra and not hechos:
        raise YaAnuladoError(0, tr("El lote {id} ya estaba deshecho. No se registró nada.").format(id=lote_id))
    clases = sorted({fila.clase for fila in filas})
    ids = tuple(h.articulo_id for h in hechos)
    if not de_obra:
        return Result(hechos, cambio(clases[0], *ids))
    return Result(hechos, Change.of("movimiento", "reserva", "obra", "pedido", "lote", *clases))


def _exigir(work: Work, clase: str, *tipos: str) -> None:
    """Who undoes a correction corrects: it needs the same right."""
    exigir(work.actor, f"{clase_de(clase).permiso}.modificar")
    if {AJUSTE, CONTEO} & set(tipos):
        exigir(work.actor, AJUSTAR)


_COLUMNAS = (
    Movimiento.id,
    Movimiento.clase,
    Movimiento.articulo_id,
    Movimiento.tipo,
    Movimiento.cantidad,
    Movimiento.longitud_mm,
    Movimiento.ubicacion_id,
    Movimiento.obra_id,
    Movimiento.referencia,
    Movimiento.par_id,
    Movimiento.lote_id,
)


def _partes(work: Work, movimiento_id: int) -> list[Row[*tuple[Any, ...]]]:
    """The movement and the other leg, the incoming one first: its goods must still be there."""
    uno = work.connection.execute(select(*_COLUMNAS).where(Movimiento.id == movimiento_id)).one()
    condicion = Movimiento.par_id == uno.id
    if uno.par_id is not None:
        condicion = or_(condicion, Movimiento.id == uno.par_id)
    otras = work.connection.execute(select(*_COLUMNAS).where(condicion)).all()
    return sorted([uno, *otras], key=lambda fila: fila.cantidad, reverse=True)


def _una(work: Work, fila: Row[*tuple[Any, ...]], motivo: str, clave: str) -> MovimientoHecho:
    if fila.tipo == ANULACION:
        raise YaAnuladoError(
            fila.id, tr("El movimiento {id} es una anulación y no se anula. No se registró nada.").format(id=fila.id)
        )
    previa = _anulado(work, fila.id)
    if previa and previa != clave:
        raise YaAnuladoError(
            fila.id, tr("El movimiento {id} ya estaba anulado. No se registró nada.").format(id=fila.id)
        )
    asiento = Asiento(
        clave,
        fila.clase,
        fila.articulo_id,
        ANULACION,
        -fila.cantidad,
        fila.ubicacion_id,
        fila.longitud_mm,
        referencia=fila.referencia,
        motivo=motivo,
        anula_id=fila.id,
        lote_id=fila.lote_id,
        obra_id=fila.obra_id,
        entre_lugares=fila.tipo == TRANSFERENCIA,
    )
    try:
        return ledger.asentar(work, asiento)
    except StockInsuficienteError as error:
        error.que_hacer = _que_hacer_antes(work, fila, reservado=error.por_reservas)
        raise


def _que_hacer_antes(work: Work, fila: Row[*tuple[Any, ...]], *, reservado: bool) -> str:
    """What has to be undone before: who holds what came in, or what last took it from there."""
    if reservado:
        return tr("Liberar primero lo que está reservado.")
    anulacion = aliased(Movimiento)
    despues = work.connection.execute(
        select(Movimiento.id, Movimiento.lote_id, Lote.tipo)
        .outerjoin(Lote, Lote.id == Movimiento.lote_id)
        .where(
            Movimiento.id > fila.id,
            Movimiento.clase == fila.clase,
            Movimiento.articulo_id == fila.articulo_id,
            Movimiento.longitud_mm == fila.longitud_mm,
            Movimiento.ubicacion_id == fila.ubicacion_id,
            Movimiento.cantidad < 0,
            Movimiento.tipo != ANULACION,
            ~exists().where(anulacion.anula_id == Movimiento.id),
        )
        .order_by(Movimiento.id.desc())
        .limit(1)
    ).one_or_none()
    if despues is None:
        return tr("Devolver primero lo que salió de ese lugar.")
    quien = (
        tr("movimiento {id}").format(id=despues.id)
        if despues.tipo is None
        else deshacer.nombre(despues.tipo, despues.lote_id)
    )
    return tr("Lo que entró ya salió después: deshacer primero el {quien}.").format(quien=quien)


def _anulado(work: Work, movimiento_id: int) -> str | None:
    """The UUID of the annulment of a movement, None if there is none."""
    return work.connection.scalar(select(Movimiento.clave).where(Movimiento.anula_id == movimiento_id))
