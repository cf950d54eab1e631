"""The process that speaks with the system's spooler, and the only place that does: `rexus --cola FOLDER`.

Qt asks it while it holds the interpreter's lock, in whichever thread: a print server that does not answer would stop
the whole window. So `impresoras` starts this process, and can end it. What is wanted and what came of it lie in a
folder that both know: on Windows a program with windows has no standard output.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QFont, QGuiApplication, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from rexus.base import idioma
from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance
from rexus.ui.impresion.pedido import COLA, OTRA_VERSION, PASO, RESPUESTA, OtraVersionError, decidido, decidir, tomar
from rexus.ui.impresion.salida import Imprimible

# Linux: the number of «a signal when who started me ends» (prctl.h).
_PR_SET_PDEATHSIG = 1


class _Seguido(Avance):
    """Tells each step to who waits, and hears whether that wants no more of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(lambda hecho, total: self._told(hecho, total))
        self._folder = folder
        self._window = os.getppid()

    def enviando(self) -> None:
        """From here on nobody calls it off any more. Raises CanceladoError if somebody did before."""
        if self._alone() or not decidir(self._folder, COLA):
            raise CanceladoError

    def _told(self, hecho: int, total: int) -> None:
        if self._alone() or decidido(self._folder):
            raise CanceladoError
        (self._folder / PASO).write_text(f"{hecho} {total}", encoding="ascii")

    def _alone(self) -> bool:
        """Whether who wanted it has ended; Windows does not tell."""
        return os.getppid() != self._window


def main(folder: Path) -> int:
    """Do what the folder asks for."""
    end_with_the_window()
    try:
        pedido = tomar(folder)
    except OtraVersionError:
        _tell(folder, {OTRA_VERSION: True})
        return 0
    app = QGuiApplication(sys.argv[:1])
    idioma.hablar(pedido.idioma)
    if pedido.letras:
        font = QFont()
        font.setFamilies(list(pedido.letras))
        app.setFont(font)
    _tell(
        folder,
        _known() if pedido.imprimible is None else _printed(pedido.impresora, pedido.imprimible, _Seguido(folder)),
    )
    return 0


def end_with_the_window() -> None:
    """Not to stay behind with a print server that never answers, when the window is killed. Linux only: elsewhere the
    next step of a paper notices, or nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _tell(folder: Path, answer: dict[str, Any]) -> None:
    temporary = folder / f"{RESPUESTA}.tmp"
    temporary.write_text(json.dumps(answer), encoding="utf-8")
    temporary.replace(folder / RESPUESTA)


def _known() -> dict[str, Any]:
    return {"nombres": QPrinterInfo.availablePrinterNames(), "preferida": QPrinterInfo.defaultPrinterName()}


def _printed(nombre: str, imprimible: Imprimible, avance: _Seguido) -> dict[str, Any]:
    """Whether the printer of that name took it."""
    printer = _printer(nombre)
    return {"hecho": printer is not None and hecho(printer, imprimible, avance, avance.enviando)}


def _printer(nombre: str) -> QPrinter | None:
    """The printer of that name, None when it is gone."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(nombre)
    # Of one that is gone meanwhile nothing is taken over, and a PDF without a name would be written.
    return printer if printer.printerName() == nombre and printer.isValid() else None


def hecho(printer: QPrinter, imprimible: Imprimible, avance: Avance, enviando: Callable[[], None]) -> bool:
    """Whether the printer took all of it. What is not finished never reaches it: then this process ends here.

    `enviando` is called before it is sent, and may raise CanceladoError."""
    printer.setFullPage(True)
    painter = QPainter()
    try:
        imprimible.preparar(printer, avance)
        printer.setDocName(imprimible.titulo)
        if not painter.begin(printer):
            return False
        imprimible.pintar(painter, printer.logicalDpiX(), printer.logicalDpiY(), printer.newPage, avance)
        enviando()
    except BaseException as error:  # noqa: BLE001  whatever it is, nothing may be sent
        if not isinstance(error, CanceladoError):
            traceback.print_exc()
        # Of CUPS Qt cannot take anything back: whatever ends the painter, its destructor too, sends what there is.
        printer.abort()
        sys.stderr.flush()
        os._exit(1)
    return painter.end() and printer.printerState() != QPrinter.PrinterState.Error
