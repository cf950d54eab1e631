"""Cutting a bar or a retazo: it goes out, its pieces go to the obra, what is worth keeping comes back with its place.

One operation and one batch, undone as one. A retazo that is long enough is offered before a whole bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import DatoInvalidoError
from rexus.base.text import formatear_numero, tr
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import consumo, ledger, libro_reservas, lotes, lugares_de, obras
from rexus.stock.cantidades import longitud
from rexus.stock.clases import clase_de
from rexus.stock.corte_cuentas import Despiece, Pieza, despiezar, juntas, necesario
from rexus.stock.errors import StockInsuficienteError
from rexus.stock.intentos_de_lote import Intento
from rexus.stock.ledger import ENTRADA, SALIDA, Asiento
from rexus.stock.libro_reservas import Apunte
from rexus.stock.movimientos import texto
from rexus.stock.orm import Existencia
from rexus.stock.orm_obras import Corte, CortePieza

UNA = Decimal(1)


@dataclass(frozen=True)
class CorteHecho:
    """What was cut, in mm, as the batch `lote_id`. `de_retazo`: it was a remnant and no whole bar.

    `ubicacion_id` is where it was, `destino_id` where the retazo is now (None: there is none). `repetido`: it was done
    before, by the same UUID.
    """

    lote_id: int
    corte_id: int
    clase: str
    articulo_id: int
    codigo: str
    obra: str
    de_mm: int
    de_retazo: bool
    ubicacion_id: int
    piezas: tuple[Pieza, ...]
    ancho_sierra_mm: int
    retazo_mm: int
    merma_mm: int
    destino_id: int | None
    repetido: bool = False


@dataclass(frozen=True)
class _Material:
    """What is cut: how long, and whether it is a remnant; the article's own length and usable length."""

    de_mm: int
    es_retazo: bool
    ubicacion_id: int


def cortar(
    work: Work,
    clase: str,
    articulo_id: int,
    piezas: Sequence[Pieza],
    *,
    obra_id: int | None = None,
    de_mm: int | None = None,
    ubicacion_id: int | None = None,
    destino_id: int | None = None,
    ancho_sierra_mm: int = 0,
    retazo_minimo_mm: int = 0,
    de_otras: Sequence[int] = (),
    referencia: str = "",
    clave: str | None = None,
) -> Result[CorteHecho]:
    """Cut one bar, or one retazo, into pieces; for an obra, or for none.

    `de_mm` 0 takes a whole bar, a length a retazo of it, None the shortest retazo that will do and else a bar.
    `retazo_minimo_mm` is the workshop's; the article's own goes before it. `destino_id`: where the retazo goes, None
    where the bar was. Of an obra it uses up the reservation first; `de_otras` as in giving out. Raises
    CorteImposibleError, StockInsuficienteError, EntregaInsuficienteError, ObraCerradaError, ArticuloInexistenteError,
    DatoInvalidoError, ClaveRepetidaError, ConflictoError for a place that is inactive.
    """
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    if obra_id is not None:
        exigir(work.actor, "obras.modificar")
    if de_otras:
        exigir(work.actor, "obras.aprobar")
    piezas = juntas(piezas)
    sierra = longitud(ancho_sierra_mm)
    referencia = texto(referencia, "referencia", 120)
    pedido = (
        clase, articulo_id, piezas, obra_id, de_mm, ubicacion_id, destino_id, sierra, tuple(de_otras), referencia,
    )  # fmt: skip
    obra = None
    if obra_id is not None:
        obra = next(o for o in obras.bloquear(work, (obra_id, *de_otras)) if o.id == obra_id)
    intento = Intento(work, CorteHecho, clave, "CORTE", "" if obra is None else obra.codigo, pedido)
    if intento.hecho is not None:
        return Result(intento.hecho, NOTHING)
    if obra is not None:
        obras.exigir_abierta(obra)
    articulos = libro_reservas.articulos_bloqueados(work, [(clase, articulo_id)])
    codigo = articulos[clase, articulo_id].codigo
    largo, minimo = _medidas(work, clase, articulo_id, codigo)
    minimo = minimo or longitud(retazo_minimo_mm)
    material = _elegir(work, clase, articulo_id, codigo, largo, de_mm, ubicacion_id, piezas, sierra)
    corte = despiezar(material.de_mm, piezas, sierra, minimo)
    lote_id = intento.abrir()
    apuntes: list[Apunte] = []
    if obra is not None and not material.es_retazo:
        planes = consumo.planear(work, obra, {(clase, articulo_id): UNA}, articulos, de_otras)
        apuntes = consumo.apuntes_de(obra.id, planes.values())
        libro_reservas.mover(work, apuntes)
    salida = ledger.asentar(
        work,
        Asiento(
            lotes.clave_de_linea(intento.clave, "sale"), clase, articulo_id, SALIDA, -UNA, material.ubicacion_id,
            longitud_mm=material.de_mm if material.es_retazo else 0, referencia=referencia, lote_id=lote_id,
            obra_id=obra_id,
        ),
    )  # fmt: skip
    libro_reservas.asentar(work, consumo.en_movimientos(apuntes, [(salida.id, UNA)]), lote_id)
    destino = None
    if corte.retazo_mm:
        destino = destino_id or material.ubicacion_id
        ledger.asentar(
            work,
            Asiento(
                lotes.clave_de_linea(intento.clave, "vuelve"), clase, articulo_id, ENTRADA, UNA, destino,
                longitud_mm=corte.retazo_mm, referencia=referencia, lote_id=lote_id, obra_id=obra_id,
            ),
        )  # fmt: skip
    corte_id = _guardar(work, intento.clave, lote_id, clase, articulo_id, obra_id, material, piezas, sierra, corte)
    hecho = CorteHecho(
        lote_id, corte_id, clase, articulo_id, codigo, "" if obra is None else obra.codigo, material.de_mm,
        material.es_retazo, material.ubicacion_id, piezas, sierra, corte.retazo_mm, corte.merma_mm, destino,
    )  # fmt: skip
    work.anotar(
        c.permiso, "cortar", c.tabla, articulo_id,
        despues={
            "lote": lote_id, "obra": hecho.obra, "de_mm": hecho.de_mm, "retazo_mm": hecho.retazo_mm,
            "merma_mm": hecho.merma_mm, "piezas": {str(p.longitud_mm): p.cantidad for p in piezas},
        },
    )  # fmt: skip
    if obra is not None:
        consumo.anotar_quitadas(work, obra, lote_id, apuntes)
    return Result(intento.terminar(lote_id, hecho), Change.of(clase, "movimiento", "obra", "reserva", "lote"))


