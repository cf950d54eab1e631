"""What an import did or would do, article by article, and its refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rexus.base.errors import RexusError
from rexus.base.text import contados, tr
from rexus.intercambio.analisis import ErrorFila

# How many new and how many changed articles are listed one by one; the rest are counted.
MOSTRADOS = 5_000


@dataclass(frozen=True)
class Alta:
    """An article that would be new, with what the file says of it: its stock is among it as «stock_actual»."""

    fila: int
    codigo: str
    valores: Mapping[str, Any]


@dataclass(frozen=True)
class Cambio:
    """An article that would change: field by field, (what is stored, what the file says)."""

    fila: int
    codigo: str
    campos: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Resumen:
    """What an import did, or would do. `lote` is the batch's id, None for a dry run.

    `altas` are the first of the `nuevos`, `cambios` the first of the `actualizados`. `avisos` say what is legal and yet
    looks like a slip.
    """

    lote: int | None
    nuevos: int
    actualizados: int
    sin_cambios: int
    movimientos: int
    ubicaciones_nuevas: tuple[str, ...]
    altas: tuple[Alta, ...]
    cambios: tuple[Cambio, ...]
    errores: tuple[ErrorFila, ...]
    avisos: tuple[str, ...] = ()


class ImportacionRechazadaError(RexusError):
    """The file has errors, so nothing of it was imported. `resumen` has them all."""

    def __init__(self, resumen: Resumen) -> None:
        super().__init__(
            tr("Nada se importó"),
            tr("El archivo tiene {errores}; el primero, en la fila {fila}: {motivo}.").format(
                errores=contados(len(resumen.errores), tr("error"), tr("errores")),
                fila=resumen.errores[0].fila,
                motivo=resumen.errores[0].motivo,
            ),
            tr("Corregirlos en la planilla y volver a importarla."),
        )
        self.resumen = resumen
