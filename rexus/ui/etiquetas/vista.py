"""The pages as they will be, beside what is chosen for them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSizeF, QTimer
from PySide6.QtGui import QPainter

from rexus.base.text import tr
from rexus.etiquetas.plano import paginas
from rexus.ui.etiquetas.pintor import Dots, paint_page
from rexus.ui.etiquetas.trabajo import Trabajo
from rexus.ui.impresion.visor import Visor, Vista

# Of the printers that most sheets come out of.
_DPI: Final = 300
_QUIET_MS: Final = 120


class LabelsPreview(Visor):
    """Handles: `etiquetas.vista_previa`, and with it those of a `Visor`."""

    def __init__(self, nombre: str) -> None:
        super().__init__(nombre, nombre, tr("Vista previa de las etiquetas"))
        self.setMinimumSize(360, 440)
        self._trabajo: Trabajo | None = None
        # Typed measures change with every key.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_QUIET_MS)
        self._later.timeout.connect(self._refresh)

    def show_work(self, trabajo: Trabajo) -> None:
        """Show this soon."""
        if trabajo != self._trabajo:
            self._trabajo = trabajo
            self._later.start()

    def _refresh(self) -> None:
        trabajo = self._trabajo
        if trabajo is None:
            return
        papel, etiquetas, desde = trabajo.papel, trabajo.etiquetas, trabajo.desde
        dots = Dots.of(_DPI, _DPI)

        def pintar(painter: QPainter, numero: int) -> None:
            paint_page(painter, dots, papel, etiquetas, desde, numero)

        cual = tr("Etiqueta {n} de {total}") if papel.rollo else tr("Hoja {n} de {total}")
        tamano = QSizeF(papel.ancho, papel.alto)
        self.mostrar(Vista(paginas(papel, len(etiquetas), desde), tamano, dots.x, pintar, cual))
