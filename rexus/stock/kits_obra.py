"""Whole kits for an obra: set apart with what it needs, or given out. All of a kit's parts, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError
from rexus.base.text import tr
from rexus.db.locking import turno
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import cuentas_obra, entregas, kits, kits_salida, libro_reservas, obras, requerimientos, reservas
from rexus.stock.clases import clase_de
from rexus.stock.entregas import EntregaHecha
from rexus.stock.intentos_de_lote import Intento
from rexus.stock.kits import KitVisto
from rexus.stock.libro_reservas import CERO, RESERVAR, Apunte
from rexus.stock.lineas import Linea

MODULO = obras.MODULO


@dataclass(frozen=True)
class Requerida:
    """So many more pieces of an article that the obra needs, and that are set apart for it."""

    clase: str
    articulo_id: int
    codigo: str
    cantidad: Decimal


@dataclass(frozen=True)
class KitReservado:
    """So many kits set apart, as the batch `lote_id`. `repetido`: it was done before, by the same UUID.

    Undoing the batch reads `requeridas`.
    """

    lote_id: int
    kit: str
    cantidad: int
    obra_id: int
    obra: str
    requeridas: tuple[Requerida, ...]
    repetido: bool = False


def reservar(
    work: Work, clase: str, kit_id: int, obra_id: int, cantidad: str | int | Decimal = 1, clave: str | None = None
) -> Result[KitReservado]:
    """The obra needs so many kits more, and all of their parts are set apart for it; undone as one.

    Raises ReservaInsuficienteError that says of what there is too little, CantidadInvalidaError for what is no whole
    number, ConflictoError for a kit out of use, ObraCerradaError, ArticuloInactivoError, NoEncontradoError,
    ClaveRepetidaError.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    # Nobody changes the kit between looking at it and setting it apart.
    turno(work.connection, "kits")
    visto = kits.kit(work, clase, kit_id)
    cuantos = kits_salida.enteros(cantidad)
    (obra,) = obras.bloquear(work, (obra_id,))
    intento = Intento(work, KitReservado, clave, "RESERVA", obra.codigo, ("kit", clase, kit_id, obra_id, cuantos))
    if intento.hecho is not None:
        return Result(intento.hecho, NOTHING)
    obras.exigir_abierta(obra)
    _en_uso(visto)
    pedidas = {(clase, articulo_id): cada_uno * cuantos for articulo_id, cada_uno in visto.articulos.items()}
    hechas = reservas.exactamente(work, obra_id, pedidas, libro_reservas.articulos_bloqueados(work, pedidas))
    hay = cuentas_obra.necesarias(work, obra_id)
    lote_id = intento.abrir()
    requerimientos.aplicar(work, obra_id, {c: hay.get(c, CERO) + n for c, n in pedidas.items()}, origen="")
    apuntes = [Apunte(obra_id, h.clase, h.articulo_id, h.codigo, h.cantidad, RESERVAR) for h in hechas]
    libro_reservas.apuntar(work, apuntes, lote_id)
    work.anotar(
        MODULO, RESERVAR, "obras", obra_id,
        despues={
            "lote": lote_id, "kit": visto.codigo, "kits": cuantos, "piezas": libro_reservas.en_palabras(apuntes),
        },
    )  # fmt: skip
    requeridas = tuple(Requerida(h.clase, h.articulo_id, h.codigo, h.cantidad) for h in hechas)
    hecho = KitReservado(lote_id, visto.codigo, cuantos, obra_id, obra.codigo, requeridas)
    return Result(intento.terminar(lote_id, hecho), Change.of("reserva", "obra", "requerimiento", "lote", clase))


def entregar(
    work: Work,
    clase: str,
    kit_id: int,
    obra_id: int,
    cantidad: str | int | Decimal = 1,
    *,
    de_otras: Sequence[int] = (),
    remito: str = "",
    clave: str | None = None,
) -> Result[EntregaHecha]:
    """So many kits go out to an obra: what is set apart for it first, then what is free; `de_otras` as in giving out.

    Raises as `entregas.entregar`; CantidadInvalidaError for what is no whole number, ConflictoError for a kit out of
    use.
    """
    exigir(work.actor, f"{clase_de(clase).permiso}.ver")
    exigir(work.actor, f"{MODULO}.modificar")
    turno(work.connection, "kits")
    visto = kits.kit(work, clase, kit_id)
    cuantos = kits_salida.enteros(cantidad)
    _en_uso(visto)
    lineas = [Linea(clase, articulo_id, cada_uno * cuantos) for articulo_id, cada_uno in visto.articulos.items()]
    hecho = entregas.entregar(work, obra_id, lineas, de_otras=de_otras, remito=remito, clave=clave)
    if not hecho.value.repetido:
        work.anotar(
            clase_de(clase).permiso, "entregar", "kits", kit_id,
            despues={"lote": hecho.value.lote_id, "obra": hecho.value.obra, "kits": cuantos},
        )  # fmt: skip
    return hecho


def _en_uso(visto: KitVisto) -> None:
    if not visto.activo:
        raise ConflictoError(
            tr("El kit {codigo} está fuera de uso. No se registró nada.").format(codigo=visto.codigo),
            tr("Volver a usarlo, o reservar o dar salida a sus partes."),
        )
