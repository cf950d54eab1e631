"""The forwarder of a program that stays open: a thread that hands on whatever was written, and never stops trying."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rexus.auditoria.reenvio import Pendientes, limpiar, pasada, pendientes
from rexus.base.errors import CanceladoError, RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db.registry import Registry
from rexus.db.work import now_utc

log = get_logger(__name__)

# Writes come in bursts: one pass for all of a second's.
_JUNTAR_S: Final = 1.0
# Entries of other programs, and those that a server showed late.
_CADA_S: Final = 60.0
_LIMPIAR_CADA: Final = 30
_PRIMERA_ESPERA_S: Final = 0.5
_ESPERA_MAXIMA_S: Final = 60.0
_DESPEDIDA_S: Final = 5.0


@dataclass(frozen=True)
class EstadoReenvio:
    """How many entries waited at the last look, since when (UTC), and what is in the way; `error` None: nothing.

    `error_desde` is when the first of the tries failed that have failed since (UTC).
    """

    esperan: int = 0
    desde: datetime | None = None
    error: RexusError | None = None
    error_desde: datetime | None = None


class Reenviador:
    """`start` once somebody signed in (it opens every database, and makes files that are missing); `close` before the
    registry is closed; `despertar` after each commit.

    While it runs it is what the registry tells of new entries (`registry.al_anotar`).
    """

    def __init__(self, registry: Registry, *, juntar: float = _JUNTAR_S) -> None:
        self._registry = registry
        self._juntar = juntar
        self._fin = threading.Event()
        self._trabajo = threading.Event()
        self._avance = Avance()
        self._thread: threading.Thread | None = None
        self._estado = EstadoReenvio()
        self._fallas = 0

    @property
    def estado(self) -> EstadoReenvio:
        """What holds since the last pass."""
        return self._estado

    def start(self) -> None:
        """Begin; the first pass takes what an earlier run left."""
        if self._thread is not None:
            return
        self._registry.al_anotar = self.despertar
        self._trabajo.set()
        self._thread = threading.Thread(target=self._run, name="rexus-reenviador", daemon=True)
        self._thread.start()

    def despertar(self, _base: str = "") -> None:
        """Something was written. Returns at once."""
        self._trabajo.set()

    def close(self) -> None:
        """Stop, in the middle of a pass too: what was not handed on stays in its outbox."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._registry.al_anotar = None
        self._fin.set()
        self._avance.cancelar()
        self._trabajo.set()
        thread.join(_DESPEDIDA_S)

    def _run(self) -> None:
        vuelta = 0
        while not self._fin.is_set():
            self._trabajo.wait(_CADA_S)
            if self._fin.wait(self._juntar):
                return
            self._trabajo.clear()
            self._intentar(limpiando=vuelta % _LIMPIAR_CADA == 0)
            vuelta += 1
            if self._fallas:
                self._fin.wait(self._espera())
                self._trabajo.set()

    def _espera(self) -> float:
        """Seconds; full jitter, so that seats which lost the same server do not come back at the same moment."""
        return random.uniform(0, min(_ESPERA_MAXIMA_S, _PRIMERA_ESPERA_S * 2 ** min(self._fallas, 16)))

    def _intentar(self, *, limpiando: bool) -> None:
        try:
            while pasada(self._registry, self._avance)[0]:
                if self._fin.is_set():
                    return
            if limpiando:
                limpiar(self._registry, self._avance)
        except CanceladoError:
            return
        except RexusError as error:
            if not self._fallas:
                log.warning("the audit trail waits in the outbox: %s", error)
            self._fallar(error)
        except Exception as error:
            # Whatever it is, a thread that ends would leave the trail waiting in silence.
            if not self._fin.is_set():
                log.exception("the forwarder failed")
            self._fallar(
                RexusError(
                    tr("Error inesperado"),
                    tr("La auditoría espera: el detalle quedó en el registro del programa ({error}).").format(
                        error=type(error).__name__
                    ),
                )
            )
        else:
            if self._fallas:
                log.info("the audit trail is handed on again")
            self._fallas = 0
            self._estado = EstadoReenvio()

    def _fallar(self, error: RexusError) -> None:
        self._fallas += 1
        hay = Pendientes(self._estado.esperan, self._estado.desde)
        try:
            hay = pendientes(self._registry)
        except RexusError as otro:
            log.debug("nor can be counted what waits: %s", otro)
        self._estado = EstadoReenvio(hay.esperan, hay.desde, error, self._estado.error_desde or now_utc())
