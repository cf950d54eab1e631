"""Answers: tables for people, one JSON document for programs."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

import click

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import formatear_fecha, formatear_numero, iso_utc, tr

# The number of a movement or a batch: what a database's id can be.
NUMERO = click.IntRange(1, 2**63 - 1)

# How the trail calls what was taken out without a file.
SALIDA = "(salida estándar)"


def emitir_json(documento: Any) -> None:
    """One JSON document. Quantities are strings with up to three decimals, times are ISO 8601 UTC, days ISO 8601."""
    click.echo(json.dumps(documento, ensure_ascii=False, default=_plano, indent=2))


def emitir_rechazo(error: RexusError) -> None:
    """On the standard error: what was refused and why; below it each field with its reason, unless that was said."""
    click.echo(str(error), err=True)
    campos = error.campos if isinstance(error, DatoInvalidoError) else {}
    for campo, motivo in campos.items():
        if motivo not in error.frase:
            click.echo(f"  {campo}: {motivo}" if campo else f"  {motivo}", err=True)


def numero(valor: Decimal) -> str:
    """A decimal as JSON carries it: «12», «2.5», never rounded."""
    texto = f"{valor:f}"
    return texto.rstrip("0").rstrip(".") if "." in texto else texto


def tabla(
    filas: Sequence[Mapping[str, Any]],
    columnas: Mapping[str, str],
    *,
    dinero: Collection[str] = (),
    zona: tzinfo = UTC,
) -> None:
    """A table with the titles of `columnas`; figures to the right.

    The columns in `dinero` have two decimals; moments are shown in `zona`.
    """
    titulos = list(columnas.values())
    textos = [
        [_texto(fila.get(nombre), 2 if nombre in dinero else None, zona) for nombre in columnas] for fila in filas
    ]
    anchos = [max(len(celda) for celda in columna) for columna in zip(titulos, *textos, strict=True)]
    derecha = [
        any(isinstance(f.get(n), Decimal | int) and not isinstance(f.get(n), bool) for f in filas) for n in columnas
    ]
    for linea in (titulos, *textos):
        celdas = [
            celda.rjust(ancho) if a_derecha else celda.ljust(ancho)
            for celda, ancho, a_derecha in zip(linea, anchos, derecha, strict=True)
        ]
        click.echo("  ".join(celdas).rstrip())


def _texto(valor: Any, decimales: int | None, zona: tzinfo) -> str:
    if valor is None:
        return ""
    if isinstance(valor, bool):
        return tr("sí") if valor else tr("no")
    if isinstance(valor, Decimal):
        return formatear_numero(valor, decimales)
    if isinstance(valor, date):
        return formatear_fecha(valor, zona)
    return " ".join(str(valor).split())


def _plano(valor: object) -> str:
    if isinstance(valor, Decimal):
        return numero(valor)
    if isinstance(valor, datetime):
        return iso_utc(valor)
    if isinstance(valor, date):
        return valor.isoformat()
    raise TypeError(type(valor).__name__)
