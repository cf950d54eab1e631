"""Which character separates the fields of a CSV: the one that cuts most lines into the same number of fields."""

from __future__ import annotations

import csv
import io
from collections import Counter

CANDIDATOS = (";", ",", "\t", "|")
_LINEAS = 200
_PAREJO = 0.8


def detectar(muestra: str) -> str:
    """The delimiter of the text's beginning; `;` when there is a single column.

    Quoted fields are understood. Decimal commas do not mislead: they are not in the heading, and a line has no
    fixed number of them.
    """
    indicado = indicado_por_sep(muestra)
    if indicado is not None:
        return indicado
    mejor, puntos = CANDIDATOS[0], (0.0, 0)
    for candidato in CANDIDATOS:
        valor = _puntuar(muestra, candidato)
        if valor > puntos:
            mejor, puntos = candidato, valor
    return mejor


def indicado_por_sep(muestra: str) -> str | None:
    """The delimiter that a first line `sep=;` names, as spreadsheets understand it."""
    linea = muestra.partition("\n")[0].strip().strip('"')
    if len(linea) == 5 and linea[:4].lower() == "sep=" and linea[4] in CANDIDATOS:
        return linea[4]
    return None


def _puntuar(muestra: str, candidato: str) -> tuple[float, int]:
    """How even the lines are (in steps, so that one odd line does not decide), then how many fields they have."""
    lector = csv.reader(io.StringIO(muestra, newline=""), delimiter=candidato)
    cuentas: list[int] = []
    try:
        for fila in lector:
            if any(fila):
                cuentas.append(len(fila))
            if len(cuentas) == _LINEAS:
                break
    except csv.Error:
        return (0.0, 0)
    if not cuentas:
        return (0.0, 0)
    columnas, veces = Counter(cuentas).most_common(1)[0]
    if columnas < 2:
        # Titles above the table have no delimiter; where they outnumber its rows, the rows still count.
        columnas, veces = max(((c, v) for c, v in Counter(cuentas).items() if c > 1), default=(1, 0))
        veces = veces if veces > 1 else 0
    parejo = veces / len(cuentas)
    if columnas < 2 or not veces:
        return (0.0, 0)
    return (1.0 if parejo >= _PAREJO else parejo, columnas)
