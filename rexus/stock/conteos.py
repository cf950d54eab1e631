"""Stocktake: what should be there, what was counted, and the differences posted as one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from rexus.base.changes import Result
from rexus.base.errors import ConflictoError, DatoInvalidoError
from rexus.base.text import fold, formatear_numero, tr
from rexus.db.lists import entre
from rexus.db.work import Work
from rexus.seguridad import AJUSTAR, exigir
from rexus.stock import ledger, lotes
from rexus.stock.cantidades import cantidad
from rexus.stock.clases import clase_de
from rexus.stock.errors import CantidadInvalidaError
from rexus.stock.ledger import CONTEO, Asiento, MovimientoHecho
from rexus.stock.movimientos import cambio
from rexus.stock.orm import Existencia, Ubicacion


@dataclass(frozen=True)
class LineaConteo:
    """One line of the sheet: what the books say is in a place, in pieces."""

    articulo_id: int
    codigo: str
    descripcion: str
    ubicacion_id: int
    ubicacion: str
    longitud_mm: int
    esperado: Decimal


@dataclass(frozen=True)
class Contado:
    """What was counted, and what the sheet expected when it was made."""

    articulo_id: int
    ubicacion_id: int
    longitud_mm: int
    esperado: Decimal
    contado: str | int | Decimal


@dataclass(frozen=True)
class ConteoHecho:
    """A posted stocktake. Lines that were as expected add no movement."""

    lote_id: int
    lineas: int
    diferencias: tuple[MovimientoHecho, ...]


class ConteoViejoError(ConflictoError):
    """Goods moved between the making of the sheet and its posting; `lineas` are the ones to count again."""

    def __init__(self, lineas: Sequence[tuple[str, str, Decimal, Decimal]]) -> None:
        muestra = "; ".join(
            tr("{codigo} en {lugar}: la planilla dice {antes}, ahora hay {ahora}").format(
                codigo=codigo, lugar=lugar, antes=formatear_numero(antes), ahora=formatear_numero(ahora)
            )
            for codigo, lugar, antes, ahora in lineas[:5]
        )
        super().__init__(
            tr("Hubo movimientos después de hacer la planilla ({muestra}). No se registró nada.").format(
                muestra=muestra
            ),
            tr("Actualizar la planilla y volver a contar esas líneas."),
            titulo=tr("La planilla quedó vieja"),
        )
        self.lineas = tuple(lineas)


def planilla(
    work: Work, clase: str, *, ubicacion_id: int | None = None, articulos: Sequence[int] | None = None
) -> list[LineaConteo]:
    """The sheet of a place, or of chosen articles wherever they are (also where there is none left), in walking order.

    An article with no existencia anywhere gets a line at its usual place, so that what is found can be entered.
    """
    exigir(work.actor, f"{clase_de(clase).permiso}.ver")
    c = clase_de(clase)
    orm, titular = c.orm, c.titular
    consulta = (
        select(
            orm.id,
            orm.codigo,
            getattr(orm, titular),
            Ubicacion.id,
            Ubicacion.codigo,
            Existencia.longitud_mm,
            Existencia.cantidad,
        )
        .join(Existencia, (Existencia.articulo_id == orm.id) & (Existencia.clase == clase))
        .join(Ubicacion, Ubicacion.id == Existencia.ubicacion_id)
    )
    if ubicacion_id is not None:
        consulta = consulta.where(Existencia.ubicacion_id == ubicacion_id)
    lineas: list[LineaConteo] = []
    if articulos is None:
        lineas += [LineaConteo(*fila) for fila in work.connection.execute(consulta)]
    else:
        for desde in range(0, len(articulos), 500):
            parte = list(articulos[desde : desde + 500])
            filas = [LineaConteo(*fila) for fila in work.connection.execute(consulta.where(entre(orm.id, parte)))]
            lineas += filas
            sin_nada = set(parte) - {linea.articulo_id for linea in filas if linea.longitud_mm == 0}
            if sin_nada and ubicacion_id is None:
                lineas += _en_su_lugar(work, clase, sin_nada)
    return sorted(lineas, key=lambda linea: (fold(linea.ubicacion), linea.codigo, linea.longitud_mm))


def registrar_conteo(
    work: Work, clase: str, contados: Sequence[Contado], *, origen: str = "", clave: str | None = None
) -> Result[ConteoHecho]:
    """Post the differences as CONTEO movements of one batch: all of them or none.

    Raises CantidadInvalidaError for a count below zero, ConteoViejoError when goods moved since the sheet was made,
    StockInsuficienteError when a count would leave less than is reserved, ClaveRepetidaError when `clave` names
    another batch. Needs the right to adjust stock besides that to change the module.
    """
    exigir(work.actor, f"{clase_de(clase).permiso}.modificar")
    exigir(work.actor, AJUSTAR)
    if not contados:
        raise DatoInvalidoError(tr("No se cargó ninguna cantidad contada: no hay nada que registrar."))
    clave = ledger.nueva_clave(clave)
    numeros = [_no_negativa(linea.contado) for linea in contados]
    ledger.bloquear(work, clase, (linea.articulo_id for linea in contados))
    repetido = lotes.existe(work, clave)
    if not repetido:
        _sin_cambios(work, clase, contados)
    lote_id = lotes.abrir(work, clave, CONTEO, clase, origen=origen)
    hechos = []
    lineas = list(enumerate(zip(contados, numeros, strict=True)))
    # What was found comes before what is missing: goods counted in another place still cover what is reserved.
    lineas.sort(key=lambda cada: cada[1][1] < cada[1][0].esperado)
    for paso, (n, (linea, contado)) in enumerate(lineas):
        work.avance.paso(paso, len(contados))
        if contado != linea.esperado:
            hechos.append(
                ledger.asentar(
                    work,
                    Asiento(
                        lotes.clave_de_linea(clave, n),
                        clase,
                        linea.articulo_id,
                        CONTEO,
                        contado - linea.esperado,
                        linea.ubicacion_id,
                        linea.longitud_mm,
                        motivo=origen[:255],
                        lote_id=lote_id,
                    ),
                )
            )
    if repetido:
        lotes.mismas_lineas(work, clave, lote_id, hechos)
    hecho = ConteoHecho(lote_id, len(contados), tuple(hechos))
    return Result(hecho, cambio(clase, *(h.articulo_id for h in hechos)))


def _no_negativa(valor: str | int | Decimal) -> Decimal:
    numero = cantidad(valor)
    if numero < 0:
        raise CantidadInvalidaError(valor, tr("no puede haber menos que cero"))
    return numero


def _sin_cambios(work: Work, clase: str, contados: Sequence[Contado]) -> None:
    """Raise ConteoViejoError unless every line is as the sheet says. A repeated posting was checked the first time."""
    orm = clase_de(clase).orm
    hay = _lo_que_hay(work, clase, {linea.articulo_id for linea in contados})
    viejas = []
    for linea in contados:
        ahora = hay.get((linea.articulo_id, linea.ubicacion_id, linea.longitud_mm), Decimal(0))
        if ahora != linea.esperado:
            codigo = work.connection.scalar(select(orm.codigo).where(orm.id == linea.articulo_id)) or "?"
            lugar = work.connection.scalar(select(Ubicacion.codigo).where(Ubicacion.id == linea.ubicacion_id)) or "?"
            viejas.append((codigo, lugar, linea.esperado, ahora))
    if viejas:
        raise ConteoViejoError(viejas)


def _lo_que_hay(work: Work, clase: str, articulos: set[int]) -> dict[tuple[int, int, int], Decimal]:
    """Pieces by article, place and length."""
    filas = work.connection.execute(
        select(Existencia.articulo_id, Existencia.ubicacion_id, Existencia.longitud_mm, Existencia.cantidad).where(
            Existencia.clase == clase, entre(Existencia.articulo_id, articulos)
        )
    )
    return {(f.articulo_id, f.ubicacion_id, f.longitud_mm): f.cantidad for f in filas}


def _en_su_lugar(work: Work, clase: str, articulos: set[int]) -> list[LineaConteo]:
    c = clase_de(clase)
    orm, titular = c.orm, c.titular
    general = work.connection.execute(
        select(Ubicacion.id, Ubicacion.codigo).where(Ubicacion.id == Ubicacion.GENERAL)
    ).one()
    filas = work.connection.execute(
        select(orm.id, orm.codigo, getattr(orm, titular), Ubicacion.id, Ubicacion.codigo)
        .outerjoin(Ubicacion, Ubicacion.codigo == orm.ubicacion)
        .where(entre(orm.id, articulos))
    )
    return [
        LineaConteo(id_, codigo, descripcion, lugar_id or general.id, lugar or general.codigo, 0, Decimal(0))
        for id_, codigo, descripcion, lugar_id, lugar in filas
    ]
