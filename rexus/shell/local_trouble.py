"""An embedded database that refuses (busy, full disk, damaged): told in the status strip until it serves again.

A server tells of itself: see `rexus.ui.salud`.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from rexus.base.errors import BaseError
from rexus.base.text import tr
from rexus.shell.services import Services
from rexus.ui.status import StatusStrip

_EVERY_MS: Final = 5_000


class LocalTrouble(QObject):
    """Asks the database one small question when `look` is called, and again every 5 seconds while it refuses."""

    def __init__(self, services: Services, strip: StatusStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._strip = strip
        self._looking = False
        self._closed = False
        self._again = QTimer(self, interval=_EVERY_MS, singleShot=True)
        self._again.timeout.connect(self.look)

    def look(self) -> None:
        """Ask now, unless the question before is not answered yet."""
        if not self._looking and not self._closed and not self._services.salud.es_servidor:
            self._looking = True
            self._services.jobs.spawn(self._ask())

    def close(self) -> None:
        """Ask no more."""
        self._closed = True
        self._again.stop()

    async def _ask(self) -> None:
        try:
            await self._services.access.hay_cuentas()
        except BaseError as error:
            self._tell(error.titulo.lower(), error)
        else:
            self._tell("", None)
        finally:
            self._looking = False

    def _tell(self, trouble: str, error: BaseError | None) -> None:
        if self._closed:
            return
        texto = tr("Base local · {estado}").format(estado=trouble or tr("datos al día"))
        detalle = error.explicacion if error is not None else ""
        self._strip.set_state("bad" if trouble else "good", texto, sign="○" if trouble else "●", detalle=detalle)
        if trouble:
            self._again.start()
