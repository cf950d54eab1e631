"""What a printer does to lengths, measured on a test page, and where to print so that things stand in their place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.etiquetas.papel import Papel, leer_mm

# A printer that is further off is set wrongly.
_CORRIDA: Final = 20.0
_ESCALA: Final = 0.1


@dataclass(frozen=True)
class Calibracion:
    """What is sent to x mm comes out at `escala_x` · x + `corrida_x` mm, and so down the page."""

    corrida_x: float = 0.0
    corrida_y: float = 0.0
    escala_x: float = 1.0
    escala_y: float = 1.0

    def donde(self, x: float, y: float) -> tuple[float, float]:
        """Where to send what is to come out at (x, y)."""
        return (x - self.corrida_x) / self.escala_x, (y - self.corrida_y) / self.escala_y

    def cuanto(self, ancho: float, alto: float) -> tuple[float, float]:
        """How large to send what is to come out that large."""
        return ancho / self.escala_x, alto / self.escala_y

    def a_mapa(self) -> dict[str, float]:
        """For the settings."""
        return asdict(self)


#: A printer that does as it is told, as far as anybody knows.
SIN_CORREGIR: Final = Calibracion()


@dataclass(frozen=True)
class Prueba:
    """What the test page of a paper shows, in mm: a frame so far inside its edges, and rulers so long."""

    marco: float
    regla_x: float
    regla_y: float


def prueba(papel: Papel) -> Prueba:
    """The largest that fits: 100 mm on a sheet, less on a label of a roll."""
    marco = 10.0 if min(papel.ancho, papel.alto) >= 60 else 3.0
    return Prueba(marco, _regla(papel.ancho - 2 * marco), _regla(papel.alto - 2 * marco))


def _regla(hay: float) -> float:
    return min(100.0, math.floor(hay / 10) * 10.0) if hay >= 10 else math.floor(hay)


def medida(pagina: Prueba, medidas: Mapping[str, str]) -> Calibracion:
    """What the printer does, by what was measured on its test page, as typed in mm.

    `marco_x`, `marco_y`: from the paper's edges to the frame; `regla_x`, `regla_y`: the rulers. Raises
    DatoInvalidoError with every reason.
    """
    valores: dict[str, float] = {}
    campos: dict[str, str] = {}
    for nombre in ("marco_x", "marco_y", "regla_x", "regla_y"):
        texto = medidas.get(nombre, "")
        try:
            valores[nombre] = leer_mm(texto)
        except ValueError:
            campos[nombre] = tr("no es un número") if texto.strip() else tr("falta completarlo")
    for eje, regla in (("x", pagina.regla_x), ("y", pagina.regla_y)):
        if f"regla_{eje}" in valores and abs(valores[f"regla_{eje}"] / regla - 1) > _ESCALA:
            campos[f"regla_{eje}"] = tr("se aparta más de 10 %: revisar la escala en la impresora")
        if f"marco_{eje}" in valores and abs(valores[f"marco_{eje}"] - pagina.marco) > _CORRIDA:
            campos[f"marco_{eje}"] = tr("se aparta más de 20 mm: revisar el tamaño del papel en la impresora")
    if campos:
        raise DatoInvalidoError(
            tr("Las medidas de la prueba no sirven. No se guardó nada."), tr("Medir otra vez."), campos=campos
        )
    escala_x, escala_y = valores["regla_x"] / pagina.regla_x, valores["regla_y"] / pagina.regla_y
    return Calibracion(
        valores["marco_x"] - escala_x * pagina.marco, valores["marco_y"] - escala_y * pagina.marco, escala_x, escala_y
    )


def medidas(pagina: Prueba, calibracion: Calibracion) -> dict[str, str]:
    """What one measures on the test page of a printer that does so; `medida` reads it back."""
    c = calibracion
    return {
        "marco_x": _mm(c.escala_x * pagina.marco + c.corrida_x),
        "marco_y": _mm(c.escala_y * pagina.marco + c.corrida_y),
        "regla_x": _mm(c.escala_x * pagina.regla_x),
        "regla_y": _mm(c.escala_y * pagina.regla_y),
    }


def de_mapa(mapa: Any) -> Calibracion:
    """From the settings, which anybody may have edited: what makes no sense is a printer that does as it is told."""
    if not isinstance(mapa, Mapping):
        return Calibracion()
    nombres = Calibracion.__dataclass_fields__
    if any(not isinstance(mapa.get(n), int | float) or not math.isfinite(mapa[n]) for n in nombres):
        return Calibracion()
    hecha = Calibracion(*(float(mapa[n]) for n in nombres))
    lejos = max(abs(hecha.corrida_x), abs(hecha.corrida_y)) > 2 * _CORRIDA
    torcida = max(abs(hecha.escala_x - 1), abs(hecha.escala_y - 1)) > _ESCALA + 1e-9
    return Calibracion() if lejos or torcida else hecha


def _mm(valor: float) -> str:
    return f"{max(0.0, valor):.2f}".rstrip("0").rstrip(".").replace(".", ",")
