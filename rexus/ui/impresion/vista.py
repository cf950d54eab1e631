"""The pages as they will be, one at a time, painted by the same hand that prints them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from rexus.base.text import formatear_numero, tr
from rexus.ui import theme
from rexus.ui.icons import icon
from rexus.ui.impresion.plano import Plano
from rexus.ui.theme import set_class

_AROUND: Final = 12
_PAPER: Final = QColor("#FFFFFF")
# Enlarged, a millimetre of the paper is so many pixels.
_ENLARGED: Final = 4.0
_A_MM: Final = 300 / 25.4


class VistaPrevia(QWidget):
    """Handles: `impresion.vista`, `.anterior`, `.siguiente`, `.ampliar`, `.pagina`."""

    def __init__(self, plano: Plano) -> None:
        super().__init__()
        self._plano = plano
        self._area = QScrollArea()
        self._area.setObjectName("impresion.vista")
        self._area.setAccessibleName(tr("Vista previa"))
        self._area.setFrameShape(QFrame.Shape.StyledPanel)
        set_class(self._area, "vista")
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setMinimumSize(280, 200)
        self._page = _Pagina(plano)
        self._area.setWidget(self._page)
        self._area.viewport().installEventFilter(self)
        self._before = self._button("anterior", "flecha_izquierda", tr("Página anterior"))
        self._before.clicked.connect(lambda: self.ir(self._page.numero - 1))
        self._after = self._button("siguiente", "flecha_derecha", tr("Página siguiente"))
        self._after.clicked.connect(lambda: self.ir(self._page.numero + 1))
        self._large = self._button("ampliar", "buscar", tr("Ampliar"))
        self._large.setCheckable(True)
        self._large.toggled.connect(lambda _on: self._fit())
        self._which = QLabel()
        self._which.setObjectName("impresion.pagina")
        set_class(self._which, "secundario")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for widget in (self._before, self._which, self._after, self._large):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._area, 1)
        column.addLayout(row)
        self.ir(0)

    def ir(self, numero: int) -> None:
        """Show a page; past an end the last one there."""
        self._page.show_page(max(0, min(numero, self._plano.paginas - 1)))
        n, total = self._page.numero + 1, self._plano.paginas
        self._which.setText(tr("Página {n} de {total}").format(n=formatear_numero(n), total=formatear_numero(total)))
        self._area.setAccessibleDescription(self._which.text())
        self._before.setEnabled(n > 1)
        self._after.setEnabled(n < total)
        for button in (self._before, self._after):
            button.setVisible(total > 1)
        self._area.verticalScrollBar().setValue(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page fits its room; the wheel turns pages where there is nothing to scroll."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        elif isinstance(event, QWheelEvent) and not self._large.isChecked() and event.angleDelta().y():
            self.ir(self._page.numero + (1 if event.angleDelta().y() < 0 else -1))
            return True
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room = self._area.viewport().size() - QSize(2 * _AROUND, 2 * _AROUND)
        scale = _ENLARGED / _A_MM
        if not self._large.isChecked():
            scale = max(0.02, min(room.width() / self._plano.ancho, room.height() / self._plano.alto))
        self._page.set_scale(scale)

    def _button(self, nombre: str, sign: str, texto: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(f"impresion.{nombre}")
        button.setIcon(icon(sign))
        button.setAccessibleName(texto)
        button.setToolTip(texto)
        button.setAutoDefault(False)
        set_class(button, "plano")
        return button


class _Pagina(QWidget):
    def __init__(self, plano: Plano) -> None:
        super().__init__()
        self._plano = plano
        self._scale = 0.1
        self.numero = 0

    def show_page(self, numero: int) -> None:
        self.numero = numero
        self.update()

    def set_scale(self, scale: float) -> None:
        self._scale = scale
        around = 2 * _AROUND
        self.setFixedSize(round(self._plano.ancho * scale) + around, round(self._plano.alto * scale) + around)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            painter.translate(_AROUND, _AROUND)
            painter.scale(self._scale, self._scale)
            paper = QRectF(0, 0, self._plano.ancho, self._plano.alto)
            painter.fillRect(paper, _PAPER)
            painter.setPen(theme.color("line"))
            painter.drawRect(paper)
            self._plano.pintar(painter, self.numero)
