"""Giving goods out to an obra and taking them back, each as one batch.

An obra's own reservation is used up first, then what is free. What is set apart for others needs the right to approve,
and the obras that it is taken from named; the trail tells it of both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import DatoInvalidoError
from rexus.base.text import contados, formatear_numero, fuente, tr
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import consumo, cuentas_obra, frases, libro_reservas, lotes, lugares_de, obras
from rexus.stock.cantidades import cantidad_positiva
from rexus.stock.cuentas_obra import Tenencia
from rexus.stock.errors import StockInsuficienteError
from rexus.stock.intentos_de_lote import Intento
from rexus.stock.ledger import ENTRADA, SALIDA, Asiento
from rexus.stock.ledger_masivo import asentar_muchos
from rexus.stock.libro_reservas import CERO, Apunte, Clave
from rexus.stock.lineas import Linea, sumadas
from rexus.stock.lugares_de import EnLugar
from rexus.stock.movimientos import texto
from rexus.stock.orm import Movimiento

MODULO = obras.MODULO

_DESHACER_CORTE = fuente("Lo que sobró de un corte ya está como retazo. Si el corte no se hizo, deshacer su lote.")


@dataclass(frozen=True)
class LineaEntrega:
    """One article, in pieces: how many, and where they came from; `lugares` are (id of the place, pieces)."""

    clase: str
    articulo_id: int
    codigo: str
    cantidad: Decimal
    lugares: tuple[EnLugar, ...]
    propias: Decimal = CERO
    libres: Decimal = CERO
    de_otras: tuple[Tenencia, ...] = ()


@dataclass(frozen=True)
class EntregaHecha:
    """What was given out or taken back, as the batch `lote_id`. `repetido`: it was done before, by the same UUID."""

    lote_id: int
    obra_id: int
    obra: str
    remito: str
    lineas: tuple[LineaEntrega, ...]
    repetido: bool = False


def entregar(
    work: Work,
    obra_id: int,
    lineas: Sequence[Linea] | None = None,
    *,
    de_otras: Sequence[int] = (),
    remito: str = "",
    nota: str = "",
    clave: str | None = None,
) -> Result[EntregaHecha]:
    """Give goods out: all that is set apart for the obra, or exactly those lines; all of it or nothing.

    `de_otras` are the obras, in order, from which may be taken what is neither the obra's nor free: it needs the right
    to approve. `nota` is what the delivery note says besides. Raises EntregaInsuficienteError, ObraCerradaError,
    NoEncontradoError, DatoInvalidoError, ClaveRepetidaError, PermisoError.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    if de_otras:
        exigir(work.actor, f"{MODULO}.aprobar")
    remito, nota = texto(remito, "remito", 60), texto(nota, "nota", 255)
    obra = next(o for o in obras.bloquear(work, (obra_id, *de_otras)) if o.id == obra_id)
    pedido = (obra_id, lineas, tuple(de_otras), remito, nota)
    intento = Intento(work, EntregaHecha, clave, "ENTREGA", obra.codigo, pedido)
    if intento.hecho is not None:
        return Result(intento.hecho, NOTHING)
    obras.exigir_abierta(obra)
    pedidas = libro_reservas.de_obra(work, obra_id) if lineas is None else sumadas(lineas)
    if not pedidas:
        raise DatoInvalidoError(
            tr("La obra {codigo} no tiene nada reservado. No se registró nada.").format(codigo=obra.codigo),
            tr("Reservar primero, o decir qué entregar."),
        )
    articulos = libro_reservas.articulos_bloqueados(work, pedidas)
    planes = consumo.planear(work, obra, pedidas, articulos, de_otras)
    apuntes = consumo.apuntes_de(obra_id, planes.values())
    reparto = _de_donde(work, pedidas, lineas or (), {c: articulos[c].codigo for c in pedidas})
    lote_id = intento.abrir()
    libro_reservas.mover(work, apuntes)
    hechos = _asentar(work, SALIDA, obra_id, lote_id, intento.clave, (remito, nota), reparto)
    libro_reservas.asentar(work, _con_movimiento(apuntes, hechos), lote_id)
    entregadas = tuple(
        LineaEntrega(
            *clave_, articulos[clave_].codigo, pedidas[clave_], tuple(reparto[clave_]), plan.propias, plan.libres,
            plan.de_otras,
        )
        for clave_, plan in planes.items()
    )  # fmt: skip
    _anotar(work, "entregar", obra, lote_id, remito, entregadas)
    consumo.anotar_quitadas(work, obra, lote_id, apuntes)
    hecho = intento.terminar(lote_id, EntregaHecha(lote_id, obra_id, obra.codigo, remito, entregadas))
    return Result(hecho, _cambio(pedidas))


