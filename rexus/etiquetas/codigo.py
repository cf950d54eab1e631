"""What the QR of a place or a retazo says, and what a scanned text means.

An article's label bears its own code, which the scanner has always understood. A place and a retazo have none that
could not be an article's too: theirs begin with «RX.». Capitals, digits and dots only: they are the same keys on every
keyboard that a scanner pretends to be, and QR packs them tighter than any other text. Ids, not names: a rack that is
renamed keeps its label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LUGAR: Final = re.compile(r"RX\.U\.([1-9][0-9]{0,17})", re.ASCII)
_RETAZO: Final = re.compile(r"RX\.R\.([A-Z]{1,20})\.([1-9][0-9]{0,17})\.([1-9][0-9]{0,6})", re.ASCII)


@dataclass(frozen=True)
class DeLugar:
    """The label of a place."""

    ubicacion_id: int


@dataclass(frozen=True)
class DeRetazo:
    """The label of a remnant of so many mm. Where it is, is looked up: it may have been carried elsewhere."""

    clase: str
    articulo_id: int
    longitud_mm: int


def de_lugar(ubicacion_id: int) -> str:
    """What the label of a place encodes: «RX.U.17»."""
    return f"RX.U.{ubicacion_id}"


def de_retazo(clase: str, articulo_id: int, longitud_mm: int) -> str:
    """What the label of a retazo encodes: «RX.R.PERFIL.12.2100»."""
    return f"RX.R.{clase.upper()}.{articulo_id}.{longitud_mm}"


def leer(texto: str) -> DeLugar | DeRetazo | None:
    """What a scanned text is the label of; None when it is none of these: an article's, or anything else."""
    limpio = texto.strip().upper()
    lugar = _LUGAR.fullmatch(limpio)
    if lugar is not None:
        return DeLugar(int(lugar.group(1)))
    retazo = _RETAZO.fullmatch(limpio)
    if retazo is not None:
        return DeRetazo(retazo.group(1).lower(), int(retazo.group(2)), int(retazo.group(3)))
    return None
