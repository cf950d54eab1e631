"""A page while the server is away: it says what it shows and since when, and reads again when the server is back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from rexus.base.errors import BaseError, BaseInalcanzableError, RexusError
from rexus.base.text import tr
from rexus.ui.page import Page
from rexus.ui.salud import SaludVisible


def no_visto() -> tuple[str, str]:
    """What a table says of a question that was never asked while the server was there."""
    return (
        tr("Esto todavía no se había visto"),
        tr("Sin conexión se puede mirar lo que ya se vio. Se lee solo cuando vuelva el servidor."),
    )


class SinConexion(QObject):
    """Lives as long as its page. `momento` tells of when the oldest of what is shown is; None: nothing is shown.

    `cambio(motivo)`: why nothing can be changed now, empty when it can. `recuperada`: what is shown is to be read
    again.
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

    def explica(self, error: RexusError) -> bool:
        """Whether the page's line says all there is to say about it: the server is away."""
        return isinstance(error, BaseInalcanzableError) or (isinstance(error, BaseError) and not self._salud.en_linea)

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
