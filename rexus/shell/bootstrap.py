"""Where the program with a window starts."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication

from rexus.base.paths import Paths, default_paths, paths_under
from rexus.base.text import tr
from rexus.settings.idioma import hablar
from rexus.shell.application import Application
from rexus.shell.instance import YaAbiertoError, ask_to_front
from rexus.shell.signals import Signals
from rexus.shell.traslado import Traslado


def create_application(home: str | os.PathLike[str] | None = None) -> Application:
    """The program on the data below `home` (default: the user's own), its window shown.

    Uses the QApplication that exists, or makes one. Nothing heavy is loaded until the window has painted; from then
    on everything runs as long as somebody processes Qt's events, be it `run()` or a test. Call `close()` at the end.
    Raises YaAbiertoError when another window works on that home.
    """
    return Application(_qt(), paths_under(home) if home is not None else default_paths())


def main() -> int:
    """Run the window until it closes; the exit status. A second start brings the first window to the front."""
    paths = default_paths()
    # From here to the example workshop and back: each home has a window of its own, one after the other.
    llegada: Traslado | None = None
    while True:
        try:
            application = Application(_qt(), paths, llegada)
        except YaAbiertoError as error:
            # In the language of the window that is there: this one never came to read the settings.
            hablar(paths)
            return _already_open(YaAbiertoError(error.pid), paths)
        signals = Signals(application.leave)
        try:
            status = application.run()
        finally:
            signals.close()
            application.close()
        llegada = application.siguiente
        if llegada is None:
            return status
        paths = llegada.a


def _qt() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setApplicationName("Rexus")
    QApplication.setDesktopFileName("rexus")
    return QApplication(sys.argv[:1])


def _already_open(error: YaAbiertoError, paths: Paths) -> int:
    if ask_to_front(paths):
        print(tr("Rexus ya estaba abierto; su ventana pasó al frente."))
        return 0
    from PySide6.QtWidgets import QMessageBox

    print(error, file=sys.stderr)
    # Whoever double-clicked sees no terminal.
    QMessageBox.warning(None, error.titulo, error.explicacion)
    return 1
