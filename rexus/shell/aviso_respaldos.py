"""The warning in the status strip: the newest backup is too old, or the last one failed. Nothing while all is well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from rexus.base.actor import Actor
from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.modulos.respaldos.domain import Panorama
from rexus.modulos.respaldos.model import RespaldosModel
from rexus.respaldos.alerta import alerta
from rexus.settings import Settings
from rexus.shell.services import Services
from rexus.ui.status import StatusStrip

log = get_logger(__name__)

_LOOK_MS: Final = 10 * 60_000
_DIAS: Final = "respaldo.antiguedad_dias"


class AvisoRespaldos(QObject):
    """Lives from a sign-in to the sign-out, for whoever may see backups. `pressed`: they are to be seen."""

    pressed = Signal()
    # What the settings tell may come in any thread.
    _told = Signal()

    def __init__(
        self,
        services: Services,
        settings: Settings,
        actor: Callable[[], Actor],
        status: StatusStrip,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._settings = settings
        self._status = status
        self._model = RespaldosModel(services.registry, actor, settings)
        self._panorama: Panorama | None = None
        self._looking = False
        self._again = False
        self._closed = False
        status.warning_pressed.connect(self.pressed)
        services.respaldos.cambio.connect(self._tell)
        services.respaldos.conjuntos.connect(self.mirar)
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._stop = settings.observar(_DIAS, lambda _dias: self._told.emit())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.mirar)
        self._timer.start(_LOOK_MS)
        self.mirar()

    def close(self) -> None:
        """Look no more."""
        self._closed = True
        self._timer.stop()
        self._stop()
        self._services.respaldos.cambio.disconnect(self._tell)
        self._services.respaldos.conjuntos.disconnect(self.mirar)

    def mirar(self) -> None:
        """Look at the sets again."""
        if self._looking:
            self._again = True
        elif not self._closed:
            self._looking = True
            self._services.jobs.spawn(self._mirar())

    async def _mirar(self) -> None:
        try:
            self._panorama = await self._services.jobs.read(self._model.panorama)
        except RexusError as error:
            # The page says so to whoever looks; the next look may find more.
            log.info("the backups could not be looked at: %s", error)
        finally:
            self._looking = False
        self._tell()
        if self._again:
            self._again = False
            self.mirar()

    def _tell(self) -> None:
        if self._closed or self._panorama is None:
            return
        estado = self._services.respaldos.estado
        aviso = alerta(
            self._panorama.ultima_fecha,
            datetime.now(UTC),
            self._settings.get(_DIAS),
            falla=estado.falla if estado is not None else None,
            fallo=estado.ultimo.fecha if estado is not None and estado.ultimo is not None else None,
            prueba=self._panorama.prueba_fallida,
            sin_copia=self._panorama.otra_desde,
            # The scheduler makes the first one by itself, shortly after the start.
            en_camino=(estado is None or not estado.pausado) and self._settings.get("respaldo.automatico"),
        )
        if aviso is None:
            self._status.warn("")
        else:
            self._status.warn(aviso.texto, aviso.detalle)
