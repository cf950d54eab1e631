"""What any seat of a server made last, so that no other makes it again.

Told as the slot that it was made for, not only as a moment: seats whose clocks differ agree on slots.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from rexus.db.work import Work
from rexus.respaldos.conjunto import Conjunto
from rexus.respaldos.orm import RespaldoHecho


@dataclass(frozen=True)
class Hecho:
    """The newest verified set that stands for a kind: for which slot, when it was begun (UTC), and on which machine."""

    slot: datetime
    fecha: datetime
    conjunto: str
    equipo: str


def anotar(work: Work, conjunto: Conjunto, slots: dict[str, datetime]) -> None:
    """Note a set for the kinds that it stands for, with the last slot of each."""
    h = RespaldoHecho
    for tipo, slot in sorted(slots.items()):
        valores = {"slot": slot, "fecha": conjunto.fecha, "conjunto": conjunto.id, "equipo": platform.node()}
        if not work.connection.execute(update(h).where(h.tipo == tipo).values(valores)).rowcount:
            work.connection.execute(insert(h), {"tipo": tipo, **valores})


def ver(work: Work) -> dict[str, Hecho]:
    """What was noted, by kind."""
    h = RespaldoHecho
    filas = work.connection.execute(select(h.tipo, h.slot, h.fecha, h.conjunto, h.equipo))
    return {fila.tipo: Hecho(fila.slot, fila.fecha, fila.conjunto, fila.equipo) for fila in filas}
