"""Files that are read whole and then belong to somebody else: their rows by field, or every error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rexus.base.errors import RexusError
from rexus.base.text import contados, tr
from rexus.intercambio.analisis import ErrorFila, analizar
from rexus.intercambio.campos import Campo
from rexus.intercambio.lector import abrir
from rexus.intercambio.numeros import Convencion


@dataclass(frozen=True)
class FilasLeidas:
    """The rows of a file: (number in the file, values by the name of their field; None is «not given»), and remarks.

    `totales` is how many rows were left out since they look like totals; the remarks name them.
    """

    archivo: str
    filas: tuple[tuple[int, dict[str, Any]], ...]
    avisos: tuple[str, ...]
    totales: int = 0


class ArchivoConErroresError(RexusError):
    """The file has errors, so nothing of it was used. `errores` has them."""

    def __init__(self, archivo: str, errores: Sequence[ErrorFila], total: int) -> None:
        primero = errores[0]
        super().__init__(
            tr("Nada se importó"),
            tr("«{archivo}» tiene {errores}; el primero, en la fila {fila}, columna {columna}: {motivo}.").format(
                archivo=archivo,
                errores=contados(total, tr("error"), tr("errores")),
                fila=primero.fila,
                columna=primero.columna,
                motivo=primero.motivo,
            ),
            tr("Corregirlos en la planilla y volver a importarla."),
        )
        self.errores = tuple(errores)


def leer_filas(
    archivo: Path,
    campos: Sequence[Campo],
    *,
    hoja: str | None = None,
    decimal: Convencion | None = None,
    con_totales: bool = False,
    probar_sumas: bool = False,
) -> FilasLeidas:
    """All rows of a spreadsheet or CSV; those that look like totals are left out, unless `con_totales`.

    `probar_sumas` as for `analizar`. Raises ArchivoError, ArchivoConErroresError with every error.
    """
    with (
        abrir(archivo, hoja=hoja) as tabla,
        analizar(tabla, campos, None, decimal, con_totales=con_totales, probar_sumas=probar_sumas) as analisis,
    ):
        if analisis.errores:
            raise ArchivoConErroresError(analisis.archivo, analisis.errores, analisis.total_errores)
        nombres = [campo.nombre for campo in analisis.campos]
        filas = tuple(
            (numero, dict(zip(nombres, valores, strict=True))) for lote in analisis.lotes() for numero, valores in lote
        )
        return FilasLeidas(analisis.archivo, filas, tuple(analisis.avisos), analisis.total_omitidas)
