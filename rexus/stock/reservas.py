"""Setting goods apart for an obra, and freeing them. Only whole bars and pieces: remnants are taken as they are found.

However many lines, it is a handful of statements: the obra and the articles are locked once, what is needed, given out
and set apart is read once, and every row is changed together with the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.text import formatear_numero, tr
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import cuentas_obra, frases, libro_reservas, obras
from rexus.stock.cuentas_obra import Tenencia
from rexus.stock.errors import StockInsuficienteError
from rexus.stock.intentos_de_lote import Intento
from rexus.stock.libro_reservas import CERO, LIBERAR, RESERVAR, Apunte, Clave, EnStock
from rexus.stock.lineas import Linea, sumadas
from rexus.stock.pedir import faltan, pendiente

MODULO = obras.MODULO


@dataclass(frozen=True)
class LineaReserva:
    """What became of one article, in pieces: how many were set apart (or freed) now, how many it is short of
    afterwards, and which other obras hold some."""

    clase: str
    articulo_id: int
    codigo: str
    cantidad: Decimal
    faltan: Decimal = CERO
    de_otras: tuple[Tenencia, ...] = ()


@dataclass(frozen=True)
class ReservaHecha:
    """What was set apart, or freed. `lote_id` None: nothing was. `repetido`: it was done before, by the same UUID."""

    lote_id: int | None
    obra_id: int
    obra: str
    lineas: tuple[LineaReserva, ...]
    repetido: bool = False

    @property
    def cortas(self) -> tuple[LineaReserva, ...]:
        """The articles that it is short of."""
        return tuple(linea for linea in self.lineas if linea.faltan)


class ReservaInsuficienteError(StockInsuficienteError):
    """Fewer pieces are free than were asked for. `cortas` says of what, how many lack and who holds some."""

    def __init__(self, cortas: Sequence[LineaReserva]) -> None:
        super().__init__(" ".join(_frase(corta) for corta in cortas[:5]))
        self.cortas = tuple(cortas)


def reservar(
    work: Work, obra_id: int, lineas: Sequence[Linea] | None = None, clave: str | None = None
) -> Result[ReservaHecha]:
    """Set goods apart for an obra. Without lines: of all that it needs and lacks, as much as is free.

    With lines: exactly those, or nothing at all. Raises ReservaInsuficienteError, ObraCerradaError, NoEncontradoError,
    CantidadInvalidaError, ClaveRepetidaError.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    (obra,) = obras.bloquear(work, (obra_id,))
    intento = Intento(work, ReservaHecha, clave, "RESERVA", obra.codigo, (RESERVAR, obra_id, lineas))
    if intento.hecho is not None:
        return Result(intento.hecho, NOTHING)
    obras.exigir_abierta(obra)
    pedidas = _lo_que_falta(work, obra_id) if lineas is None else sumadas(lineas)
    articulos = libro_reservas.articulos_bloqueados(work, pedidas)
    if lineas is None:
        # What is deactivated is not promised to anybody.
        dadas = {c: min(n, articulos[c].disponible) if articulos[c].activo else CERO for c, n in pedidas.items()}
        hechas = _lineas(work, obra_id, pedidas, dadas, articulos)
    else:
        hechas = exactamente(work, obra_id, pedidas, articulos)
    return _apuntar(work, intento, obra, hechas, RESERVAR)


