"""Labels sent to a printer or written as PDF. Runs in a worker thread: Qt paints on printers and PDFs in any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from rexus.base.atomic import replacing
from rexus.base.errors import ArchivoError, RexusError
from rexus.base.text import tr
from rexus.etiquetas.calibracion import SIN_CORREGIR, Calibracion
from rexus.etiquetas.contenido import Etiqueta
from rexus.etiquetas.papel import Papel
from rexus.ui.etiquetas.pintor import Dots, paint, paint_test

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


class ImpresoraError(RexusError):
    """The printer takes nothing."""

    def __init__(self, nombre: str) -> None:
        super().__init__(
            tr("No se pudo imprimir"),
            tr("La impresora «{nombre}» no recibe nada. No se imprimió nada.").format(nombre=nombre),
            tr("Revisar que esté encendida y conectada, o guardar las etiquetas en un PDF."),
        )


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
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_PDF_DPI)
    writer.setTitle(titulo)
    writer.setCreator("Rexus")
    prepare(writer, trabajo.papel)
    painter = QPainter(writer)
    draw(painter, _PDF_DPI, _PDF_DPI, trabajo, writer.newPage)
    painter.end()
    try:
        with replacing(file, file.with_name(f".{uuid4().hex}.tmp")) as stream:
            stream.write(bytes(buffer.data().data()))
    except OSError as error:
        raise ArchivoError(
            tr("No se puede escribir «{nombre}». No se guardó nada.").format(nombre=file.name),
            tr("Elegir otra carpeta, o revisar el disco."),
        ) from error


def print_on(nombre: str, trabajo: Trabajo, titulo: str) -> None:
    """Hand it to the system's printer of that name. Raises ImpresoraError."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(nombre)
    # Of one that is gone meanwhile nothing is taken over, and a PDF without a name would be written.
    if printer.printerName() != nombre or not printer.isValid():
        raise ImpresoraError(nombre)
    prepare(printer, trabajo.papel)
    printer.setDocName(titulo)
    painter = QPainter()
    if not painter.begin(printer):
        raise ImpresoraError(nombre)
    draw(painter, printer.logicalDpiX(), printer.logicalDpiY(), trabajo, printer.newPage)
    if not painter.end() or printer.printerState() == QPrinter.PrinterState.Error:
        raise ImpresoraError(nombre)
