"""Lines of a request about several articles, checked and added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.stock.cantidades import cantidad_positiva
from rexus.stock.libro_reservas import Clave


@dataclass(frozen=True)
class Linea:
    """So many pieces of an article; `ubicacion_id` None lets the article say where."""

    clase: str
    articulo_id: int
    cantidad: str | int | Decimal
    ubicacion_id: int | None = None


def sumadas(lineas: Iterable[Linea]) -> dict[Clave, Decimal]:
    """By article, in the order in which they came. Raises CantidadInvalidaError, DatoInvalidoError without any."""
    sumas: dict[Clave, Decimal] = {}
    for linea in lineas:
        clave = (linea.clase, linea.articulo_id)
        sumas[clave] = sumas.get(clave, Decimal(0)) + cantidad_positiva(linea.cantidad)
    if not sumas:
        raise DatoInvalidoError(tr("La lista está vacía: no hay nada que registrar."))
    return sumas
