"""The first pages as they will be, beside what is chosen for them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QGraphicsView, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.etiquetas.plano import paginas
from rexus.ui.etiquetas.trabajo import Trabajo, draw, prepare
from rexus.ui.icons import icon
from rexus.ui.theme import set_class

# Drawing a page takes some hundredths of a second, and the screen waits for it.
PAGES = 5
_QUIET_MS = 120


class LabelsPreview(QWidget):
    """Handles: `etiquetas.vista_previa`, `….anterior`, `….siguiente`, `….hoja`."""

    def __init__(self, nombre: str) -> None:
        super().__init__()
        self._trabajo: Trabajo | None = None
        # To no printer of the system: asking for one may take its time.
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.pages = QPrintPreviewWidget(self._printer)
        self.pages.setObjectName(nombre)
        self.pages.setAccessibleName(tr("Vista previa de las etiquetas"))
        self.pages.setMinimumSize(320, 320)
        # The surface has no name of its own; the buttons below turn its pages.
        for surface in self.pages.findChildren(QGraphicsView):
            surface.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pages.paintRequested.connect(self._paint)
        self._before = self._button(f"{nombre}.anterior", "flecha_izquierda", tr("Hoja anterior"), -1)
        self._after = self._button(f"{nombre}.siguiente", "flecha_derecha", tr("Hoja siguiente"), +1)
        self._which = QLabel()
        self._which.setObjectName(f"{nombre}.hoja")
        set_class(self._which, "secundario")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._before)
        row.addWidget(self._which)
        row.addWidget(self._after)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.pages, 1)
        column.addLayout(row)
        # Typed measures change with every key.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_QUIET_MS)
        self._later.timeout.connect(self._refresh)

    def show_work(self, trabajo: Trabajo | None) -> None:
        """Show this soon; None keeps what shows."""
        if trabajo is not None and trabajo != self._trabajo:
            self._trabajo = trabajo
            self._later.start()

    def _refresh(self) -> None:
        if self._trabajo is None:
            return
        prepare(self._printer, self._trabajo.papel)
        self.pages.updatePreview()
        self.pages.setViewMode(QPrintPreviewWidget.ViewMode.SinglePageView)
        self.pages.fitInView()
        self.pages.setCurrentPage(1)
        self._follow()

    def _paint(self, printer: QPrinter) -> None:
        if self._trabajo is None:
            return
        painter = QPainter(printer)
        draw(
            painter, printer.logicalDpiX(), printer.logicalDpiY(), self._trabajo, printer.newPage,
            pages=PAGES, outlines=True,
        )  # fmt: skip
        painter.end()

    def _turn(self, by: int) -> None:
        self.pages.setCurrentPage(self.pages.currentPage() + by)
        self._follow()

    def _follow(self) -> None:
        trabajo = self._trabajo
        if trabajo is None:
            return
        all_of_them = paginas(trabajo.papel, len(trabajo.etiquetas), trabajo.desde)
        shown, current = self.pages.pageCount(), self.pages.currentPage()
        frase = tr("Etiqueta {n} de {total}") if trabajo.papel.rollo else tr("Hoja {n} de {total}")
        if all_of_them > shown:
            frase = tr("{cual}; se ven las primeras {vistas}").format(cual=frase, vistas=shown)
        frase = frase.format(n=current, total=all_of_them)
        self._which.setText(frase)
        for button, can in ((self._before, current > 1), (self._after, current < shown)):
            button.setEnabled(can)
            button.setVisible(shown > 1)

    def _button(self, nombre: str, sign: str, texto: str, by: int) -> QPushButton:
        button = QPushButton()
        button.setObjectName(nombre)
        button.setIcon(icon(sign))
        button.setAccessibleName(texto)
        button.setToolTip(texto)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._turn(by))
        set_class(button, "plano")
        return button
