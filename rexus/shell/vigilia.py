"""Whether somebody is at the desk, and whether their session still holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from rexus.base.actor import Actor
from rexus.base.errors import BaseError, SesionTerminadaError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.seguridad import politica_de
from rexus.settings import Settings
from rexus.shell.services import Services

log = get_logger(__name__)

_INPUT: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
# How often it is looked whether nobody is there; never less often than a quarter of the time allowed.
_LOOK_S: Final = 20.0


def ahora() -> float:
    """Seconds that also count while the computer sleeps."""
    reloj = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if reloj is None else time.clock_gettime(reloj)


class Vigilia(QObject):
    """Lives from a sign-in to the sign-out. `terminada` carries a SesionTerminadaError: time to lock the desk."""

    terminada = Signal(object)
    _told = Signal(object, object)

    def __init__(self, services: Services, settings: Settings, actor: Callable[[], Actor], parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._settings = settings
        self._actor = actor
        self._last = ahora()
        self._told_last = self._last
        self._watched: list[QWindow] = []
        self._closed = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.mirar)
        # Noticed in whatever thread worked for the actor.
        self._told.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        services.al_terminar = self._tell
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch)
        self._watch(application.focusWindow())
        self._start()

    def close(self) -> None:
        """Watch nothing any more."""
        self._closed = True
        self._timer.stop()
        self._services.al_terminar = lambda _actor, _error: None
        for window in self._watched:
            if shiboken6.isValid(window):
                window.removeEventFilter(self)
        self._watched.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody moves or types. Of windows only, which hear far less than widgets."""
        if event.type() in _INPUT:
            self._last = ahora()
        return False

    def seguir(self) -> None:
        """Somebody is there again."""
        self._last = self._told_last = ahora()
        self._start()

    def mirar(self) -> None:
        """Lock when nobody was there for as long as the settings allow; otherwise see that the session holds."""
        if ahora() - self._last >= politica_de(self._settings).inactividad.total_seconds():
            self._timer.stop()
            self.terminada.emit(SesionTerminadaError("inactividad", tr("Pasó mucho tiempo sin uso.")))
            return
        self._services.jobs.spawn(self._usar())

    async def _usar(self) -> None:
        actor, self._told_last = self._actor(), ahora()
        try:
            await self._services.jobs.read(self._services.guardia.usar, actor)
        except SesionTerminadaError:
            # `al_terminar` tells.
            return
        except BaseError as error:
            log.info("whether the session holds could not be asked: %s", error)

    def _start(self) -> None:
        allowed = politica_de(self._settings).inactividad.total_seconds()
        self._timer.start(round(min(_LOOK_S, allowed / 4) * 1_000))

    def _watch(self, window: QWindow | None) -> None:
        if window is not None and not self._closed and window not in self._watched:
            self._watched = [known for known in self._watched if shiboken6.isValid(known)]
            window.installEventFilter(self)
            self._watched.append(window)

    def _tell(self, actor: Actor, error: SesionTerminadaError) -> None:
        if shiboken6.isValid(self):
            self._told.emit(actor, error)

    def _on_ended(self, actor: Actor, error: SesionTerminadaError) -> None:
        if not self._closed and actor.sesion == self._actor().sesion:
            self._timer.stop()
            self.terminada.emit(error)
