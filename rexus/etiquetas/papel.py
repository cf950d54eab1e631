"""Sheets and rolls of labels, in mm. Measures of the usual ones are those printed on their packs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr

#: What a measure may be, in mm.
MAYOR: Final = 1_000.0
_MENOR: Final = 10.0
_MUCHAS: Final = 50
# What comes of adding tenths of mm in binary.
_NADA: Final = 1e-6
_NUMERO: Final = re.compile(r"\d{1,4}([.,]\d{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Papel:
    """A sheet with labels in columns and rows, or a roll, whose every label is a page of its own.

    All in mm: the sheet, one label, from the sheet's edges to the first label, and from the beginning of one label to
    that of the next. `continuo`: a roll that is cut wherever the label ends.
    """

    nombre: str
    ancho: float
    alto: float
    etiqueta_ancho: float
    etiqueta_alto: float
    columnas: int = 1
    filas: int = 1
    izquierda: float = 0.0
    arriba: float = 0.0
    paso_x: float = 0.0
    paso_y: float = 0.0
    rollo: bool = False
    continuo: bool = False

    @property
    def por_hoja(self) -> int:
        """How many labels a page holds."""
        return self.columnas * self.filas


def _hoja(
    nombre: str,
    columnas: int,
    filas: int,
    ancho: float,
    alto: float,
    izquierda: float,
    arriba: float,
    paso_x: float = 0.0,
) -> Papel:
    return Papel(nombre, 210.0, 297.0, ancho, alto, columnas, filas, izquierda, arriba, paso_x or ancho, alto)


def _rollo(nombre: str, ancho: float, alto: float, *, continuo: bool = False) -> Papel:
    return Papel(nombre, ancho, alto, ancho, alto, paso_x=ancho, paso_y=alto, rollo=True, continuo=continuo)


PROPIO: Final = "propio"
PAPELES: Final = {
    papel.nombre: papel
    for papel in (
        _hoja("a4_3x8", 3, 8, 70.0, 37.0, 0.0, 0.5),
        _hoja("a4_2x7", 2, 7, 99.1, 38.1, 4.65, 15.15, 101.6),
        _hoja("a4_4x10", 4, 10, 52.5, 29.7, 0.0, 0.0),
        _rollo("rollo_62x29", 62.0, 29.0),
        _rollo("rollo_50x25", 50.0, 25.0),
        _rollo("continuo_62", 62.0, 40.0, continuo=True),
    )
}
#: What people give measures for, in the order in which they are asked.
MEDIDAS: Final = (
    "ancho", "alto", "etiqueta_ancho", "etiqueta_alto", "columnas", "filas", "izquierda", "arriba", "paso_x", "paso_y",
)  # fmt: skip


def titulo(nombre: str) -> str:
    """How people know a paper."""
    return {
        "a4_3x8": tr("Hoja A4, 3 × 8 de 70 × 37 mm"),
        "a4_2x7": tr("Hoja A4, 2 × 7 de 99,1 × 38,1 mm"),
        "a4_4x10": tr("Hoja A4, 4 × 10 de 52,5 × 29,7 mm"),
        "rollo_62x29": tr("Rollo de 62 × 29 mm"),
        "rollo_50x25": tr("Rollo de 50 × 25 mm"),
        "continuo_62": tr("Rollo continuo de 62 mm"),
        PROPIO: tr("Otras medidas"),
    }[nombre]


def con_largo(papel: Papel, largo: float) -> Papel:
    """A continuous roll cut after so many mm. Raises DatoInvalidoError."""
    return revisado(replace(papel, alto=largo, etiqueta_alto=largo, paso_y=largo))


def leer_mm(texto: str) -> float:
    """What a person typed as mm: «99,1». Raises ValueError."""
    limpio = texto.strip()
    if not _NUMERO.fullmatch(limpio):
        raise ValueError(texto)
    return float(limpio.replace(",", "."))


def leer_propio(medidas: Mapping[str, str]) -> Papel:
    """A paper by its measures as typed. A paper of one label is a roll. Raises DatoInvalidoError with every reason."""
    valores: dict[str, Any] = {}
    campos: dict[str, str] = {}
    for nombre in MEDIDAS:
        texto = medidas.get(nombre, "").strip()
        try:
            if nombre in ("columnas", "filas"):
                valores[nombre] = int(texto) if texto.isascii() and texto.isdigit() else _no(texto)
            else:
                valores[nombre] = leer_mm(texto)
        except ValueError:
            campos[nombre] = tr("no es un número") if texto else tr("falta completarlo")
    if campos:
        raise _mal(campos)
    rollo = valores["columnas"] == valores["filas"] == 1
    return revisado(Papel(PROPIO, **valores, rollo=rollo))


def _no(texto: str) -> int:
    raise ValueError(texto)


def medidas(papel: Papel) -> dict[str, str]:
    """The measures as they are typed; `leer_propio` reads them back."""
    datos = asdict(papel)
    return {nombre: f"{datos[nombre]:.2f}".rstrip("0").rstrip(".").replace(".", ",") if isinstance(datos[nombre], float)
            else str(datos[nombre]) for nombre in MEDIDAS}  # fmt: skip


def revisado(papel: Papel) -> Papel:
    """The paper, if its labels lie on it and not on each other. Raises DatoInvalidoError with every reason."""
    campos: dict[str, str] = {}
    for nombre in ("ancho", "alto", "etiqueta_ancho", "etiqueta_alto"):
        if not _MENOR <= getattr(papel, nombre) <= MAYOR:
            campos[nombre] = tr("tiene que estar entre {menor} y {mayor} mm").format(
                menor=f"{_MENOR:.0f}", mayor=f"{MAYOR:.0f}"
            )
    for nombre in ("columnas", "filas"):
        if not 1 <= getattr(papel, nombre) <= _MUCHAS:
            campos[nombre] = tr("tiene que estar entre 1 y {n}").format(n=_MUCHAS)
    if not campos:
        for cuantas, paso, largo, desde, hoja in (
            ("columnas", "paso_x", "etiqueta_ancho", "izquierda", "ancho"),
            ("filas", "paso_y", "etiqueta_alto", "arriba", "alto"),
        ):
            n = getattr(papel, cuantas)
            if n > 1 and getattr(papel, paso) < getattr(papel, largo) - _NADA:
                campos[paso] = tr("las etiquetas se superponen")
            fin = getattr(papel, desde) + (n - 1) * getattr(papel, paso) + getattr(papel, largo)
            if fin > getattr(papel, hoja) + _NADA:
                campos[cuantas if n > 1 else largo] = tr("no entran en la hoja")
    if campos:
        raise _mal(campos)
    return papel


def _mal(campos: dict[str, str]) -> DatoInvalidoError:
    return DatoInvalidoError(
        tr("Las medidas del papel no sirven. No se imprimió nada."), tr("Corregir las que se marcan."), campos=campos
    )
