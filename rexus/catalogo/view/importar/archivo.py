"""The first step: a place to drop the spreadsheet on, or a button to choose it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.catalogo.catalogo import Catalogo
from rexus.ui import theme
from rexus.ui.icons import icon
from rexus.ui.theme import set_class

_SIGN = 40


class FileStep(QWidget):
    """Says what can be imported. The verb that opens the file dialog is the dialog's own."""

    def __init__(self, catalogo: Catalogo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importar.soltar")
        self.setAccessibleName(tr("Soltar aquí la planilla"))
        self._over = False
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        title = QLabel(tr("Arrastrar aquí la planilla de {articulos}").format(articulos=tr(catalogo.varios)))
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        set_class(title, "seccion")
        kinds = QLabel(
            tr(
                "Un archivo .csv, .xlsx, .xls u .ods con una fila de títulos. "
                "Antes de guardar nada se muestra qué cambiaría y todos los errores."
            )
        )
        kinds.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        kinds.setWordWrap(True)
        kinds.setFixedWidth(440)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addWidget(title)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(kinds)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        self._paint_sign()

    def set_over(self, on: bool) -> None:
        """A spreadsheet hangs over it."""
        if on != self._over:
            self._over = on
            self.update()

    def changeEvent(self, event: QEvent) -> None:
        """The face changed: the sign takes the new colour."""
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_sign()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed frame: something may fall in here."""
        ink = theme.color("accent" if self._over else "border")
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(ink, 2 if self._over else 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(theme.color("selection") if self._over else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_sign(self) -> None:
        self._icon.setPixmap(icon("importar", "secondary").pixmap(QSize(_SIGN, _SIGN), self.devicePixelRatioF()))
