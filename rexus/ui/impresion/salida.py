"""From a painter's hand to a PDF or a printer. Runs in a worker thread: Qt paints on both in any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from rexus.base.atomic import replacing
from rexus.base.errors import ArchivoError, RexusError
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.ui.impresion.medidas import DPI
from rexus.ui.impresion.plano import Plano

#: Paints everything; the second argument begins a new page.
Pintar = Callable[[QPainter, Callable[[], Any]], None]


class ImpresoraError(RexusError):
    """The printer takes nothing."""

    def __init__(self, nombre: str) -> None:
        super().__init__(
            tr("No se pudo imprimir"),
            tr("La impresora «{nombre}» no recibe nada. No se imprimió nada.").format(nombre=nombre),
            tr("Revisar que esté encendida y conectada, o guardar un PDF."),
        )


@dataclass(frozen=True)
class Impresoras:
    """The printers that this machine knows, and which of them it prefers (empty: none)."""

    nombres: tuple[str, ...] = ()
    preferida: str = ""


def impresoras() -> Impresoras:
    """Ask the system. Its spooler may take its time: never on the screen's thread."""
    return Impresoras(tuple(QPrinterInfo.availablePrinterNames()), QPrinterInfo.defaultPrinterName())


def escribir_pdf(
    file: Path, titulo: str, dpi: int, preparar: Callable[[QPagedPaintDevice], None], pintar: Pintar
) -> None:
    """Write a PDF; a file that was there stays as it was if that fails. Raises ArchivoError, and what `pintar` does."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(dpi)
    writer.setTitle(titulo)
    writer.setCreator("Rexus")
    preparar(writer)
    painter = QPainter(writer)
    try:
        pintar(painter, writer.newPage)
    finally:
        painter.end()
    try:
        with replacing(file, file.with_name(f".{uuid4().hex}.tmp")) as stream:
            stream.write(bytes(buffer.data().data()))
    except OSError as error:
        raise ArchivoError(
            tr("No se puede escribir «{nombre}». No se guardó nada.").format(nombre=file.name),
            tr("Elegir otra carpeta, o revisar el disco."),
        ) from error


def imprimir_en(
    nombre: str,
    titulo: str,
    preparar: Callable[[QPagedPaintDevice], None],
    pintar: Callable[[QPainter, int, int, Callable[[], Any]], None],
) -> None:
    """Hand it to the system's printer of that name; `pintar` is told its dots per inch. Raises ImpresoraError."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(nombre)
    # Of one that is gone meanwhile nothing is taken over, and a PDF without a name would be written.
    if printer.printerName() != nombre or not printer.isValid():
        raise ImpresoraError(nombre)
    preparar(printer)
    printer.setDocName(titulo)
    painter = QPainter()
    if not painter.begin(printer):
        raise ImpresoraError(nombre)
    try:
        pintar(painter, printer.logicalDpiX(), printer.logicalDpiY(), printer.newPage)
    except RexusError:
        printer.abort()
        painter.end()
        raise
    if not painter.end() or printer.printerState() == QPrinter.PrinterState.Error:
        raise ImpresoraError(nombre)


def plano_a_pdf(file: Path, plano: Plano, *, avance: Avance | None = None) -> None:
    """Write a paper as PDF. Raises ArchivoError, CanceladoError."""
    escribir_pdf(
        file, plano.hoja.titulo, DPI, lambda device: _preparar(device, plano),
        lambda painter, new_page: _paginas(painter, plano, new_page, avance),
    )  # fmt: skip


def plano_a_impresora(nombre: str, plano: Plano, *, avance: Avance | None = None) -> None:
    """Hand a paper to a printer. Raises ImpresoraError, CanceladoError."""

    def pintar(painter: QPainter, x: int, y: int, new_page: Callable[[], Any]) -> None:
        painter.scale(x / DPI, y / DPI)
        _paginas(painter, plano, new_page, avance)

    imprimir_en(nombre, plano.hoja.titulo, lambda device: _preparar(device, plano), pintar)


def _preparar(device: QPagedPaintDevice, plano: Plano) -> None:
    if isinstance(device, QPrinter):
        device.setFullPage(True)
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    orientacion = QPageLayout.Orientation
    device.setPageOrientation(orientacion.Landscape if plano.apaisado else orientacion.Portrait)
    device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)


def _paginas(painter: QPainter, plano: Plano, new_page: Callable[[], Any], avance: Avance | None) -> None:
    avance = avance or SinAvance()
    for numero in range(plano.paginas):
        avance.paso(numero, plano.paginas)
        if numero:
            new_page()
        plano.pintar(painter, numero)
