"""A record that another page asked for: its number, and what is said when it is not there."""

from __future__ import annotations

from typing import Final

from rexus.base.text import tr
from rexus.ui.module import Context

_LARGEST: Final = 2**63 - 1


def numero_de(registro: str) -> int | None:
    """The number of a record as the trail writes it; None for what is none, whoever wrote it."""
    if not (registro.isascii() and registro.isdigit()) or len(registro) > len(str(_LARGEST)):
        return None
    numero = int(registro)
    return numero if numero <= _LARGEST else None


def avisar_que_no_esta(ctx: Context, frase: str) -> None:
    """Tell that the record is gone (`frase`); without the server nobody knows that."""
    if not ctx.salud.en_linea:
        frase = tr("Sin conexión no se puede abrir ese registro: no está entre lo que ya se vio.")
    ctx.notices.show_notice("advertencia", frase)
