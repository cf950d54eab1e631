"""The first steps in a workshop without articles: up to three ways to begin, each a calm card that is pressed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.modulos.inicio.view.boton import BotonPintado
from rexus.ui import theme
from rexus.ui.icons import icon
from rexus.ui.texto import Texto
from rexus.ui.theme import MARGIN

_WIDE: Final = 720
_SIGN: Final = 24
_WRAP: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class Camino(BotonPintado):
    """A sign, a verb, and below it what comes of it."""

    def __init__(self, nombre: str, icono: str, titulo: str, frase: str, parent: QWidget) -> None:
        super().__init__(nombre, titulo, [titulo, frase], lleva=True, parent=parent)
        self._icon_name = icono
        self._frase = frase
        self.setMinimumWidth(180)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Three fit beside each other."""
        wide = (_WIDE - 24) // 3
        return QSize(wide, self.heightForWidth(wide))

    def heightForWidth(self, width: int) -> int:
        """All of its words are to be read."""
        room = QRect(0, 0, width - 2 * MARGIN, 10_000)
        words = [
            QFontMetrics(font).boundingRect(room, int(_WRAP), text).height() + 4
            for text, font in (
                (self.text(), theme.text_font("seccion", bold=True)),
                (self._frase, theme.text_font("texto")),
            )
        ]
        return MARGIN + _SIGN + 12 + sum(words) + MARGIN

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with a frame, which takes the accent while it is pointed at or has the keys."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self._hovered or self.hasFocus()
        painter.setPen(theme.color("accent" if lit else "line"))
        painter.setBrush(theme.color("pressed" if self.isDown() else "hover" if self._hovered else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 5, 5)
        inside = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, 0)
        sign = icon(self._icon_name, "accent").pixmap(QSize(_SIGN, _SIGN), self.devicePixelRatioF())
        painter.drawPixmap(inside.topLeft(), sign)
        top = inside.top() + _SIGN + 12
        for text, font, ink in (
            (self.text(), theme.text_font("seccion", bold=True), theme.color("text")),
            (self._frase, theme.text_font("texto"), theme.color("secondary")),
        ):
            painter.setFont(font)
            painter.setPen(ink)
            room = QRect(inside.left(), top, inside.width(), inside.bottom() - top)
            taken = QFontMetrics(font).boundingRect(room, int(_WRAP), text)
            painter.drawText(room, int(_WRAP), text)
            top += taken.height() + 4


class PrimerosPasos(QWidget):
    """`importar`, `ejemplo`, `blanco`: the three ways; the second only for who may look after the example."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("inicio.primeros")
        self.setAccessibleName(tr("Cómo empezar"))
        title = Texto("pagina", "inicio.primeros.titulo", texto=tr("Cómo empezar"))
        said = Texto("secundario", "inicio.primeros.frase")
        said.decir(
            tr("Todavía no hay artículos. Cuando los haya, aquí se verá qué pide atención cada día."), "secondary"
        )
        self.importar = Camino(
            "inicio.primeros.importar",
            "importar",
            tr("Importar mi planilla"),
            tr(
                "Traer los artículos y el stock de un archivo de Excel, LibreOffice o CSV. Antes de guardar se ve todo."
            ),
            self,
        )
        self.ejemplo = Camino(
            "inicio.primeros.ejemplo",
            "obras",
            tr("Abrir el taller de ejemplo"),
            tr("Probar con artículos, obras y pedidos inventados, aparte de los datos propios. Se quita entero."),
            self,
        )
        self.blanco = Camino(
            "inicio.primeros.blanco",
            "nuevo",
            tr("Empezar en blanco"),
            tr("Cargar el primer artículo a mano y seguir desde ahí."),
            self,
        )
        self._ways = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._ways.setSpacing(12)
        for way in (self.importar, self.ejemplo, self.blanco):
            self._ways.addWidget(way, 1)
        inside = QWidget()
        inside.setMaximumWidth(_WIDE)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(said)
        column.addSpacing(16)
        column.addLayout(self._ways)
        across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        across.addStretch(1)
        across.addWidget(inside, 1_000)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 24, 0, 24)
        whole.addStretch(2)
        whole.addLayout(across)
        whole.addStretch(3)

    def estrechar(self, narrow: bool) -> None:
        """One below the other where three would be too narrow."""
        self._ways.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
