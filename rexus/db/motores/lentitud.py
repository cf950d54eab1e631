"""A statement that took longer than a screen waits."""

from __future__ import annotations

from rexus.base.errors import BaseError
from rexus.base.text import tr


class OperacionLentaError(BaseError):
    """The server lives, and did not finish in time. What was asked for was not done."""

    calla_lo_guardado = True


def lenta() -> OperacionLentaError:
    """What a statement that took too long is told as."""
    return OperacionLentaError(
        tr("El servidor tarda demasiado"),
        tr("La consulta se cortó porque el servidor no la terminó a tiempo."),
        tr("Probar otra vez en un momento, o con un filtro más corto."),
    )
