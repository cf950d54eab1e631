"""The foot of each sheet: what the workshop always says there, which paper it is, and which sheet of how many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from rexus.base.text import tr
from rexus.documentos.letra import NORMAL

_MARGEN = 16 * mm
_CUERPO = 7.5
_RENGLONES = 3


class Hojas(Canvas):  # type: ignore[misc]
    """A canvas that draws the feet once it knows how many sheets there are. `fecha` is what the file says of itself."""

    def __init__(self, *args: Any, rotulo: str, pie: Sequence[str], fecha: datetime, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.setDateFormatter(lambda *_ahora: f"D:{fecha.astimezone(UTC):%Y%m%d%H%M%S}+00'00'")
        self._rotulo = rotulo
        self._pie = list(pie)[:_RENGLONES]
        self._hojas: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the sheet: its foot is still to be drawn."""
        self._hojas.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Draw each foot, and write the file."""
        total = len(self._hojas)
        for n, hoja in enumerate(self._hojas, start=1):
            self.__dict__.update(hoja)
            self._dibujar_pie(n, total)
            super().showPage()
        super().save()

    def _dibujar_pie(self, n: int, total: int) -> None:
        ancho = self._pagesize[0]
        self.setStrokeColorRGB(0.72, 0.75, 0.79)
        self.setLineWidth(0.4)
        self.line(_MARGEN, 15 * mm, ancho - _MARGEN, 15 * mm)
        self.setFont(NORMAL, _CUERPO)
        self.setFillColorRGB(0.35, 0.39, 0.45)
        for i, texto in enumerate(self._pie):
            self.drawString(_MARGEN, 11.5 * mm - i * 3.4 * mm, texto)
        hoja = tr("Hoja {n} de {total}").format(n=n, total=total)
        self.drawRightString(ancho - _MARGEN, 11.5 * mm, f"{self._rotulo} · {hoja}")
