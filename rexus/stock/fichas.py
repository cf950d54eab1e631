"""What records of people and jobs share: their version, and refusing what somebody else changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

from rexus.base.errors import ConflictoError
from rexus.base.fechas import leer_dia
from rexus.base.text import tr


def misma_version(nombre: str, guardada: int, vista: int) -> None:
    """Raise ConflictoError unless the record is the one that was looked at."""
    if guardada != vista:
        raise ConflictoError(
            tr("Otra persona cambió «{nombre}» mientras tanto. No se guardó nada.").format(nombre=nombre),
            tr("Mirar los datos nuevos y repetir el cambio."),
            titulo=tr("Otra persona lo cambió"),
        )


def distintos(actual: Mapping[str, Any], nuevos: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are not what is stored."""
    return {campo: valor for campo, valor in nuevos.items() if valor != actual[campo]}


def _dia(valor: object) -> object:
    if valor is None or valor == "":
        return None
    return leer_dia(valor) if isinstance(valor, str) else valor


# A whole date as people write it, DD/MM/YYYY, or as programs do, YYYY-MM-DD; empty is none. What «hoy» and «15/12» are
# the screens and the command line know, which have a today.
Dia = Annotated[date | None, BeforeValidator(_dia)]
