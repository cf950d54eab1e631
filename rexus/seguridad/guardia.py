"""Whether a session still holds, looked at before each unit of work; and that it is used, written now and then."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import Final

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import RexusError, SesionTerminadaError
from rexus.base.log import get_logger
from rexus.db.names import USERS
from rexus.db.novedad import Novedad
from rexus.db.registry import Registry
from rexus.seguridad import sesiones
from rexus.seguridad.politica import Politica

log = get_logger(__name__)

# A reading unit believes a look that is not older than this; one that writes looks always. Seconds.
_FRESCA_S: Final = 1.0
# How often the table is told that a session is used. Seconds.
_ANOTAR_S: Final = 60.0


class Guardia:
    """Set as `registry.guardia`. `al_terminar(actor, error)` is called, in the thread that noticed it, when a session
    does not hold any more.

    On SQLite, where looking would cost a third of a movement, it asks whether anybody wrote to the accounts at all.
    """

    def __init__(
        self,
        registry: Registry,
        politica: Callable[[], Politica],
        al_terminar: Callable[[Actor, SesionTerminadaError], None] | None = None,
    ) -> None:
        self._registry = registry
        self._politica = politica
        self._al_terminar = al_terminar
        self._novedad = Novedad(registry, USERS)
        self._lock = threading.Lock()
        # When each session was last found to hold, and how many times the accounts had been written to by then.
        self._vista: dict[str, tuple[float, int]] = {}
        self._escrituras = 0
        self._usada: dict[str, float] = {}

    def __call__(self, actor: Actor, escribe: bool) -> None:
        """Raise SesionTerminadaError when the actor's session does not hold; BaseError when nobody can say."""
        assert actor.sesion is not None
        ahora = monotonic()
        with self._lock:
            novedad = self._novedad.hay()
            if novedad:
                self._escrituras += 1
            escrituras = self._escrituras
            cuando, entonces = self._vista.get(actor.sesion, (ahora - _FRESCA_S, -1))
        if ahora - cuando < _FRESCA_S and entonces == escrituras and (novedad is not None or not escribe):
            return
        self._mirar(actor, actor.sesion)
        self._vista[actor.sesion] = ahora, escrituras
        self._anotar_uso(actor.sesion, ahora)

    def usar(self, actor: Actor) -> None:
        """Somebody is there, though nothing is asked of the database. Raises as above."""
        self(actor, False)

    def close(self) -> None:
        """Let go of the file."""
        self._novedad.close()

    def _mirar(self, actor: Actor, sesion: str) -> None:
        try:
            self._registry.leer(USERS, SISTEMA, sesiones.revisar, sesion, actor.rol, self._politica())
        except SesionTerminadaError as error:
            self._vista.pop(sesion, None)
            self._asentar_fin(sesion, error.motivo)
            if self._al_terminar is not None:
                self._al_terminar(actor, error)
            raise

    def _asentar_fin(self, sesion: str, motivo: str) -> None:
        """Write down that it ended, for the trail: once, whoever notices. A clock that is wrong may be right again."""
        if motivo == sesiones.RELOJ:
            return
        try:
            self._registry.escribir(USERS, SISTEMA, sesiones.terminar, sesion, motivo)
        except RexusError as error:
            # It does not hold all the same; the next sign-in writes it down.
            log.warning("the end of a session was not recorded: %s", error)

    def _anotar_uso(self, sesion: str, ahora: float) -> None:
        with self._lock:
            if ahora - self._usada.get(sesion, ahora - _ANOTAR_S) < _ANOTAR_S:
                return
            self._usada[sesion] = ahora
        self._registry.escribir(USERS, SISTEMA, sesiones.tocar, sesion)
