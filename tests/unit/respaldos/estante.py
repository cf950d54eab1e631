"""Sets as the shelf lists them, without their files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from rexus.respaldos.conjunto import COMPLETO, Conjunto, Tipo, nuevo_id


def conjunto(
    fecha: datetime, tipo: Tipo = COMPLETO, *, base: str | None = None, motivo: str = "", id_: str = ""
) -> Conjunto:
    """One begun at `fecha` (UTC)."""
    return Conjunto(
        id=id_ or nuevo_id(fecha, tipo, motivo),
        tipo=tipo,
        motivo=motivo,
        version="1",
        fecha=fecha,
        fin=fecha,
        equipo="taller",
        motor="sqlite",
        esquema={},
        base=base,
        cifrado=False,
        verificado=fecha,
        movimientos=0,
        ultimo_movimiento=0,
        archivos=(),
        ubicacion=Path(),
    )
