"""What a label says beside its code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rexus.base.text import formatear_numero, tr
from rexus.etiquetas import codigo


@dataclass(frozen=True)
class Etiqueta:
    """`qr` is encoded, `titulo` stands large and is never cut short; `lineas` follow, the first one over several lines
    if there is room. `destacado` is a second large line."""

    qr: str
    titulo: str
    lineas: tuple[str, ...] = ()
    destacado: str = ""


def de_articulo(codigo_articulo: str, qr: str, lineas: Sequence[str]) -> Etiqueta:
    """An article's: its QR text is encoded where it has one, else its code. Empty lines are left out."""
    return Etiqueta(qr or codigo_articulo, codigo_articulo, _dichas(lineas))


def de_lugar(ubicacion_id: int, codigo_lugar: str, nombre: str = "", tipo: str = "") -> Etiqueta:
    """A place's."""
    return Etiqueta(codigo.de_lugar(ubicacion_id), codigo_lugar, _dichas((nombre, tipo)))


def de_retazo(
    clase: str, articulo_id: int, codigo_articulo: str, descripcion: str, longitud_mm: int, ubicacion: str = ""
) -> Etiqueta:
    """A remnant's: how long it is stands as large as what it is."""
    return Etiqueta(
        codigo.de_retazo(clase, articulo_id, longitud_mm),
        codigo_articulo,
        _dichas((descripcion, ubicacion)),
        tr("retazo {mm} mm").format(mm=formatear_numero(longitud_mm)),
    )


def _dichas(lineas: Sequence[str]) -> tuple[str, ...]:
    return tuple(texto for linea in lineas if (texto := " ".join(linea.split())))
