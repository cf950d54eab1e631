"""Whether the database is there, as the window sees it: told on the GUI thread, with the words for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.db.salud import Estado, Instante

if TYPE_CHECKING:
    from rexus.db.registry import Registry


class SaludVisible(QObject):
    """The health of a registry's server. `zona` is the workshop's. Until `seguir` it is a database that works.

    `cambio`: another state, `instante` has it. `cayo`: it was there and is gone; `volvio`: it is back.
    """

    cambio = Signal()
    cayo = Signal()
    volvio = Signal()
    _supo = Signal()

    def __init__(self, zona: tzinfo = UTC, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zona = zona
        self._registry: Registry | None = None
        self._instante = Instante(Estado.ONLINE, datetime.now(UTC))
        self._dejar: Callable[[], None] = lambda: None
        self._supo.connect(self._mirar, Qt.ConnectionType.QueuedConnection)

    def seguir(self, registry: Registry, zona: tzinfo | None = None) -> None:
        """Tell of this registry from now on; `zona` if the workshop's is another one by now."""
        self.dejar()
        self._registry = registry
        self._zona = zona or self._zona
        # Called in the thread that noticed it.
        self._dejar = registry.salud.observar(lambda _: self._supo.emit())
        self._mirar()

    def dejar(self) -> None:
        """Tell nothing any more."""
        self._dejar()
        self._dejar = lambda: None

    @property
    def zona(self) -> tzinfo:
        """The workshop's time zone."""
        return self._zona

    @property
    def instante(self) -> Instante:
        """The state that was told last."""
        return self._instante

    @property
    def en_linea(self) -> bool:
        """Whether the database serves."""
        return self._instante.en_linea

    @property
    def motivo(self) -> RexusError | None:
        """Why it does not."""
        return self._instante.motivo

    @property
    def es_servidor(self) -> bool:
        """Whether the data is on a server, which can go away; an embedded database is always there."""
        return self._registry is not None and self._registry.motor.es_servidor

    @property
    def nombre(self) -> str:
        """The server's name; empty for an embedded database."""
        return self._registry.conexion.servidor if self._registry is not None and self.es_servidor else ""

    def reintentar(self) -> None:
        """Look at the server now."""
        if self._registry is not None:
            self._registry.salud.reintentar()

    def frase(self) -> str:
        """«Sin conexión desde las 10:42»; empty while it serves."""
        if self.en_linea:
            return ""
        return tr("Sin conexión desde {hora}").format(hora=self.las(self._instante.desde))

    def por_que_no(self) -> str:
        """Why nothing can be saved now; empty when it can."""
        if self.en_linea:
            return ""
        return tr("{frase}: no se puede guardar hasta que vuelva el servidor.").format(frase=self.frase())

    def las(self, momento: datetime) -> str:
        """«las 10:42», or «el 03/11 a las 10:42» when that was not today."""
        hora, dia = self._hora(momento)
        return tr("el {dia} a {hora}").format(dia=dia, hora=hora) if dia else hora

    def de_las(self, momento: datetime) -> str:
        """«de las 10:42», or «del 03/11 a las 10:42»."""
        hora, dia = self._hora(momento)
        return tr("del {dia} a {hora}").format(dia=dia, hora=hora) if dia else tr("de {hora}").format(hora=hora)

    def _hora(self, momento: datetime) -> tuple[str, str]:
        local, hoy = momento.astimezone(self._zona), datetime.now(self._zona)
        hora = (tr("la {hora}") if local.hour == 1 else tr("las {hora}")).format(hora=f"{local:%H:%M}")
        return hora, "" if local.date() == hoy.date() else f"{local:%d/%m}"

    @Slot()
    def _mirar(self) -> None:
        # Not what was carried here, but what holds now: two threads may have noticed two things.
        if self._registry is None:
            return
        before, self._instante = self._instante, self._registry.salud.instante
        now = self._instante
        if before == now:
            return
        self.cambio.emit()
        if before.en_linea and not now.en_linea:
            self.cayo.emit()
        elif now.en_linea and not before.en_linea:
            self.volvio.emit()
