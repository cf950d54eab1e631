"""The forwarder: what waits in the outboxes joins the chain, once each.

Three databases do not commit together, so it goes in steps, and each may be repeated after a kill: read what waits;
add to the chain what it does not hold yet (by UUID); keep the new head elsewhere; note in the outbox what was handed
on. Seats take turns, so that the chain grows from one end.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Final

from rexus.auditoria import bandejas, cabezas, cadena, cortes, marcas
from rexus.auditoria.cabezas import Guardada
from rexus.auditoria.cadena import ORIGEN, TURNO, Eslabon
from rexus.auditoria.cortes import Corte
from rexus.base.actor import SISTEMA
from rexus.base.log import get_logger
from rexus.base.progress import Avance, SinAvance
from rexus.db import names
from rexus.db.locking import turno
from rexus.db.registry import Registry
from rexus.db.work import Work

log = get_logger(__name__)

LOTE: Final = 500
_LOTES_DE_LIMPIEZA: Final = 20
# A command waits for its trail this long; what is left goes with the next one.
PLAZO_S: Final = 10.0


@dataclass(frozen=True)
class Reenviado:
    """How many entries joined the chain, and how many still wait."""

    enviadas: int
    esperan: int


@dataclass(frozen=True)
class Pendientes:
    """How many entries wait, and the moment (UTC) of the oldest; None when none does."""

    esperan: int
    desde: datetime | None


@dataclass(frozen=True)
class _Recibo:
    nuevas: int
    ultimo: Eslabon
    # Whether the head in «users» and that of this machine fit the chain; one that is not there fits.
    en_users: bool
    en_archivo: bool
    # The restores that the chain tells of.
    cortes: tuple[Corte, ...]


class _DudaError(Exception):
    """A head does not fit the chain: it may have been read before a restore that has come since."""


def reenviar(registry: Registry, *, plazo: float = PLAZO_S, avance: Avance | None = None) -> Reenviado:
    """Hand on what waits, for at most about `plazo` seconds. Raises BaseError; whatever was not handed on stays."""
    hasta, enviadas = monotonic() + plazo, 0
    while True:
        tomadas, nuevas = pasada(registry, avance)
        enviadas += nuevas
        if not tomadas or monotonic() >= hasta:
            break
    if not tomadas:
        limpiar(registry, avance)
    return Reenviado(enviadas, pendientes(registry).esperan if tomadas else 0)


def pendientes(registry: Registry) -> Pendientes:
    """What waits now. Raises BaseError."""
    cuentas = [registry.leer(base, SISTEMA, bandejas.contar, base) for base in bandejas.BASES]
    return Pendientes(sum(cuantas for cuantas, _ in cuentas), min((d for _, d in cuentas if d), default=None))


def pasada(registry: Registry, avance: Avance | None = None, cuantas: int = LOTE) -> tuple[int, int]:
    """One batch of each database: how many entries were taken, and how many of them were new to the chain."""
    avance = avance or SinAvance()
    llave = registry.llave(cadena.LLAVE)
    por_base = {
        base: registry.leer(base, SISTEMA, bandejas.esperan, base, cuantas, avance=avance) for base in bandejas.BASES
    }
    entradas = list(heapq.merge(*por_base.values(), key=_fecha))
    if not entradas:
        return 0, 0
    try:
        en_users, en_archivo = _cabeza(registry), cabezas.leer_guardada(registry.paths)
        vistas = (en_users, en_archivo)
        recibo = registry.escribir(names.AUDITORIA, SISTEMA, recibir, llave, entradas, *vistas, avance=avance)
    except _DudaError:
        # What is wrong stays wrong when it is read again; what a restore took away is gone.
        en_users, en_archivo = _cabeza(registry), cabezas.leer_guardada(registry.paths)
        vistas = (en_users, en_archivo)
        recibo = registry.escribir(
            names.AUDITORIA, SISTEMA, recibir, llave, entradas, *vistas, seguro=True, avance=avance
        )
    # The heads first: nothing is noted as handed on before they cover it.
    avanzar_cabezas(
        registry,
        recibo.ultimo,
        recibo.cortes,
        en_users=en_users is not None and recibo.en_users,
        en_archivo=recibo.en_archivo,
        en_vez_de=en_archivo.cabeza if en_archivo is not None else None,
    )
    for base, filas in por_base.items():
        if filas:
            registry.escribir(base, SISTEMA, bandejas.marcar, base, [fila["uuid"] for fila in filas], avance=avance)
    return len(entradas), recibo.nuevas


def recibir(
    work: Work,
    llave: bytes,
    entradas: Sequence[Mapping[str, Any]],
    en_users: Eslabon | None = None,
    en_archivo: Guardada | None = None,
    *,
    seguro: bool = False,
) -> _Recibo:
    """Add to the chain what it does not hold. `en_users` and `en_archivo` are the heads kept elsewhere, read before.

    A chain that ends before one of them was cut: it goes on behind that head, so that the gap stays in sight; unless
    a restore cut it, of which this machine hears now. Raises _DudaError when a head does not fit and it is not `seguro`
    that it was read after the last restore.
    """
    turno(work.connection, TURNO)
    por_base: dict[str, list[str]] = {}
    for entrada in entradas:
        por_base.setdefault(entrada["base"], []).append(entrada["uuid"])
    hay = {(base, clave) for base, claves in por_base.items() for clave in marcas.hay(work, base, claves)}
    nuevas = [entrada for entrada in entradas if (entrada["base"], entrada["uuid"]) not in hay]
    fin, hechos = cadena.ultimo(work), cortes.todos(work, llave)
    explicada = en_archivo is not None and _explicada(work, hechos, en_archivo)
    vistas = [en_users, en_archivo.cabeza if en_archivo is not None and not explicada else None]
    if not seguro and not all(v is None or cadena.concuerda(work, v) for v in vistas):
        raise _DudaError
    desde = max([fin, *(v for v in vistas if v is not None)], key=lambda eslabon: eslabon.numero) if nuevas else fin
    if desde.numero > fin.numero:
        log.warning("events %d to %d are missing from the audit trail", fin.numero + 1, desde.numero)
    ultimo = cadena.agregar(work, llave, desde, nuevas)
    bien = [v is None or v == desde or cadena.concuerda(work, v) for v in vistas]
    return _Recibo(len(nuevas), ultimo, bien[0], bien[1], hechos)


def _explicada(work: Work, hechos: Sequence[Corte], en_archivo: Guardada) -> bool:
    """Whether this machine's head stands for what a restore took away."""
    cabeza = en_archivo.cabeza
    return not cadena.concuerda(work, cabeza) and cortes.explican(hechos, cabeza, en_archivo.cortes)


