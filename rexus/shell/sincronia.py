"""The configuration that the workshop shares, kept up to date for who is signed in.

It is read after the sign-in, when the server is back, and when another seat changed it; changes made while the server
was away are applied then, and where somebody else was faster the user is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rexus.base.actor import Actor
from rexus.base.errors import BaseError, BaseInalcanzableError, BaseOcupadaError, RexusError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.configuracion import ETIQUETA, Conflicto, Sincronizacion, Sincronizador
from rexus.db.turnos import SinConexionesError
from rexus.settings import Settings
from rexus.shell.services import Services
from rexus.ui.notices import NoticeBar

log = get_logger(__name__)

# A database that was busy is asked again after this.
_OTRA_VEZ_MS: Final = 4_000


class Sincronia(QObject):
    """From the sign-in to the sign-out. Opens nothing by itself: `sincronizar` does."""

    _cambiada = Signal()

    def __init__(
        self, services: Services, settings: Settings, actor: Callable[[], Actor], notices: NoticeBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._notices = notices
        self._sincronizador = Sincronizador(services.registry, settings, actor)
        self._busy = False
        self._again = False
        self._closed = False
        # Conflicts that were told already: the user knows, and decides when it suits.
        self._told: set[tuple[str, int]] = set()
        self.resolver: Callable[[Sincronizador, Sequence[Conflicto]], object] | None = None
        self._cambiada.connect(self.sincronizar)
        self._later = QTimer(self, singleShot=True, interval=_OTRA_VEZ_MS)
        self._later.timeout.connect(self.sincronizar)
        services.salud.volvio.connect(self._on_back)
        # Told in the heartbeat's thread.
        self._stop = services.registry.observar_invalidadas(
            lambda etiquetas: self._cambiada.emit() if ETIQUETA in etiquetas and isValid(self) else None
        )

    def close(self) -> None:
        """Follow nothing any more."""
        self._closed = True
        self._later.stop()
        self._stop()

    def sincronizar(self) -> None:
        """Read the shared configuration and apply what waits; once more afterwards if it is under way."""
        if self._closed:
            return
        if self._busy:
            self._again = True
            return
        self._busy = True
        self._later.stop()
        self._services.jobs.spawn(self._sincronizar())

    def _on_back(self) -> None:
        self._notices.retract(BaseInalcanzableError)
        self._notices.show_notice("exito", tr("Conexión recuperada."))
        self.sincronizar()

    async def _sincronizar(self) -> None:
        try:
            hecho = await self._services.jobs.write(self._sincronizador.sincronizar)
        except (BaseOcupadaError, SinConexionesError) as error:
            # It serves, only not at this moment: nobody would tell when it does.
            log.info("shared settings not read yet: %s", error)
            if not self._closed and isValid(self):
                self._later.start()
        except BaseError as error:
            # The strip says that the database is away; it is tried again when it is back.
            log.info("shared settings not read: %s", error)
        except RexusError as error:
            self._notices.show_error(error)
        else:
            self._tell(hecho)
        finally:
            self._busy = False
            again, self._again = self._again, False
            if again and isValid(self):
                self.sincronizar()

    def _tell(self, hecho: Sincronizacion) -> None:
        if self._closed:
            return
        aplicados = len(hecho.aplicados)
        if aplicados:
            self._notices.show_notice(
                "exito",
                tr("Se aplicó un cambio de configuración que esperaba a la base.")
                if aplicados == 1
                else tr("Se aplicaron {n} cambios de configuración que esperaban a la base.").format(n=aplicados),
            )
        nuevos = {(c.clave, c.version) for c in hecho.conflictos} - self._told
        if nuevos:
            self._told |= nuevos
            self._notices.show_notice(
                "advertencia",
                tr("Otra persona cambió la misma configuración: hay que elegir qué valor queda."),
                (tr("Elegir"), lambda: self._resolver(hecho.conflictos)),
            )

    def _resolver(self, conflictos: Sequence[Conflicto]) -> None:
        if self.resolver is not None:
            self.resolver(self._sincronizador, conflictos)


async def elegir(
    parent: QWidget, services: Services, sincronizador: Sincronizador, conflictos: Sequence[Conflicto], zona: tzinfo
) -> None:
    """Ask which value of each stays."""
    # Deferred: it seldom happens.
    from rexus.modulos.configuracion.controller.conflictos import abrir

    await abrir(parent, services.jobs, sincronizador, conflictos, zona)
