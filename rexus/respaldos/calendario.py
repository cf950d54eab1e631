"""When backups are due. Pure: a zone, a moment and the last success in, a slot out.

A slot is one occurrence of an hour of the day in the workshop's zone. cronsim does the calendar, as Debian's cron does:
an hour that the spring change skips comes right after the gap, one that the autumn change repeats comes once, the first
time. (APScheduler 3's CronTrigger was tried: in the repeated hour it gives the same moment without end, and a midnight
that America/Santiago skips it leaves out.)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Final

from cronsim import CronSim

from rexus.respaldos.conjunto import COMPLETO, INCREMENTAL, Conjunto
from rexus.settings import Settings

TIPOS: Final = (COMPLETO, INCREMENTAL)

# Further than any change of the clock that a zone has made, the day that Samoa skipped in 2011 included.
_LEJOS: Final = timedelta(days=3)
# What was worked out last: every look of a day asks the same.
_VISTOS: Final[dict[tuple[str, tzinfo], tuple[datetime, datetime]]] = {}
_CUANTOS_VISTOS: Final = 16


@dataclass(frozen=True)
class Plan:
    """The hours of the day, HH:MM in the workshop's zone."""

    completo: str = "02:00"
    incremental: str = "14:00"

    def hora(self, tipo: str) -> str:
        """The hour of that kind."""
        return self.completo if tipo == COMPLETO else self.incremental


@dataclass(frozen=True)
class Slot:
    """One occurrence of a kind's hour; `momento` is UTC."""

    tipo: str
    momento: datetime


def plan_de(settings: Settings) -> Plan:
    """The hours that the settings name."""
    return Plan(settings.get("respaldo.hora_completo"), settings.get("respaldo.hora_incremental"))


def ultimo_slot(tipo: str, plan: Plan, zona: tzinfo, ahora: datetime) -> Slot:
    """The newest slot that is not after `ahora`."""
    return Slot(tipo, _alrededor(plan.hora(tipo), zona, ahora)[0])


def proximo_slot(tipo: str, plan: Plan, zona: tzinfo, ahora: datetime) -> Slot:
    """The first slot after `ahora`."""
    return Slot(tipo, _alrededor(plan.hora(tipo), zona, ahora)[1])


def pendiente(tipo: str, plan: Plan, zona: tzinfo, ahora: datetime, ultimo_exito: datetime | None) -> Slot | None:
    """The last slot if nothing verified was begun since; None when it was.

    A success later than `ahora` is none: the clock was set back, and what it says of the future is not done yet.
    """
    slot = ultimo_slot(tipo, plan, zona, ahora)
    hecho = ultimo_exito is not None and slot.momento <= ultimo_exito <= ahora
    return None if hecho else slot


def ultimo_exito(
    tipo: str, conjuntos: Iterable[Conjunto], ahora: datetime, adelantados: Collection[str] = ()
) -> datetime | None:
    """When the newest set was begun that stands for that kind (a full one stands for both).

    Sets later than `ahora` do not count, nor `adelantados`: the ids of those that were once seen later than the clock.
    """
    return max(
        (
            c.fecha
            for c in conjuntos
            if c.fecha <= ahora and (tipo == INCREMENTAL or c.tipo == COMPLETO) and c.id not in adelantados
        ),
        default=None,
    )


def _alrededor(hora: str, zona: tzinfo, ahora: datetime) -> tuple[datetime, datetime]:
    """The occurrences of an hour that enclose `ahora`: not after it, and after it."""
    visto = _VISTOS.get((hora, zona))
    if visto is None or not visto[0] <= ahora < visto[1]:
        horas, minutos = hora.split(":")
        # Begun long before: within a repeated hour the local time alone does not tell which one it is.
        desde = (ahora - _LEJOS).astimezone(zona)
        momentos = (m.astimezone(UTC) for m in CronSim(f"{int(minutos)} {int(horas)} * * *", desde))
        visto = next((antes, despues) for antes, despues in pairwise(momentos) if antes <= ahora < despues)
        if len(_VISTOS) >= _CUANTOS_VISTOS:
            _VISTOS.clear()
        _VISTOS[hora, zona] = visto
    return visto
