"""Whether the databases can be reached: ONLINE, OFFLINE, RECONNECTING, since when and why."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from rexus.base.errors import RexusError
from rexus.base.log import get_logger

log = get_logger(__name__)


class Estado(StrEnum):
    """RECONNECTING is an attempt under way after an outage."""

    ONLINE = "ONLINE"
    OFFLINE = "OFFLINE"
    RECONNECTING = "RECONNECTING"


@dataclass(frozen=True)
class Instante:
    """The state at a moment. `desde` (UTC) is since when it works, or since when it does not."""

    estado: Estado
    desde: datetime
    motivo: RexusError | None = None

    @property
    def en_linea(self) -> bool:
        """Whether operations are let through."""
        return self.estado is Estado.ONLINE


class Salud:
    """The state, safe in any thread. Starts ONLINE: nothing is known against it."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._instante = Instante(Estado.ONLINE, clock())
        self._observers: list[Callable[[Instante], None]] = []
        # Set while the server is lost: every thread that waits for it lets go. A new one for each outage.
        self._perdida = threading.Event()
        self._despertar = threading.Event()
        # Whether the server ever answered in this run: what never answered is not worth waiting for.
        self.conocida = False

    @property
    def instante(self) -> Instante:
        """State, since when, why: all of the same moment."""
        return self._instante

    @property
    def estado(self) -> Estado:
        """The present state."""
        return self._instante.estado

    @property
    def desde(self) -> datetime:
        """Since when it works, or since when it does not; UTC."""
        return self._instante.desde

    @property
    def motivo(self) -> RexusError | None:
        """Why it does not work."""
        return self._instante.motivo

    @property
    def perdida(self) -> threading.Event:
        """Set when what is being waited for will not come."""
        return self._perdida

    @property
    def despertar(self) -> threading.Event:
        """Set when somebody wants the server to be looked at now."""
        return self._despertar

    def observar(self, avisar: Callable[[Instante], None]) -> Callable[[], None]:
        """Call `avisar(instante)` at each change, in the thread that noticed it; returns how to stop."""
        self._observers.append(avisar)
        return lambda: self._observers.remove(avisar) if avisar in self._observers else None

    def reintentar(self) -> None:
        """Look at the server now instead of when it is due."""
        self._despertar.set()

    def caer(self, motivo: RexusError) -> None:
        """The server cannot be reached."""
        with self._lock:
            before = self._instante
            desde = self._clock() if before.en_linea else before.desde
            self._instante = Instante(Estado.OFFLINE, desde, motivo)
            self._perdida.set()
        if before.en_linea:
            log.warning("database offline: %s", motivo)
        self._tell(before)

    def intentar(self) -> None:
        """An attempt to come back begins."""
        with self._lock:
            before = self._instante
            if not before.en_linea:
                self._instante = Instante(Estado.RECONNECTING, before.desde, before.motivo)
        self._tell(before)

    def volver(self) -> None:
        """The server answers."""
        self.conocida = True
        with self._lock:
            before = self._instante
            if before.en_linea:
                return
            self._instante = Instante(Estado.ONLINE, self._clock())
            self._perdida = threading.Event()
        log.info("database online again, after %s", self._instante.desde - before.desde)
        self._tell(before)

    def _tell(self, before: Instante) -> None:
        if before != self._instante:
            for observer in list(self._observers):
                observer(self._instante)
