"""Pages as they will be, one at a time, painted by the same hand that prints them. Asks no printer anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from rexus.base.text import formatear_numero, tr
from rexus.ui import theme
from rexus.ui.icons import icon
from rexus.ui.theme import set_class

_AROUND: Final = 12
_PAPER: Final = QColor("#FFFFFF")
# Enlarged, a millimetre of the paper is so many pixels.
_ENLARGED: Final = 4.0


@dataclass(frozen=True)
class Vista:
    """What is looked at: `paginas` of `tamano` mm; `pintar(painter, numero)` paints one (from 0) in dots, `por_mm` to a
    millimetre. `cual` says which one shows, with {n} and {total}."""

    paginas: int
    tamano: QSizeF
    por_mm: float
    pintar: Callable[[QPainter, int], None]
    cual: str


class Visor(QWidget):
    """Handles: `area`, and with `prefijo`: `.anterior`, `.siguiente`, `.ampliar`, `.pagina`."""

    def __init__(self, area: str, prefijo: str, nombre: str) -> None:
        super().__init__()
        self._vista: Vista | None = None
        self._area = QScrollArea()
        self._area.setObjectName(area)
        self._area.setAccessibleName(nombre)
        self._area.setFrameShape(QFrame.Shape.StyledPanel)
        set_class(self._area, "vista")
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setMinimumSize(280, 200)
        self._page = _Pagina()
        self._area.setWidget(self._page)
        self._area.viewport().installEventFilter(self)
        self._before = self._button(f"{prefijo}.anterior", "flecha_izquierda", tr("Página anterior"))
        self._before.clicked.connect(lambda: self.ir(self._page.numero - 1))
        self._after = self._button(f"{prefijo}.siguiente", "flecha_derecha", tr("Página siguiente"))
        self._after.clicked.connect(lambda: self.ir(self._page.numero + 1))
        self._large = self._button(f"{prefijo}.ampliar", "buscar", tr("Ampliar"))
        self._large.setCheckable(True)
        self._large.toggled.connect(lambda _on: self._fit())
        self._which = QLabel()
        self._which.setObjectName(f"{prefijo}.pagina")
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
        self._large.setEnabled(False)
        for button in (self._before, self._after):
            button.hide()

    def mostrar(self, vista: Vista) -> None:
        """Look at this from its first page on; a page that is enlarged stays so."""
        self._vista = vista
        self._large.setEnabled(True)
        self._page.show_view(vista)
        self._fit()
        self.ir(0)

    def ir(self, numero: int) -> None:
        """Show a page; past an end the last one there."""
        vista = self._vista
        if vista is None:
            return
        self._page.show_page(max(0, min(numero, vista.paginas - 1)))
        n, total = self._page.numero + 1, vista.paginas
        self._which.setText(vista.cual.format(n=formatear_numero(n), total=formatear_numero(total)))
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
        if self._vista is None:
            return
        room = self._area.viewport().size() - QSize(2 * _AROUND, 2 * _AROUND)
        tamano = self._vista.tamano
        scale = _ENLARGED
        if not self._large.isChecked():
            scale = max(0.1, min(room.width() / tamano.width(), room.height() / tamano.height()))
        self._page.set_scale(scale)

    def _button(self, nombre: str, sign: str, texto: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(nombre)
        button.setIcon(icon(sign))
        button.setAccessibleName(texto)
        button.setToolTip(texto)
        button.setAutoDefault(False)
        set_class(button, "plano")
        return button


class _Pagina(QWidget):
    """The page in sight, painted once for each scale."""

    def __init__(self) -> None:
        super().__init__()
        self._vista: Vista | None = None
        self._scale = 1.0
        self._painted: QPixmap | None = None
        self.numero = 0

    def show_view(self, vista: Vista) -> None:
        self._vista = vista
        self._forget()

    def show_page(self, numero: int) -> None:
        self.numero = numero
        self._forget()

    def set_scale(self, scale: float) -> None:
        """Pixels of a millimetre."""
        self._scale = scale
        self.setFixedSize(self._paper().toSize() + QSize(2 * _AROUND, 2 * _AROUND))
        self._forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self._painted is None:
                self._painted = self._paint()
            painter.drawPixmap(_AROUND, _AROUND, self._painted)
            painter.setPen(theme.color("line"))
            painter.drawRect(QRectF(_AROUND, _AROUND, self._paper().width(), self._paper().height()))

    def _paint(self) -> QPixmap:
        dots = self.devicePixelRatioF()
        whole = QPixmap((self._paper() * dots).toSize().expandedTo(QSize(1, 1)))
        whole.setDevicePixelRatio(dots)
        whole.fill(_PAPER)
        if self._vista is not None:
            with QPainter(whole) as painter:
                painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
                painter.scale(self._scale / self._vista.por_mm, self._scale / self._vista.por_mm)
                self._vista.pintar(painter, self.numero)
        return whole

    def _paper(self) -> QSizeF:
        return QSizeF() if self._vista is None else self._vista.tamano * self._scale

    def _forget(self) -> None:
        self._painted = None
        self.update()
