"""Which sets stay. Pure: nothing is deleted here.

The last N sets stay, and the last one of each of the last N days, weeks and months *that have one*, counted in the
workshop's zone. Counting those that have one, and not back from today, means that neither a long holiday nor a clock
that jumps ahead ever empties the shelf. Whatever the settings say, these stay:

- the newest verified set, and the newest verified full one;
- the full set that an incremental one which stays was made on;
- at least three verified sets;
- sets that cannot be restored (altered, or without their base) as long as nothing newer can be;
- sets made before or after a critical operation, for thirty days;
- sets later than the clock: it was set back, and which of them are old cannot be told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from rexus.base.text import tr
from rexus.respaldos import motivos
from rexus.respaldos.conjunto import COMPLETO, Conjunto
from rexus.settings import Settings

SEGURIDAD: Final = timedelta(days=30)
MINIMO_VERIFICADOS: Final = 3


@dataclass(frozen=True)
class Politica:
    """How many: newest sets, days, weeks, months."""

    ultimos: int = 3
    dias: int = 7
    semanas: int = 4
    meses: int = 12


class Eleccion(NamedTuple):
    """Why each set stays, and why each other one goes; ids, newest first, with the reason as people read it."""

    quedan: dict[str, str]
    se_van: dict[str, str]


def politica_de(settings: Settings) -> Politica:
    """What the settings keep."""
    return Politica(
        *(settings.get(f"respaldo.conservar_{cuales}") for cuales in ("ultimos", "dias", "semanas", "meses"))
    )


def elegir(
    conjuntos: Iterable[Conjunto], politica: Politica, ahora: datetime, zona: tzinfo, malos: Collection[str] = ()
) -> Eleccion:
    """Sort sets into those that stay and those that go. `malos` are those found altered: none of them is verified."""
    todos = sorted(conjuntos, key=_orden, reverse=True)
    por_id = {c.id: c for c in todos}
    buenos = [c for c in todos if not _por_que_no_sirve(c, por_id, malos) and c.fecha <= ahora]
    quedan: dict[str, str] = {}

    def queda(c: Conjunto, razon: str) -> None:
        quedan.setdefault(c.id, razon)

    if buenos:
        queda(buenos[0], tr("Es el verificado más nuevo."))
    if completo := next((c for c in buenos if c.tipo == COMPLETO), None):
        queda(completo, tr("Es el completo verificado más nuevo."))
    for c in todos:
        if c.fecha > ahora:
            queda(c, tr("Su fecha todavía no llegó: el reloj se atrasó."))
    _por_reglas([c for c in buenos if not c.motivo], politica, zona, queda)
    for c in todos:
        if c.motivo and c.fecha > ahora - SEGURIDAD:
            queda(
                c,
                tr("Se hizo {motivo} hace menos de {dias} días.").format(
                    motivo=motivos.en_palabras(c.motivo), dias=SEGURIDAD.days
                ),
            )
        no_sirve = _por_que_no_sirve(c, por_id, malos)
        if no_sirve and not any(b.fecha > c.fecha for b in buenos):
            queda(c, tr("{no_sirve}, y no hay otro más nuevo que sirva.").format(no_sirve=no_sirve))
    _hasta_el_minimo(buenos, quedan, queda)
    for c in todos:
        if c.id in quedan and c.base in por_id:
            queda(por_id[c.base], tr("Es la base de {id}, que queda.").format(id=c.id))
    return Eleccion(
        {c.id: quedan[c.id] for c in todos if c.id in quedan},
        {c.id: _por_que_se_va(_por_que_no_sirve(c, por_id, malos)) for c in todos if c.id not in quedan},
    )


def _por_reglas(
    buenos: Sequence[Conjunto], politica: Politica, zona: tzinfo, queda: Callable[[Conjunto, str], None]
) -> None:
    for c in buenos[: politica.ultimos]:
        queda(c, tr("Es de los {n} últimos.").format(n=politica.ultimos))

    def dia(local: datetime) -> Hashable:
        return local.date()

    def semana(local: datetime) -> Hashable:
        return local.isocalendar()[:2]

    def mes(local: datetime) -> Hashable:
        return local.year, local.month

    reglas: tuple[tuple[int, Callable[[datetime], Hashable], str], ...] = (
        (politica.dias, dia, tr("Es el último de su día.")),
        (politica.semanas, semana, tr("Es el último de su semana.")),
        (politica.meses, mes, tr("Es el último de su mes.")),
    )
    for cuantos, periodo, razon in reglas:
        vistos: set[Hashable] = set()
        for c in buenos:
            if len(vistos) == cuantos:
                break
            cual = periodo(c.fecha.astimezone(zona))
            if cual not in vistos:
                vistos.add(cual)
                queda(c, razon)


def _hasta_el_minimo(
    buenos: Sequence[Conjunto], quedan: dict[str, str], queda: Callable[[Conjunto, str], None]
) -> None:
    faltan = MINIMO_VERIFICADOS - sum(c.id in quedan for c in buenos)
    for c in [c for c in buenos if c.id not in quedan][: max(0, faltan)]:
        queda(c, tr("Nunca quedan menos de {n} verificados.").format(n=MINIMO_VERIFICADOS))


def _por_que_no_sirve(c: Conjunto, por_id: dict[str, Conjunto], malos: Collection[str]) -> str:
    """Why it cannot be restored, an incremental one without its base included; empty: it can."""
    if c.id in malos:
        return tr("Está alterado")
    if c.base is not None and c.base not in por_id:
        return tr("Falta su base")
    if c.base in malos:
        return tr("Su base está alterada")
    return ""


def _por_que_se_va(no_sirve: str) -> str:
    if no_sirve:
        return tr("{no_sirve}, y hay otro más nuevo que sirve.").format(no_sirve=no_sirve)
    return tr("Ninguna regla lo conserva.")


def _orden(c: Conjunto) -> tuple[datetime, str]:
    return c.fecha, c.id
