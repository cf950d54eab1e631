"""Labels sent to a printer or written as PDF. Runs in a worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from pathlib import Path

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageSize, QPainter

from rexus.base.progress import Avance
from rexus.etiquetas.calibracion import SIN_CORREGIR, Calibracion
from rexus.etiquetas.contenido import Etiqueta
from rexus.etiquetas.papel import Papel
from rexus.ui.etiquetas.pintor import Dots, paint, paint_test
from rexus.ui.impresion import salida
from rexus.ui.impresion.impresoras import imprimir

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


class Impresion:
    """The work as it is printed."""

    def __init__(self, trabajo: Trabajo, titulo: str) -> None:
        self._trabajo = trabajo
        self._titulo = titulo

    @property
    def titulo(self) -> str:
        """What the printer's queue calls it."""
        return self._titulo

    def preparar(self, device: QPagedPaintDevice, avance: Avance) -> None:
        """Pages of the paper's size."""
        papel = self._trabajo.papel
        salida.medida(device, QPageSize(QSizeF(papel.ancho, papel.alto), QPageSize.Unit.Millimeter))

    def pintar(self, painter: QPainter, x: int, y: int, nueva: salida.NuevaHoja, avance: Avance) -> None:
        """All of it, on whole dots of the device."""
        trabajo = self._trabajo
        dots = Dots.of(x, y, trabajo.calibracion)
        if not trabajo.etiquetas:
            paint_test(painter, dots, trabajo.papel)
            return
        page = count(1)

        def following() -> None:
            avance.paso(next(page))
            nueva()

        paint(painter, dots, trabajo.papel, trabajo.etiquetas, trabajo.desde, following)


def write_pdf(file: Path, trabajo: Trabajo, titulo: str, *, avance: Avance) -> None:
    """Write it as PDF; a file that was there stays as it was if that fails. Raises ArchivoError, CanceladoError."""
    salida.escribir_pdf(file, Impresion(trabajo, titulo), _PDF_DPI, avance=avance)


def print_on(nombre: str, trabajo: Trabajo, titulo: str, *, avance: Avance) -> None:
    """Hand it to the system's printer of that name. Raises ImpresoraError, ImpresoraCalladaError, CanceladoError."""
    imprimir(nombre, Impresion(trabajo, titulo), avance=avance)
