"""The backup scheduler as the window sees it: what its thread tells, on the screen's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from rexus.respaldos.programador import EstadoProgramador, Programador


class RespaldosVisibles(QObject):
    """`cambio`: something else holds of the scheduler. `conjuntos`: a set was made, copied, proven, or taken away."""

    cambio = Signal()
    conjuntos = Signal()
    # Emitted in the scheduler's thread.
    _llego = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._programador: Programador | None = None
        self._dejar: Callable[[], None] = lambda: None
        self._avisado = False
        self._visto: EstadoProgramador | None = None
        self._llego.connect(self._mirar, Qt.ConnectionType.QueuedConnection)

    @property
    def estado(self) -> EstadoProgramador | None:
        """What holds now; None while there is no scheduler."""
        return self._visto

    def seguir(self, programador: Programador | None) -> None:
        """Show this scheduler from now on; None: there is none."""
        self._dejar()
        self._programador = programador
        self._dejar = programador.observar(lambda _estado: self._avisar()) if programador is not None else lambda: None
        self._mirar()

    def pausar(self) -> None:
        """Make nothing at its hour until `reanudar`, or until the program ends."""
        if self._programador is not None:
            self._programador.pausar()

    def reanudar(self) -> None:
        """Go on after `pausar`."""
        if self._programador is not None:
            self._programador.seguir()

    def cancelar(self) -> None:
        """Stop the backup that the scheduler is making."""
        if self._programador is not None:
            self._programador.cancelar()

    def avisar_conjuntos(self) -> None:
        """Somebody made, proved or took away a set by hand."""
        if self._programador is not None:
            self._programador.despertar()
        self.conjuntos.emit()

    def _avisar(self) -> None:
        # A backup tells its progress very often: one look for all that came since the last.
        if not self._avisado:
            self._avisado = True
            self._llego.emit()

    @Slot()
    def _mirar(self) -> None:
        self._avisado = False
        antes, self._visto = self._visto, self._programador.estado if self._programador is not None else None
        if self._visto == antes:
            return
        self.cambio.emit()
        if antes is None or self._visto is None:
            return
        if (antes.ultimo, antes.novedades) != (self._visto.ultimo, self._visto.novedades):
            self.conjuntos.emit()
