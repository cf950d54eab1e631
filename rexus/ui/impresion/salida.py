"""What can be put on paper, and a PDF of it. Runs in a worker thread: Qt paints on a PDF in any.

Nothing here asks for printers: whatever reaches the system's spooler lives in `cola`, in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from rexus.base.atomic import replacing
from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.ui.impresion.hoja import Hoja
from rexus.ui.impresion.medidas import DPI
from rexus.ui.impresion.plano import Plano

#: Begins a new page.
NuevaHoja = Callable[[], Any]


class Imprimible(Protocol):
    """Something that knows how it looks on paper. It crosses to another process: plain values that can be pickled."""

    @property
    def titulo(self) -> str:
        """What the printer's queue and the PDF call it."""
        ...

    def preparar(self, device: QPagedPaintDevice, avance: Avance) -> None:
        """Choose paper and orientation: what is painted begins at the paper's corner. Raises CanceladoError."""
        ...

    def pintar(self, painter: QPainter, x: int, y: int, nueva: NuevaHoja, avance: Avance) -> None:
        """Paint everything on a device of `x` by `y` dots per inch. Raises CanceladoError."""
        ...


def medida(device: QPagedPaintDevice, tamano: QPageSize, *, apaisada: bool = False) -> None:
    """Pages of that size, to be painted up to their edges."""
    orientacion = QPageLayout.Orientation
    device.setPageSize(tamano)
    device.setPageOrientation(orientacion.Landscape if apaisada else orientacion.Portrait)
    device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)


class Paginas:
    """A list or a card as it is printed. To another process goes what it says; there it is laid out again."""

    def __init__(self, hoja: Hoja, plano: Plano | None = None) -> None:
        self._hoja = hoja
        self._plano = plano

    def __reduce__(self) -> tuple[Any, ...]:
        return Paginas, (self._hoja,)

    @property
    def titulo(self) -> str:
        """As the paper's own."""
        return self._hoja.titulo

    def preparar(self, device: QPagedPaintDevice, avance: Avance) -> None:
        """A4, on its side if the table asks for it."""
        medida(device, QPageSize(QPageSize.PageSizeId.A4), apaisada=self.plano(avance).apaisado)

    def pintar(self, painter: QPainter, x: int, y: int, nueva: NuevaHoja, avance: Avance) -> None:
        """Page by page."""
        plano = self.plano(avance)
        painter.scale(x / DPI, y / DPI)
        for numero in range(plano.paginas):
            avance.paso(numero, plano.paginas)
            if numero:
                nueva()
            plano.pintar(painter, numero)

    def plano(self, avance: Avance) -> Plano:
        """Laid out once. Raises CanceladoError."""
        if self._plano is None:
            self._plano = Plano(self._hoja, avance)
        return self._plano


def escribir_pdf(file: Path, imprimible: Imprimible, dpi: int, *, avance: Avance) -> None:
    """Write a PDF; a file that was there stays as it was if that fails. Raises ArchivoError, CanceladoError."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(dpi)
    writer.setTitle(imprimible.titulo)
    writer.setCreator("Rexus")
    imprimible.preparar(writer, avance)
    painter = QPainter(writer)
    try:
        imprimible.pintar(painter, dpi, dpi, writer.newPage, avance)
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
