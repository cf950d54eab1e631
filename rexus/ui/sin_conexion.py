"""A page while the server is away: it says what it shows and since when, and reads again when the server is back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from rexus.base.text import tr
from rexus.ui.page import Page
from rexus.ui.salud import SaludVisible


class SinConexion(QObject):
    """Lives as long as its page. `momento` tells of when the oldest of what is shown is; None: nothing is shown.

    `cambio(motivo)`: why nothing can be changed now, empty when it can. `recuperada`: what is shown is to be read again.
    """

    cambio = Signal(str)
    recuperada = Signal()

    def __init__(self, page: Page, salud: SaludVisible, momento: Callable[[], datetime | None]) -> None:
        super().__init__(page)
        self._page = page
        self._salud = salud
        self._momento = momento
        salud.cambio.connect(self.actualizar)
        salud.volvio.connect(self.recuperada)
        self.actualizar()

    @property
    def motivo(self) -> str:
        """Why nothing can be changed now."""
        return self._salud.por_que_no()

    def actualizar(self) -> None:
        """Say what holds now; to be called too when other data is shown."""
        self._page.show_offline(self._frase())
        self.cambio.emit(self.motivo)

    def _frase(self) -> str:
        if self._salud.en_linea:
            return ""
        momento = self._momento()
        if momento is None:
            return tr("{frase}: no se puede registrar ni cambiar nada.").format(frase=self._salud.frase())
        return tr("{frase}: se muestran datos {hora}, sin cambios.").format(
            frase=self._salud.frase(), hora=self._salud.de_las(momento)
        )
