"""Labels sent to a printer or written as PDF. Runs in a worker thread: Qt paints on printers and PDFs in any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from rexus.etiquetas.calibracion import SIN_CORREGIR, Calibracion
from rexus.etiquetas.contenido import Etiqueta
from rexus.etiquetas.papel import Papel
from rexus.ui.etiquetas.pintor import Dots, paint, paint_test
from rexus.ui.impresion import salida

# Of a PDF, which has no dots of its own: finer than any label printer.
_PDF_DPI = 600


@dataclass(frozen=True)
class Trabajo:
    """What is printed: the labels one after another, the first one on place `desde` of its sheet; without any labels
    the page on which a printer is measured."""

    papel: Papel
    etiquetas: tuple[Etiqueta, ...] = ()
    desde: int = 1
    calibracion: Calibracion = SIN_CORREGIR


def prepare(device: QPagedPaintDevice, papel: Papel) -> None:
    """Pages of the paper's size; what is painted begins at the paper's corner, whatever the printer cannot reach."""
    if isinstance(device, QPrinter):
        device.setFullPage(True)
    device.setPageSize(QPageSize(QSizeF(papel.ancho, papel.alto), QPageSize.Unit.Millimeter))
    device.setPageOrientation(QPageLayout.Orientation.Portrait)
    device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)


def draw(
    painter: QPainter, dpi_x: int, dpi_y: int, trabajo: Trabajo, new_page: Callable[[], object], **how: bool | int
) -> None:
    """All of it, on a device that was prepared."""
    dots = Dots.of(dpi_x, dpi_y, trabajo.calibracion)
    if trabajo.etiquetas:
        paint(painter, dots, trabajo.papel, trabajo.etiquetas, trabajo.desde, new_page, **how)  # type: ignore[arg-type]
    else:
        paint_test(painter, dots, trabajo.papel)


def write_pdf(file: Path, trabajo: Trabajo, titulo: str) -> None:
    """Write it as PDF; a file that was there stays as it was if that fails. Raises ArchivoError."""
    salida.escribir_pdf(
        file, titulo, _PDF_DPI, lambda device: prepare(device, trabajo.papel),
        lambda painter, new_page: draw(painter, _PDF_DPI, _PDF_DPI, trabajo, new_page),
    )  # fmt: skip


def print_on(nombre: str, trabajo: Trabajo, titulo: str) -> None:
    """Hand it to the system's printer of that name. Raises ImpresoraError."""
    salida.imprimir_en(
        nombre, titulo, lambda device: prepare(device, trabajo.papel),
        lambda painter, x, y, new_page: draw(painter, x, y, trabajo, new_page),
    )  # fmt: skip
