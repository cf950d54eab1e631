"""How the database is, looked at now and then and told in the status strip."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from rexus.base.errors import BaseError
from rexus.base.text import tr
from rexus.shell.services import Services
from rexus.ui.status import StatusStrip

_EVERY_MS: Final = 15_000


class Health(QObject):
    """Asks the database one small question every 15 seconds, and whenever `look` is called."""

    def __init__(self, services: Services, strip: StatusStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._strip = strip
        self._looking = False
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._tell("")

    def look(self) -> None:
        """Ask now, unless the question before is not answered yet."""
        if not self._looking:
            self._looking = True
            self._services.jobs.spawn(self._ask())

    def close(self) -> None:
        """Ask no more."""
        self._timer.stop()

    async def _ask(self) -> None:
        try:
            await self._services.access.hay_cuentas()
        except BaseError as error:
            self._tell(error.titulo.lower())
        else:
            self._tell("")
        finally:
            self._looking = False

    def _tell(self, trouble: str) -> None:
        if self._timer.isActive():
            texto = trouble or tr("datos al día")
            self._strip.set_state("bad" if trouble else "good", tr("Base local · {estado}").format(estado=texto))