def avanzar_cabezas(
    registry: Registry,
    hasta: Eslabon,
    hechos: Sequence[Corte],
    *,
    en_users: bool,
    en_archivo: bool,
    en_vez_de: Eslabon | None = None,
) -> None:
    """Move the heads that fit the chain to its end. `hechos` are the restores that it tells of; `en_vez_de` is the head
    of this machine that was looked at."""
    if en_users:
        registry.escribir(names.USERS, SISTEMA, cabezas.avanzar, hasta)
    else:
        log.warning("the head of the audit trail in «users» does not fit it and stays as it is")
    if en_archivo:
        retroceder = en_vez_de is not None and en_vez_de.numero >= hasta.numero
        vistos = cortes.por_venir(hechos, hasta)
        cabezas.escribir_archivo(registry.paths, hasta, vistos, en_vez_de=en_vez_de if retroceder else None)
    else:
        log.warning("the head of the audit trail on this machine does not fit it and stays as it is")


def limpiar(registry: Registry, avance: Avance | None = None) -> int:
    """Clear away what was handed on days ago and is in the trail; how many entries went.

    What is only said to be there, and is not, loses its mark and will be handed on.
    """
    return sum(_limpiar(registry, base, avance) for base in bandejas.BASES)


def _limpiar(registry: Registry, base: str, avance: Avance | None) -> int:
    fueron = 0
    # Bounded: what is left goes with the next pass.
    for _ in range(_LOTES_DE_LIMPIEZA):
        viejas = registry.leer(base, SISTEMA, bandejas.viejas, base, LOTE, avance=avance)
        if not viejas:
            break
        falsas = marcas.falsas(registry, base, viejas, avance)
        if falsas:
            log.warning("%d entries of «%s» were noted as handed on and are not in the audit trail", len(falsas), base)
            registry.escribir(base, SISTEMA, bandejas.desmarcar, base, falsas, avance=avance)
        perdidas = {marca.id for marca in falsas}
        listas = [marca.uuid for marca in viejas if marca.uuid is not None and marca.id not in perdidas]
        fueron += registry.escribir(base, SISTEMA, bandejas.retirar, base, listas, avance=avance)
    return fueron


def _fecha(entrada: Mapping[str, Any]) -> datetime:
    fecha: datetime = entrada["fecha"]
    return fecha


def _cabeza(registry: Registry) -> Eslabon | None:
    """The head in `users`. Made while the chain is empty, and never afterwards: then its absence tells something."""
    cabeza = registry.leer(names.USERS, SISTEMA, cabezas.leer)
    if cabeza is None and registry.leer(names.AUDITORIA, SISTEMA, cadena.ultimo) == ORIGEN:
        registry.escribir(names.USERS, SISTEMA, cabezas.empezar)
        cabeza = registry.leer(names.USERS, SISTEMA, cabezas.leer)
    return cabeza
