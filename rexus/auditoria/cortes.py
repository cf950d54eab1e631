"""Where a restore cut the trail: an event of the chain itself, so that who had seen more knows why it is gone.

Its place says where the restored trail ended; what it says is how far the one before it had come. It is sealed like
every event, and it comes from no outbox: whoever writes one there gets the name of that outbox's database.
"""

from __future__ import annotations

import json
import platform
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from rexus.auditoria import cabezas, cadena
from rexus.auditoria.cabezas import ILEGIBLE
from rexus.auditoria.cadena import COLUMNAS, ORIGEN, SELLADOS, Eslabon
from rexus.auditoria.orm import Evento
from rexus.base.log import get_logger
from rexus.db.work import Work, to_json

log = get_logger(__name__)

_MODULO: Final = "auditoria"
_ACCION: Final = "restaurar"


@dataclass(frozen=True)
class Corte:
    """What came after `desde`, up to `hasta`, in the trail before is gone. `numero` and `hash` are the event's own."""

    numero: int
    hash: str
    desde: int
    hasta: int


def todos(work: Work, llave: bytes) -> tuple[Corte, ...]:
    """The cuts that the chain tells of, oldest first; what only looks like one is left out. Unit on `auditoria`."""
    consulta = select(*COLUMNAS).where(Evento.modulo == _MODULO, Evento.accion == _ACCION).order_by(Evento.id)
    try:
        filas = [dict(zip((*SELLADOS, "hash"), fila, strict=True)) for fila in work.connection.execute(consulta)]
    except (ValueError, TypeError) as error:
        # A row that holds no values of its columns: nothing that Rexus wrote.
        log.warning("the cuts of the audit trail cannot be read: %s", error)
        return ()
    return tuple(corte for fila in filas if (corte := _leer(llave, fila)) is not None)


def explican(cortes: Sequence[Corte], cabeza: Eslabon, vistos: Collection[str]) -> bool:
    """Whether a restore took away what a head stands for. `vistos` are the hashes of the cuts that whoever keeps the
    head knew when it was written: those explain nothing any more."""
    return any(c.hash not in vistos and c.desde < cabeza.numero <= c.hasta for c in cortes)


def por_venir(cortes: Sequence[Corte], cabeza: Eslabon) -> list[str]:
    """The hashes of those cuts that could explain a head from `cabeza` on, and must not once that was written."""
    return [c.hash for c in cortes if c.hasta >= cabeza.numero]


def hasta_donde(work: Work, llave: bytes | None) -> Eslabon:
    """How far the trail has come that is about to be replaced, or had come before an earlier restore cut it.

    Seats that were away since then have heads of that one. Unit on `auditoria`.
    """
    fin = cadena.ultimo(work)
    antes = [Eslabon(c.hasta, "") for c in (todos(work, llave) if llave is not None else ())]
    return max([fin, *antes], key=lambda eslabon: eslabon.numero)


def asentar(users: Work, auditoria: Work, llave: bytes, hasta: Eslabon, id_: str, usuario: str) -> Eslabon:
    """Tell in a restored trail that it was cut: it had come to `hasta`, and the set `id_` was put in its place.

    Both units are of the restored databases; how far the chain then has come. A trail that was not whole stays so.
    """
    fin = cadena.ultimo(auditoria)
    if fin == ORIGEN:
        # From before anything was handed on: the chain begins here, and so does its head.
        cabezas.empezar(users)
    cabeza = cabezas.leer(users)
    desde = max([fin, *([cabeza] if cabeza is not None else [])], key=lambda eslabon: eslabon.numero)
    entrada = {
        "base": "auditoria",
        "uuid": str(uuid.uuid4()),
        "fecha": auditoria.now(),
        "usuario": usuario,
        "equipo": platform.node()[:255],
        "modulo": _MODULO,
        "accion": _ACCION,
        "tabla": "eventos",
        "registro": id_,
        "antes": to_json({"hasta": hasta.numero, "hash": hasta.hash}),
        "despues": to_json({"hasta": desde.numero, "hash": desde.hash}),
    }
    ultimo = cadena.agregar(auditoria, llave, desde, [entrada])
    if cabeza is not None and cabeza != ILEGIBLE and (cabeza == desde or cadena.concuerda(auditoria, cabeza)):
        cabezas.avanzar(users, ultimo)
    return ultimo


def _leer(llave: bytes, fila: dict[str, Any]) -> Corte | None:
    if fila["base"] != "auditoria" or cadena.sello(llave, fila) != fila["hash"]:
        return None
    try:
        hasta = int(json.loads(fila["antes"])["hasta"])
    except (ValueError, TypeError, KeyError):
        return None
    return Corte(fila["id"], fila["hash"], fila["id"] - 1, hasta)