def devolver(
    work: Work,
    obra_id: int,
    lineas: Sequence[Linea] | None = None,
    *,
    remito: str = "",
    nota: str = "",
    clave: str | None = None,
) -> Result[EntregaHecha]:
    """Take goods back: all that the obra got, or exactly those lines. They are free then. Also from a closed obra.

    A bar that was cut is in pieces and does not come back. Raises StockInsuficienteError when the obra has not as many,
    ArticuloInactivoError, NoEncontradoError, DatoInvalidoError, ClaveRepetidaError, ConflictoError for a place that is
    inactive.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    remito, nota = texto(remito, "remito", 60), texto(nota, "nota", 255)
    (obra,) = obras.bloquear(work, (obra_id,))
    intento = Intento(work, EntregaHecha, clave, "DEVOLUCION", obra.codigo, (obra_id, lineas, remito, nota))
    if intento.hecho is not None:
        return Result(intento.hecho, NOTHING)
    cortadas = cuentas_obra.cortadas(work, obra_id)
    dado = {c: n - cortadas.get(c, CERO) for c, n in cuentas_obra.entregado(work, obra_id).items()}
    pedidas = {c: n for c, n in dado.items() if n > 0} if lineas is None else sumadas(lineas)
    if not pedidas:
        frase = tr("La obra {codigo} no tiene nada entregado. No se registró nada.")
        if cortadas:
            frase = tr("Todo lo que tiene la obra {codigo} se cortó y no vuelve como barras. No se registró nada.")
        raise DatoInvalidoError(frase.format(codigo=obra.codigo), tr(_DESHACER_CORTE) if cortadas else "")
    articulos = libro_reservas.articulos_bloqueados(work, pedidas)
    libro_reservas.exigir_activos(articulos.values())
    for clave_, cantidad in pedidas.items():
        if cantidad > dado.get(clave_, CERO):
            raise _no_tiene(articulos[clave_].codigo, obra.codigo, dado, cortadas, clave_, cantidad)
    reparto = _adonde(work, pedidas, lineas or ())
    lote_id = intento.abrir()
    _asentar(work, ENTRADA, obra_id, lote_id, intento.clave, (remito, nota), reparto)
    devueltas = tuple(
        LineaEntrega(*clave_, articulos[clave_].codigo, cantidad, tuple(reparto[clave_]))
        for clave_, cantidad in pedidas.items()
    )
    _anotar(work, "devolver", obra, lote_id, remito, devueltas)
    hecho = intento.terminar(lote_id, EntregaHecha(lote_id, obra_id, obra.codigo, remito, devueltas))
    return Result(hecho, _cambio(pedidas))


def _no_tiene(
    codigo: str,
    obra: str,
    dado: Mapping[Clave, Decimal],
    cortadas: Mapping[Clave, Decimal],
    clave: Clave,
    cantidad: Decimal,
) -> StockInsuficienteError:
    """The refusal to take back more than the obra has."""
    frase = tr("De {codigo} la obra {obra} tiene {entregadas} y {se_devuelven}.").format(
        codigo=codigo,
        obra=obra,
        entregadas=frases.entregadas(max(CERO, dado.get(clave, CERO))),
        se_devuelven=frases.se_devuelven(cantidad),
    )
    cortes = cortadas.get(clave, CERO)
    if not cortes:
        return StockInsuficienteError(frase)
    partes = contados(
        cortes, tr("barra más se cortó y no vuelve entera"), tr("barras más se cortaron y no vuelven enteras")
    )
    error = StockInsuficienteError(f"{frase} {partes[:1].upper()}{partes[1:]}.")
    error.que_hacer = tr(_DESHACER_CORTE)
    return error


def _de_donde(
    work: Work, pedidas: Mapping[Clave, Decimal], lineas: Sequence[Linea], codigos: Mapping[Clave, str]
) -> dict[Clave, list[EnLugar]]:
    """Places and pieces of each article: those that the lines name, the rest from where there is any."""
    hay = lugares_de.con_stock(work, pedidas)
    dichos = _dichos(lineas)
    reparto: dict[Clave, list[EnLugar]] = {}
    for clave, cantidad in pedidas.items():
        nombrados = dichos.get(clave, {})
        quedan = [(lugar, n - nombrados.get(lugar, CERO)) for lugar, n in hay[clave]]
        sin_decir = cantidad - sum(nombrados.values(), CERO)
        resto = lugares_de.repartir(sin_decir, [(lugar, n) for lugar, n in quedan if n > 0])
        if sum((n for _, n in resto), CERO) != sin_decir:
            raise StockInsuficienteError(
                tr("De {codigo} {se_piden} y en los lugares hay {hay}.").format(
                    codigo=codigos[clave],
                    se_piden=frases.se_piden(cantidad),
                    hay=formatear_numero(sum((n for _, n in hay[clave]), CERO)),
                )
            )
        reparto[clave] = _juntos([*nombrados.items(), *resto])
    return reparto


def _adonde(work: Work, pedidas: Mapping[Clave, Decimal], lineas: Sequence[Linea]) -> dict[Clave, list[EnLugar]]:
    casa = lugares_de.habituales(work, pedidas)
    dichos = _dichos(lineas)
    reparto: dict[Clave, list[EnLugar]] = {}
    for clave, cantidad in pedidas.items():
        nombrados = dichos.get(clave, {})
        resto = cantidad - sum(nombrados.values(), CERO)
        reparto[clave] = _juntos([*nombrados.items(), *([(casa[clave], resto)] if resto else [])])
    return reparto


def _dichos(lineas: Sequence[Linea]) -> dict[Clave, dict[int, Decimal]]:
    """The places that the lines name, by article."""
    dichos: dict[Clave, dict[int, Decimal]] = {}
    for linea in lineas:
        if linea.ubicacion_id is not None:
            suyos = dichos.setdefault((linea.clase, linea.articulo_id), {})
            cantidad = cantidad_positiva(linea.cantidad)
            suyos[linea.ubicacion_id] = suyos.get(linea.ubicacion_id, CERO) + cantidad
    return dichos


def _juntos(lugares: Sequence[EnLugar]) -> list[EnLugar]:
    """One entry for each place."""
    sumas: dict[int, Decimal] = {}
    for lugar, n in lugares:
        sumas[lugar] = sumas.get(lugar, CERO) + n
    return list(sumas.items())


def _asentar(
    work: Work,
    tipo: str,
    obra_id: int,
    lote_id: int,
    clave: str,
    textos: tuple[str, str],
    reparto: Mapping[Clave, Sequence[EnLugar]],
) -> dict[Clave, list[tuple[int, Decimal]]]:
    """Post one movement for each article and place, with the number and the note of the delivery note in `textos`;
    their ids and pieces, without sign, by article."""
    remito, nota = textos
    signo = -1 if tipo == SALIDA else 1
    por_clase: dict[str, list[Asiento]] = {}
    for (clase, articulo_id), lugares in reparto.items():
        for lugar, cantidad in lugares:
            linea = lotes.clave_de_linea(clave, f"{clase} {articulo_id} {lugar}")
            por_clase.setdefault(clase, []).append(
                Asiento(
                    linea, clase, articulo_id, tipo, signo * cantidad, lugar, referencia=remito, motivo=nota,
                    lote_id=lote_id, obra_id=obra_id,
                )
            )  # fmt: skip
    for clase in sorted(por_clase):
        asentar_muchos(work, clase, por_clase[clase])
    return movimientos_de(work, lote_id)


def movimientos_de(work: Work, lote_id: int) -> dict[Clave, list[tuple[int, Decimal]]]:
    """The ids of a batch's movements and their pieces, without sign, by article."""
    hechos: dict[Clave, list[tuple[int, Decimal]]] = {}
    for fila in work.connection.execute(
        select(Movimiento.id, Movimiento.clase, Movimiento.articulo_id, Movimiento.cantidad)
        .where(Movimiento.lote_id == lote_id)
        .order_by(Movimiento.id)
    ):
        hechos.setdefault((fila.clase, fila.articulo_id), []).append((fila.id, abs(fila.cantidad)))
    return hechos


def _con_movimiento(apuntes: Sequence[Apunte], hechos: Mapping[Clave, Sequence[tuple[int, Decimal]]]) -> list[Apunte]:
    por_articulo: dict[Clave, list[Apunte]] = {}
    for apunte in apuntes:
        por_articulo.setdefault(apunte.clave, []).append(apunte)
    return [a for clave, suyos in por_articulo.items() for a in consumo.en_movimientos(suyos, hechos[clave])]


def _anotar(
    work: Work, accion: str, obra: obras.FichaObra, lote_id: int, remito: str, lineas: Sequence[LineaEntrega]
) -> None:
    piezas = {linea.codigo: f"{linea.cantidad:f}" for linea in lineas}
    quitadas = {linea.codigo: {t.obra: f"{t.cantidad:f}" for t in linea.de_otras} for linea in lineas if linea.de_otras}
    work.anotar(
        MODULO, accion, "obras", obra.id,
        despues={"lote": lote_id, "remito": remito, "piezas": piezas, **({"de_otras": quitadas} if quitadas else {})},
    )  # fmt: skip


def _cambio(claves: Mapping[Clave, Decimal]) -> Change:
    return Change.of("obra", "reserva", "movimiento", "lote", *{clase for clase, _ in claves})