def _medidas(work: Work, clase: str, articulo_id: int, codigo: str) -> tuple[int, int]:
    """How long a whole bar is, and from which length on an offcut of it is kept (0: as the workshop says)."""
    orm: Any = clase_de(clase).orm
    if hasattr(orm, "longitud"):
        fila = work.connection.execute(select(orm.longitud, orm.retazo_minimo).where(orm.id == articulo_id)).one()
        if fila.longitud:
            return fila.longitud, fila.retazo_minimo
    raise DatoInvalidoError(
        tr("El artículo {codigo} no tiene largo y no se corta. No se registró nada.").format(codigo=codigo),
        tr("Completar su longitud en la ficha."),
        campos={"longitud": tr("falta completarlo")},
    )


def _elegir(
    work: Work,
    clase: str,
    articulo_id: int,
    codigo: str,
    largo: int,
    de_mm: int | None,
    ubicacion_id: int | None,
    piezas: Sequence[Pieza],
    sierra: int,
) -> _Material:
    """What is cut and where it is. The article is locked: it is still there afterwards."""
    if de_mm is None:
        bastante = Existencia.longitud_mm >= necesario(piezas, sierra)
        retazo = _retazo(work, clase, articulo_id, ubicacion_id, bastante)
        if retazo is not None:
            return retazo
    elif de_mm:
        retazo = _retazo(work, clase, articulo_id, ubicacion_id, Existencia.longitud_mm == longitud(de_mm))
        if retazo is None:
            raise StockInsuficienteError(
                tr("De {codigo} no hay ningún retazo de {mm} mm.").format(codigo=codigo, mm=formatear_numero(de_mm))
            )
        return retazo
    if ubicacion_id is None:
        hay = lugares_de.con_stock(work, [(clase, articulo_id)])[clase, articulo_id]
        habitual = lugares_de.habituales(work, [(clase, articulo_id)])[clase, articulo_id]
        # A whole piece: half of one in a place is none. Without any the ledger says what there is.
        ubicacion_id = next((lugar for lugar, n in hay if n >= 1), habitual)
    return _Material(largo, False, ubicacion_id)


def _retazo(work: Work, clase: str, articulo_id: int, ubicacion_id: int | None, cual: Any) -> _Material | None:
    consulta = (
        select(Existencia.longitud_mm, Existencia.ubicacion_id)
        .where(
            Existencia.clase == clase,
            Existencia.articulo_id == articulo_id,
            Existencia.longitud_mm > 0,
            Existencia.cantidad >= UNA,
            cual,
        )
        .order_by(Existencia.longitud_mm, Existencia.ubicacion_id)
        .limit(1)
    )
    if ubicacion_id is not None:
        consulta = consulta.where(Existencia.ubicacion_id == ubicacion_id)
    fila = work.connection.execute(consulta).one_or_none()
    return None if fila is None else _Material(fila.longitud_mm, True, fila.ubicacion_id)


def _guardar(
    work: Work,
    clave: str,
    lote_id: int,
    clase: str,
    articulo_id: int,
    obra_id: int | None,
    material: _Material,
    piezas: Sequence[Pieza],
    sierra: int,
    corte: Despiece,
) -> int:
    nuevo: int = work.connection.execute(
        insert(Corte).returning(Corte.id),
        {
            "clave": clave,
            "lote_id": lote_id,
            "clase": clase,
            "articulo_id": articulo_id,
            "obra_id": obra_id,
            "de_mm": material.de_mm,
            "ancho_sierra_mm": sierra,
            "retazo_mm": corte.retazo_mm,
            "merma_mm": corte.merma_mm,
        },
    ).scalar_one()
    work.connection.execute(
        insert(CortePieza.__table__),  # type: ignore[arg-type]
        [{"corte_id": nuevo, "longitud_mm": p.longitud_mm, "cantidad": p.cantidad} for p in piezas],
    )
    return nuevo
