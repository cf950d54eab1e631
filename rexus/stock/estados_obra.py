"""The states of an obra, and which may follow which. Pure."""

from __future__ import annotations

from typing import Final

from rexus.base.text import tr, tr_en_contexto

MEDICION: Final = "medicion"
CERRADA: Final = "cerrada"
CANCELADA: Final = "cancelada"
#: The states of a job that goes on, in their order.
ABIERTAS: Final = (MEDICION, "pedido", "en_produccion", "lista", "colocada")
ESTADOS: Final = (*ABIERTAS, CERRADA, CANCELADA)


def rotulos() -> dict[str, str]:
    """What people call them."""
    return {
        MEDICION: tr("medición"),
        "pedido": tr_en_contexto("state of an obra", "pedido"),
        "en_produccion": tr("en producción"),
        "lista": tr("lista"),
        "colocada": tr("colocada"),
        CERRADA: tr("cerrada"),
        CANCELADA: tr("cancelada"),
    }


def siguientes(estado: str) -> tuple[str, ...]:
    """What may follow: any later state, the one before (a mistake), closing and cancelling.

    A closed obra is reopened as «colocada», a cancelled one as «medición».
    """
    if estado == CERRADA:
        return (ABIERTAS[-1],)
    if estado == CANCELADA:
        return (MEDICION,)
    lugar = ABIERTAS.index(estado)
    return (*ABIERTAS[max(lugar - 1, 0) : lugar], *ABIERTAS[lugar + 1 :], CERRADA, CANCELADA)
