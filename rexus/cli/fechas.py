"""A day on the command line, as people write it."""

from __future__ import annotations

from typing import Any

import click

from rexus.base.fechas import Cerca, hoy_aqui, leer_dia


class Dia(click.ParamType[str]):
    """An option that is a day: whole, without its year, «hoy», «+7». Empty says that there is none.

    What is no day goes on as it is: the operation refuses it, with the name of the field.
    """

    name = "dia"

    def __init__(self, cerca: Cerca) -> None:
        self._cerca = cerca

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """ISO 8601."""
        try:
            return leer_dia(str(value), hoy_aqui(), self._cerca).isoformat()
        except ValueError:
            return str(value)
