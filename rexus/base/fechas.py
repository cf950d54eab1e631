"""A day as people write it: «15/12», «15-12-26», «15.12.2026», «hoy», «mañana», «+7»."""

from __future__ import annotations

import re
from datetime import MINYEAR, UTC, date, datetime, timedelta
from typing import Final, Literal

from rexus.base.text import fold, tr

Cerca = Literal["siguiente", "anterior", "cercano"]
"""Which year a day without one is of: the next such day (a delivery), the last one (a price), or the nearer."""

_ESCRITA: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?")
_PROGRAMA: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_DIAS: Final = re.compile(r"([+-]) ?(\d{1,4})")
_SIGLO: Final = 2000
# The 29th of February may be eight years away.
_ANIOS: Final = 8


def hoy_aqui() -> date:
    """Today, by the clock of this machine."""
    return datetime.now(UTC).astimezone().date()


def leer_dia(texto: str, hoy: date | None = None, cerca: Cerca = "cercano") -> date:
    """The day that was meant; a year of two figures is of this century, «+7» is in seven days.

    Without `hoy` only whole dates are understood. ValueError says why it is none.
    """
    limpio = fold(texto).strip()
    if hallada := _PROGRAMA.fullmatch(limpio):
        anio, mes, dia = map(int, hallada.groups())
        return _fecha(anio, mes, dia)
    if hallada := _ESCRITA.fullmatch(limpio):
        dia, mes = int(hallada[1]), int(hallada[2])
        if hallada[3]:
            return _fecha(int(hallada[3]) + (_SIGLO if len(hallada[3]) == 2 else 0), mes, dia)
        if hoy is not None:
            return _sin_anio(dia, mes, hoy, cerca)
    if hoy is not None:
        if limpio in _PALABRAS_FIJAS:
            return hoy + timedelta(days=_PALABRAS_FIJAS[limpio])
        for palabra, dias in ((tr("hoy"), 0), (tr("mañana"), 1), (tr("ayer"), -1)):
            if limpio == fold(palabra):
                return hoy + timedelta(days=dias)
        if hallada := _DIAS.fullmatch(limpio):
            return hoy + timedelta(days=int(hallada[2]) * (1 if hallada[1] == "+" else -1))
    raise ValueError(no_es_fecha())


# In Spanish they are understood whatever language the program speaks.
_PALABRAS_FIJAS: Final = {"hoy": 0, "manana": 1, "pasado manana": 2, "ayer": -1}


def no_es_fecha() -> str:
    """What is said of a text that is no day."""
    return tr("no es una fecha: escribirla como 31/01/2026")


def _fecha(anio: int, mes: int, dia: int) -> date:
    try:
        return date(anio, mes, dia)
    except ValueError:
        raise ValueError(no_es_fecha()) from None


def _sin_anio(dia: int, mes: int, hoy: date, cerca: Cerca) -> date:
    posibles = []
    for anio in range(max(MINYEAR, hoy.year - _ANIOS), hoy.year + _ANIOS + 1):
        try:
            posibles.append(date(anio, mes, dia))
        except ValueError:
            # Not in this year: a 29th of February. In none of them: no day at all.
            continue
    if cerca == "siguiente":
        posibles = [fecha for fecha in posibles if fecha >= hoy]
    elif cerca == "anterior":
        posibles = [fecha for fecha in posibles if fecha <= hoy]
    if not posibles:
        raise ValueError(no_es_fecha())
    return min(posibles, key=lambda fecha: abs(fecha - hoy))