def liberar(
    work: Work, obra_id: int, lineas: Sequence[Linea] | None = None, clave: str | None = None
) -> Result[ReservaHecha]:
    """Free what is set apart for an obra: all of it, or exactly those lines.

    Raises StockInsuficienteError when less is set apart than is to be freed, NoEncontradoError, CantidadInvalidaError.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    (obra,) = obras.bloquear(work, (obra_id,))
    intento = Intento(work, ReservaHecha, clave, "RESERVA", obra.codigo, (LIBERAR, obra_id, lineas))
    if intento.hecho is not None:
        return Result(intento.hecho, NOTHING)
    reservado = libro_reservas.de_obra(work, obra_id)
    pedidas = reservado if lineas is None else sumadas(lineas)
    articulos = libro_reservas.articulos_bloqueados(work, pedidas)
    for clave_, cantidad in pedidas.items():
        if cantidad > reservado.get(clave_, CERO):
            raise StockInsuficienteError(
                tr("De {codigo} hay {reservadas} para {obra} y se quiere liberar {pedidas}.").format(
                    codigo=articulos[clave_].codigo,
                    reservadas=frases.reservadas(reservado.get(clave_, CERO)),
                    obra=obra.codigo,
                    pedidas=formatear_numero(cantidad),
                )
            )
    hechas = [LineaReserva(*clave_, articulos[clave_].codigo, cantidad) for clave_, cantidad in pedidas.items()]
    return _apuntar(work, intento, obra, hechas, LIBERAR)


def exactamente(
    work: Work, obra_id: int, pedidas: Mapping[Clave, Decimal], articulos: Mapping[Clave, EnStock]
) -> list[LineaReserva]:
    """Lines that set exactly that many pieces apart. The caller has asked for the permission and locked the articles.

    Raises ReservaInsuficienteError when fewer are free, ArticuloInactivoError.
    """
    libro_reservas.exigir_activos(articulos.values())
    dadas = {c: min(n, articulos[c].disponible) for c, n in pedidas.items()}
    hechas = _lineas(work, obra_id, pedidas, dadas, articulos)
    if cortas := [linea for linea in hechas if linea.faltan]:
        raise ReservaInsuficienteError(cortas)
    return hechas


def _lo_que_falta(work: Work, obra_id: int) -> dict[Clave, Decimal]:
    dado = cuentas_obra.entregado(work, obra_id)
    reservado = libro_reservas.de_obra(work, obra_id)
    falta = {
        clave: faltan(pendiente(necesarias, dado.get(clave, CERO)), reservado.get(clave, CERO))
        for clave, necesarias in cuentas_obra.necesarias(work, obra_id).items()
    }
    return {clave: cantidad for clave, cantidad in falta.items() if cantidad}


def _lineas(
    work: Work,
    obra_id: int,
    pedidas: Mapping[Clave, Decimal],
    dadas: Mapping[Clave, Decimal],
    articulos: Mapping[Clave, EnStock],
) -> list[LineaReserva]:
    cortas = [clave for clave, cantidad in pedidas.items() if dadas[clave] < cantidad]
    tienen = cuentas_obra.quien_tiene(work, cortas, menos=obra_id)
    return [
        LineaReserva(*clave, articulos[clave].codigo, dadas[clave], cantidad - dadas[clave], tienen.get(clave, ()))
        for clave, cantidad in pedidas.items()
    ]


def _apuntar(
    work: Work, intento: Intento[ReservaHecha], obra: obras.FichaObra, hechas: Sequence[LineaReserva], accion: str
) -> Result[ReservaHecha]:
    signo = 1 if accion == RESERVAR else -1
    apuntes = [
        Apunte(obra.id, linea.clase, linea.articulo_id, linea.codigo, signo * linea.cantidad, accion)
        for linea in hechas
        if linea.cantidad
    ]
    if not apuntes:
        return Result(ReservaHecha(None, obra.id, obra.codigo, tuple(hechas)), NOTHING)
    lote_id = intento.abrir()
    libro_reservas.apuntar(work, apuntes, lote_id)
    work.anotar(
        MODULO, accion, "obras", obra.id,
        despues={"lote": lote_id, "piezas": libro_reservas.en_palabras(apuntes)},
    )  # fmt: skip
    hecho = intento.terminar(lote_id, ReservaHecha(lote_id, obra.id, obra.codigo, tuple(hechas)))
    return Result(hecho, Change.of("reserva", "obra", *{a.clase for a in apuntes}))


def _frase(corta: LineaReserva) -> str:
    """«De 564002 se piden 5 y hay 2 disponibles; OB-0002 tiene 3.»"""
    frase = tr("De {codigo} {se_piden} y hay {disponibles}").format(
        codigo=corta.codigo,
        se_piden=frases.se_piden(corta.cantidad + corta.faltan),
        disponibles=frases.disponibles(corta.cantidad),
    )
    otras = ", ".join(
        tr("{obra} tiene {cantidad}").format(obra=t.obra, cantidad=formatear_numero(t.cantidad))
        for t in corta.de_otras[:5]
    )
    return f"{frase}; {otras}." if otras else f"{frase}."
