"""Draws labels on any device: the screen's preview, a printer, a PDF, an image. Black on white whatever the theme.

Everything stands where `rexus.etiquetas` says, in mm; here it becomes the device's dots. A module of a code is a whole
number of dots, since one that is 2 dots wide here and 3 there is what a reader stumbles over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from rexus.base.text import formatear_numero, tr
from rexus.etiquetas import calibracion
from rexus.etiquetas.calibracion import SIN_CORREGIR, Calibracion
from rexus.etiquetas.contenido import Etiqueta
from rexus.etiquetas.papel import Papel
from rexus.etiquetas.plano import Caja, cara, casilla, puestos
from rexus.etiquetas.qr import BORDE, matriz
from rexus.ui.etiquetas.letras import LEADING, cut, in_title, line_height, make_font, wrapped

_INCH = 25.4
# Heights of letters in mm: the largest and the smallest that a title has, and the words below it.
_TITLE = (6.5, 2.2)
_WORDS = (3.2, 2.0)


@dataclass(frozen=True)
class Dots:
    """How many dots of a device are a mm across and down, and what the device does to lengths."""

    x: float
    y: float
    calibracion: Calibracion

    @classmethod
    def of(cls, dpi_x: float, dpi_y: float, calibracion: Calibracion = SIN_CORREGIR) -> Dots:
        """Of a device with so many dots per inch."""
        return cls(dpi_x / _INCH, dpi_y / _INCH, calibracion)

    def rect(self, caja: Caja) -> QRect:
        """Where that box of the page is."""
        x, y = self.calibracion.donde(caja.x, caja.y)
        right, bottom = self.calibracion.donde(caja.x + caja.ancho, caja.y + caja.alto)
        left, top = round(x * self.x), round(y * self.y)
        return QRect(left, top, round(right * self.x) - left, round(bottom * self.y) - top)


def paint(
    painter: QPainter,
    dots: Dots,
    papel: Papel,
    etiquetas: Sequence[Etiqueta],
    desde: int,
    new_page: Callable[[], object],
) -> None:
    """Draw the labels, calling `new_page` between pages."""
    for page, there in groupby(puestos(papel, len(etiquetas), desde), key=lambda puesto: puesto.pagina):
        if page:
            new_page()
        for puesto in there:
            paint_label(painter, dots, puesto.caja, etiquetas[puesto.cual])


def paint_page(
    painter: QPainter, dots: Dots, papel: Papel, etiquetas: Sequence[Etiqueta], desde: int, page: int
) -> None:
    """One page (from 0) as it is looked at: with where each label ends, which no printer draws."""
    paint_outlines(painter, dots, (casilla(papel, n) for n in range(papel.por_hoja)))
    for puesto in puestos(papel, len(etiquetas), desde):
        if puesto.pagina == page:
            paint_label(painter, dots, puesto.caja, etiquetas[puesto.cual])


def paint_label(painter: QPainter, dots: Dots, caja: Caja, etiqueta: Etiqueta) -> None:
    """One label on its place."""
    parts = cara(caja.ancho, caja.alto)
    painter.setPen(Qt.GlobalColor.black)
    _code(painter, dots.rect(_inside(caja, parts.qr)), etiqueta.qr)
    _words(painter, dots, dots.rect(_inside(caja, parts.texto)), etiqueta)


def paint_outlines(painter: QPainter, dots: Dots, cajas: Iterable[Caja]) -> None:
    """Where labels end, as thin grey lines."""
    painter.setPen(QPen(Qt.GlobalColor.lightGray, 0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRects([dots.rect(caja) for caja in cajas])


def paint_test(painter: QPainter, dots: Dots, papel: Papel) -> None:
    """The page on which a printer is measured: the frame, two rulers, and where each label ends."""
    page = calibracion.prueba(papel)
    paint_outlines(painter, dots, (casilla(papel, n) for n in range(papel.por_hoja)))
    painter.setPen(QPen(Qt.GlobalColor.black, 0))
    m = page.marco
    painter.drawRect(dots.rect(Caja(m, m, papel.ancho - 2 * m, papel.alto - 2 * m)))
    tick = min(4.0, m)
    for mm in range(int(page.regla_x) + 1):
        long = tick if mm % 10 == 0 else tick * 0.7 if mm % 5 == 0 else tick * 0.4
        painter.drawLine(*_line(dots, m + mm, m, m + mm, m + long))
    for mm in range(int(page.regla_y) + 1):
        long = tick if mm % 10 == 0 else tick * 0.7 if mm % 5 == 0 else tick * 0.4
        painter.drawLine(*_line(dots, m, m + mm, m + long, m + mm))
    room = dots.rect(Caja(m + tick + 1, m + tick + 1, papel.ancho - 2 * m - tick - 2, papel.alto - 2 * m - tick - 2))
    texto = tr("{ancho} × {alto} mm. Marco a {m} mm del borde; reglas de {x} y {y} mm.").format(
        ancho=_mm(papel.ancho), alto=_mm(papel.alto), m=_mm(m), x=_mm(page.regla_x), y=_mm(page.regla_y)
    )
    painter.setFont(make_font(max(1, round(min(3.0, papel.alto / 12) * dots.y))))
    painter.drawText(QRectF(room), Qt.TextFlag.TextWordWrap, texto)


def _mm(value: float) -> str:
    from decimal import Decimal

    return formatear_numero(Decimal(f"{value:.1f}"))


def _line(dots: Dots, x1: float, y1: float, x2: float, y2: float) -> tuple[int, int, int, int]:
    a, b = dots.calibracion.donde(x1, y1), dots.calibracion.donde(x2, y2)
    return round(a[0] * dots.x), round(a[1] * dots.y), round(b[0] * dots.x), round(b[1] * dots.y)


def _inside(outer: Caja, inner: Caja) -> Caja:
    return Caja(outer.x + inner.x, outer.y + inner.y, inner.ancho, inner.alto)


def _code(painter: QPainter, square: QRect, texto: str) -> None:
    """The code with its white border, in the middle of the square."""
    rows = matriz(texto, BORDE)
    module = min(square.width(), square.height()) // len(rows)
    if module < 1:
        # On a screen that shows the sheet small a module is less than a dot: a grey that looks like a code will do.
        painter.fillRect(square.adjusted(1, 1, -1, -1), Qt.BrushStyle.Dense4Pattern)
        return
    left = square.center().x() - module * len(rows) // 2
    top = square.center().y() - module * len(rows) // 2
    dark: list[QRect] = []
    for y, row in enumerate(rows):
        x = 0
        while (x := row.find(1, x)) >= 0:
            end = row.find(0, x)
            dark.append(QRect(left + x * module, top + y * module, (end - x) * module, module))
            x = end
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawRects(dark)
    painter.setPen(Qt.GlobalColor.black)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _words(painter: QPainter, dots: Dots, room: QRect, etiqueta: Etiqueta) -> None:
    """Title, second title, lines: as large as they fit; the title whole whatever it takes."""
    large = [texto for texto in (etiqueta.titulo, etiqueta.destacado) if texto]
    share = 0.55 if etiqueta.lineas else 1.0
    rows: list[tuple[str, QFont]] = []
    for texto in large:
        size = min(_TITLE[0], room.height() / dots.y * share / len(large) / LEADING)
        halves = texto is etiqueta.titulo
        rows += in_title(texto, room.width(), round(size * dots.y), round(_TITLE[1] * dots.y), halves=halves)
    used = sum(line_height(font) for _texto, font in rows)
    left = room.height() - used
    smallest = make_font(round(_WORDS[1] * dots.y))
    size = min(_WORDS[0], max(_WORDS[1], left / dots.y / (len(etiqueta.lineas) + 1) / LEADING))
    font = make_font(round(size * dots.y))
    if left < line_height(font) * len(etiqueta.lineas):
        font = smallest
    lines = left // line_height(font)
    if etiqueta.lineas and lines >= 1:
        # The first one says what it is: it gets what the others leave.
        first = max(1, lines - (len(etiqueta.lineas) - 1))
        said = wrapped(etiqueta.lineas[0], font, room.width(), first)
        rest = [cut(texto, font, room.width()) for texto in etiqueta.lineas[1:]]
        rows += [(texto, font) for texto in [*said, *rest][:lines]]
    y = room.top() + max(0, room.height() - sum(line_height(font) for _texto, font in rows)) // 2
    for texto, font in rows:
        painter.setFont(font)
        box = QRect(room.left(), y, room.width(), line_height(font))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, texto)
        y += box.height()
