"""The sheet on A4, looked at before it is printed."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from rexus.base.text import tr

# The document adds two centimetres of its own on every side.
_MARGIN_MM = 4


def a4_printer(titulo: str) -> QPrinter:
    """The system's printer (a PDF file where there is none) set to A4."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    printer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    printer.setDocName(titulo)
    return printer


def document(html: str) -> QTextDocument:
    """The sheet, black on white whatever the theme."""
    paper = QTextDocument()
    paper.setDefaultFont(QFont("sans-serif", 10))
    paper.setDefaultStyleSheet("body, td, th, p, h2 { color: #000000; }")
    paper.setHtml(html)
    return paper


class PrintPreview(QPrintPreviewDialog):
    """The pages as they will be; its own buttons print them."""

    def __init__(self, parent: QWidget, titulo: str, html: str) -> None:
        self._printer = a4_printer(titulo)
        super().__init__(self._printer, parent)
        self.setObjectName("conteo.vista_previa")
        self.setWindowTitle(tr("Imprimir {titulo}").format(titulo=titulo))
        self._paper = document(html)
        self.paintRequested.connect(lambda printer: self._paper.print_(printer))
        self.resize(900, 700)
