"""A bar as it would be cut, to scale: pieces, the saw between them, and what remains."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from rexus.base.text import formatear_numero, tr
from rexus.catalogo import textos
from rexus.stock.corte_cuentas import Despiece, Pieza
from rexus.ui import theme

_HEIGHT = 44
# Narrower than this a piece says nothing.
_ROOM = 6


class BarView(QWidget):
    """Shows nothing but the bar while nothing is cut off it."""

    def __init__(self, nombre: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self.setAccessibleName(tr("Dibujo del corte"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self._largo = 0
        self._piezas: tuple[Pieza, ...] = ()
        self._sierra = 0
        self._despiece: Despiece | None = None

    def sizeHint(self) -> QSize:
        """As wide as it is given."""
        return QSize(320, _HEIGHT)

    def show_cut(self, largo: int, piezas: Sequence[Pieza], sierra: int, despiece: Despiece | None) -> None:
        """Show a bar of `largo` mm; `despiece` None: cut into nothing."""
        self._largo, self._sierra, self._despiece = largo, sierra, despiece
        self._piezas = tuple(piezas) if despiece is not None else ()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """From left to right, as it lies on the saw."""
        if not self._largo:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.tabular(theme.text_font("secundario")))
        whole = QRectF(self.rect()).adjusted(0.5, 4.5, -0.5, -4.5)
        per_mm = whole.width() / self._largo
        painter.fillRect(whole, theme.color("surface"))
        at = 0
        for pieza in self._piezas:
            for _ in range(pieza.cantidad):
                part = QRectF(whole.left() + at * per_mm, whole.top(), pieza.longitud_mm * per_mm, whole.height())
                self._part(painter, part, theme.color("selection"), theme.color("accent"), pieza.longitud_mm)
                at += pieza.longitud_mm + self._sierra
        if self._despiece is not None and self._despiece.retazo_mm:
            retazo = self._despiece.retazo_mm
            part = QRectF(whole.right() - retazo * per_mm, whole.top(), retazo * per_mm, whole.height())
            ground = QColor(theme.color("good"))
            ground.setAlpha(40)
            self._part(painter, part, ground, theme.color("good"), retazo)
        elif self._piezas and at < self._largo:
            part = QRectF(whole.left() + at * per_mm, whole.top(), (self._largo - at) * per_mm, whole.height())
            painter.fillRect(part, QBrush(theme.color("border"), Qt.BrushStyle.BDiagPattern))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawRect(whole)
        if not self._piezas:
            painter.setPen(theme.color("secondary"))
            painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, textos.longitud(self._largo))

    def _part(self, painter: QPainter, part: QRectF, ground: QColor, ink: QColor, mm: int) -> None:
        painter.fillRect(part, ground)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(part)
        text = formatear_numero(mm)
        if painter.fontMetrics().horizontalAdvance(text) + _ROOM <= part.width():
            painter.setPen(theme.color("text"))
            painter.drawText(part, Qt.AlignmentFlag.AlignCenter, text)
