"""The background thread that makes backups at their hours, without anybody asking.

It looks shortly after the start, every minute, and so within a minute of waking up. What is due is made then, one at a
time; what failed is tried again after pauses that grow. The backup that comes after a critical operation is made as
soon as it is over. It has an engine of its own and never the screen's thread. Closing cancels what is under way: a set
is finished or discarded whole.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final, Protocol

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import CanceladoError, RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db.work import now_utc
from rexus.respaldos.calendario import TIPOS, Plan, Slot, pendiente, plan_de, proximo_slot
from rexus.respaldos.conjunto import INCREMENTAL, Conjunto
from rexus.settings import Settings
from rexus.settings.zona import zona_horaria

log = get_logger(__name__)

# Not while the window is being made.
_AL_EMPEZAR_S: Final = 20.0
_CADA_S: Final = 60.0
# The clock and the stopwatch drift; what is more was sleep, or a clock that somebody set.
_SALTO: Final = timedelta(seconds=90)
_PRIMERA_PAUSA_S: Final = 60.0
_PAUSA_MAXIMA_S: Final = 3_600.0
# After somebody cancelled one.
_PAUSA_DE_CANCELADO_S: Final = 3_600.0
# The window waits for it. What does not end in time ends with the process, and is swept away by a later run.
_DESPEDIDA_S: Final = 5.0


class Oficio(Protocol):
    """What the scheduler needs to know and to be able to do (`rexus.respaldos.ejecutor.Ejecutor`)."""

    def hay_datos(self) -> bool:
        """Whether there is anything to back up yet."""

    def es_mi_turno(self) -> bool:
        """Whether this seat makes the backups."""

    @property
    def de_otro(self) -> str:
        """The machine whose turn it is; empty when it is this one's, or nobody knows."""

    def exitos(self, plan: Plan, ahora: datetime) -> dict[str, datetime]:
        """When the newest verified set was begun, by the kind that it stands for; none later than `ahora`."""

    def a_solas(self, avance: Avance) -> AbstractContextManager[None]:
        """While the block lasts nobody else makes a set here."""

    def hacer(
        self, tipo: str, *, avance: Avance, plan: Plan | None = None, motivo: str = "", actor: Actor = SISTEMA
    ) -> Conjunto:
        """Make and verify a set: for a slot of `plan`, or for a reason."""

    def podar(self, avance: Avance) -> int:
        """Take away the sets that need not stay; how many."""

    def copiar(self, avance: Avance) -> bool:
        """Copy one set that the other folder lacks; whether there was one. What goes wrong is told elsewhere."""

    def probar(self, avance: Avance) -> bool:
        """Restore the newest set as a test, if a week has passed; whether it did."""

    def soltar(self) -> None:
        """Close what is not needed until the next look."""

    def close(self) -> None:
        """Give the turn back and close everything."""


@dataclass(frozen=True)
class Resultado:
    """How the last attempt ended, and when (UTC): `conjunto` was made, or `error` says why not."""

    tipo: str
    fecha: datetime
    conjunto: Conjunto | None = None
    error: RexusError | None = None


@dataclass(frozen=True)
class EstadoProgramador:
    """What holds now. `haciendo` is the kind that is being made (empty: none), `hecho` of `total` its progress.

    `proximos` are the next slots; `falla` says what is in the way until an attempt succeeds, and `reintento` (UTC) when
    the next one comes. `de_otro`: another machine makes the backups. `novedades` counts copies and tests: with each
    there is something else to be seen of the sets.
    """

    pausado: bool = False
    haciendo: str = ""
    hecho: int = 0
    total: int = 0
    proximos: tuple[Slot, ...] = ()
    ultimo: Resultado | None = None
    falla: RexusError | None = None
    reintento: datetime | None = None
    de_otro: str = ""
    novedades: int = 0


class Programador:
    """`start` when the program has started: it needs nobody to sign in. `close` first of all when it ends.

    `abrir` makes what it works with, in its thread. Observers are called in its thread and must return at once.
    """

    def __init__(
        self,
        abrir: Callable[[], Oficio],
        settings: Settings,
        *,
        clock: Callable[[], datetime] = now_utc,
        monotono: Callable[[], float] = time.monotonic,
        al_empezar: float = _AL_EMPEZAR_S,
        cada: float = _CADA_S,
    ) -> None:
        self._abrir = abrir
        self._settings = settings
        self._clock = clock
        self._monotono = monotono
        self._al_empezar = al_empezar
        self._cada = cada
        self._oficio: Oficio | None = None
        self._hilo: threading.Thread | None = None
        self._fin = threading.Event()
        self._despierta = threading.Event()
        self._en_pausa = False
        self._avance: Avance | None = None
        # Operations that have a backup after them: the reason, and who did it.
        self._tras: deque[tuple[str, Actor]] = deque()
        self._lock = threading.Lock()
        self._estado = EstadoProgramador()
        self._observadores: list[Callable[[EstadoProgramador], None]] = []
        self._visto: tuple[datetime, float] | None = None
        self._fallas = 0
        self._no_antes = 0.0
        # Of copies and of tests.
        self._aparte_no_antes: dict[str, float] = {}

    # ── For the window, in any thread ──

    @property
    def estado(self) -> EstadoProgramador:
        """What holds now."""
        return self._estado

    def observar(self, avisar: Callable[[EstadoProgramador], None]) -> Callable[[], None]:
        """Call `avisar(estado)` after each change; returns how to stop."""
        with self._lock:
            self._observadores.append(avisar)

        def dejar() -> None:
            with self._lock:
                if avisar in self._observadores:
                    self._observadores.remove(avisar)

        return dejar

    def start(self) -> None:
        """Begin."""
        if self._hilo is None:
            self._hilo = threading.Thread(target=self._run, name="rexus-programador", daemon=True)
            self._hilo.start()

    def despertar(self) -> None:
        """Look now, and try at once what failed."""
        self._no_antes = 0.0
        self._aparte_no_antes.clear()
        self._despierta.set()

    def pausar(self) -> None:
        """Make nothing until `seguir`; what is under way is finished. «respaldo.automatico» does so for good."""
        self._en_pausa = True
        self._despierta.set()

    def seguir(self) -> None:
        """Go on after `pausar`."""
        self._en_pausa = False
        self.despertar()

    def tras(self, motivo: str, actor: Actor) -> None:
        """Make a set for that reason now, also while paused; one that fails is told and tried again as any other.

        For an operation of this program, whoever has the turn. What is not made when the program ends never is.
        """
        self._tras.append((motivo, actor))
        self._despierta.set()

    def cancelar(self) -> None:
        """Stop the backup that is under way; it is tried again in an hour."""
        avance = self._avance
        if avance is not None:
            avance.cancelar()

    def close(self) -> None:
        """Stop; a backup under way is discarded whole. May be called twice."""
        hilo, self._hilo = self._hilo, None
        if hilo is None:
            return
        self._fin.set()
        self._despierta.set()
        self.cancelar()
        hilo.join(_DESPEDIDA_S)
        if hilo.is_alive():
            # It ends with the process. What it was making has no name yet, and a later run sweeps it away.
            log.warning("the backup scheduler did not end in %.0f s", _DESPEDIDA_S)

    # ── In the thread ──

    def _run(self) -> None:
        espera = self._al_empezar
        try:
            while not self._fin.is_set():
                self._despierta.wait(espera)
                self._despierta.clear()
                if self._fin.is_set():
                    return
                espera = self._cada
                self.mirar()
        finally:
            self._cerrar_oficio()

    def _cerrar_oficio(self) -> None:
        oficio, self._oficio = self._oficio, None
        if oficio is not None:
            oficio.close()

    def mirar(self) -> None:
        """Look once, make what is due, copy, test. Raises nothing; called by the thread, and by tests without one."""
        ahora = self._clock()
        self._notar_saltos(ahora)
        plan, zona = plan_de(self._settings), zona_horaria(self._settings)
        pausado = self._en_pausa or not self._settings.get("respaldo.automatico")
        self._decir(pausado=pausado, proximos=() if pausado else _proximos(plan, zona, ahora))
        hecho = False
        if (self._tras or not pausado) and self._monotono() >= self._no_antes:
            hecho = self._respaldar(plan, zona, pausado)
        if not self._en_pausa:
            self._aparte("copies", lambda avance: self._copiar(avance, plan, zona, pausado))
            # Never together with a backup: what was just made is tested at a later look.
            if not pausado and not hecho and self._monotono() >= self._no_antes:
                self._aparte("the test", self._probar)
        if pausado:
            self._cerrar_oficio()

    def _abierto(self) -> Oficio:
        if self._oficio is None:
            self._oficio = self._abrir()
        return self._oficio

    def _respaldar(self, plan: Plan, zona: tzinfo, pausado: bool) -> bool:
        """Make what is due, and what comes after operations; whether any was made."""
        tipo = ""
        hecho = False
        try:
            oficio = self._abierto()
            # Looked at again after each: a full one makes the incremental one needless.
            while not pausado and (slot := self._que_toca(oficio, plan, zona)) and not self._fin.is_set():
                tipo = slot.tipo
                hecho = self._hacer(oficio, slot, plan, zona) or hecho
            while self._tras and not self._fin.is_set():
                tipo = INCREMENTAL
                self._hacer_tras(oficio)
                hecho = True
            if hecho and not self._fin.is_set():
                self._podar(oficio)
            self._fallas = 0
            self._decir(falla=None, reintento=None)
        except CanceladoError:
            self._pausa(_PAUSA_DE_CANCELADO_S)
        except RexusError as error:
            self._fallar(tipo, error)
        except Exception as error:
            # Whatever it is, a thread that ends would leave the workshop without backups, in silence.
            log.exception("the backup scheduler failed")
            self._fallar(
                tipo,
                RexusError(
                    tr("Error inesperado"),
                    tr("No se hizo el respaldo: el detalle quedó en el registro del programa ({error}).").format(
                        error=type(error).__name__
                    ),
                ),
            )
        finally:
            self._avance = None
            self._decir(haciendo="", hecho=0, total=0)
            if self._oficio is not None:
                self._oficio.soltar()
        return hecho

    def _aparte(self, que: str, hacer: Callable[[Avance], None]) -> None:
        """What is no backup: whatever goes wrong with it stops none, and is tried again in an hour."""
        if self._monotono() < self._aparte_no_antes.get(que, 0.0):
            return
        self._avance = avance = Avance()
        try:
            if not self._fin.is_set():
                hacer(avance)
        except CanceladoError:
            self._aparte_no_antes[que] = self._monotono() + _PAUSA_DE_CANCELADO_S
        except RexusError as error:
            log.warning("%s: %s", que, error)
            self._aparte_no_antes[que] = self._monotono() + _PAUSA_MAXIMA_S
        except Exception:
            log.exception("the backup scheduler failed with %s", que)
            self._aparte_no_antes[que] = self._monotono() + _PAUSA_MAXIMA_S
        finally:
            self._avance = None
            if self._oficio is not None:
                self._oficio.soltar()

    def _copiar(self, avance: Avance, plan: Plan, zona: tzinfo, pausado: bool) -> None:
        oficio = self._abierto()
        while oficio.copiar(avance):
            self._hay_novedad()
            if self._fin.is_set():
                return
            if not pausado and self._monotono() >= self._no_antes and self._que_toca(oficio, plan, zona):
                # A backup goes first; what is left to copy is found again after it.
                self._despierta.set()
                return

    def _probar(self, avance: Avance) -> None:
        oficio = self._abierto()
        if oficio.hay_datos() and oficio.es_mi_turno() and oficio.probar(avance):
            self._hay_novedad()

    def _hay_novedad(self) -> None:
        self._decir(novedades=self._estado.novedades + 1)

    def _que_toca(self, oficio: Oficio, plan: Plan, zona: tzinfo) -> Slot | None:
        if not oficio.hay_datos():
            return None
        mio = oficio.es_mi_turno()
        self._decir(de_otro=oficio.de_otro)
        return _debido(oficio, plan, zona, self._clock()) if mio else None

    def _hacer(self, oficio: Oficio, slot: Slot, plan: Plan, zona: tzinfo) -> bool:
        """Whether it was made: another program of this home may have been quicker."""
        self._avance = avance = Avance(self._progreso)
        if self._fin.is_set():
            # Closed between the last look and this: `cancelar` found nothing to cancel.
            raise CanceladoError
        with oficio.a_solas(avance):
            if _debido(oficio, plan, zona, self._clock()) != slot:
                return False
            self._decir(haciendo=slot.tipo, hecho=0, total=0)
            conjunto = oficio.hacer(slot.tipo, plan=plan, avance=avance)
            if _debido(oficio, plan, zona, self._clock()) == slot:
                # Its folder was taken away, or the clock was set back meanwhile. Without a pause there would be many.
                raise RexusError(
                    tr("El respaldo no aparece"),
                    tr("El respaldo «{id}» se hizo, y no está entre los de esta hora.").format(id=conjunto.id),
                    tr("Revisar el reloj de la computadora y la carpeta de los respaldos."),
                )
        self._decir(haciendo="", ultimo=Resultado(slot.tipo, self._clock(), conjunto), falla=None, reintento=None)
        log.info("backup %s made for the slot of %s", conjunto.id, slot.momento)
        return True

    def _hacer_tras(self, oficio: Oficio) -> None:
        motivo, actor = self._tras[0]
        self._avance = avance = Avance(self._progreso)
        try:
            with oficio.a_solas(avance):
                self._decir(haciendo=INCREMENTAL, hecho=0, total=0)
                conjunto = oficio.hacer(INCREMENTAL, avance=avance, motivo=motivo, actor=actor)
        except CanceladoError:
            # Somebody does not want it.
            self._tras.popleft()
            raise
        self._tras.popleft()
        self._decir(haciendo="", ultimo=Resultado(conjunto.tipo, self._clock(), conjunto), falla=None, reintento=None)
        log.info("backup %s made «%s»", conjunto.id, motivo)

    def _podar(self, oficio: Oficio) -> None:
        """A backup is there. That old ones stay is told, and is no reason to make another."""
        try:
            oficio.podar(self._avance or Avance())
        except CanceladoError:
            raise
        except RexusError as error:
            log.warning("old backups were not taken away: %s", error)

    def _fallar(self, tipo: str, error: RexusError) -> None:
        log.warning("no backup (%s): %s", tipo or "nothing begun", error)
        self._fallas += 1
        self._pausa(min(_PAUSA_MAXIMA_S, _PRIMERA_PAUSA_S * 2 ** min(self._fallas - 1, 16)))
        self._decir(falla=error, ultimo=Resultado(tipo, self._clock(), None, error))

    def _pausa(self, segundos: float) -> None:
        self._no_antes = self._monotono() + segundos
        self._decir(reintento=self._clock() + timedelta(seconds=segundos))

    def _notar_saltos(self, ahora: datetime) -> None:
        """A machine that slept, or a clock that was set: what failed before may well work now."""
        mono = self._monotono()
        if self._visto is not None:
            salto = (ahora - self._visto[0]) - timedelta(seconds=mono - self._visto[1])
            if abs(salto) > _SALTO:
                log.info("the clock moved %+.0f s against the stopwatch: sleep, or it was set", salto.total_seconds())
                self._no_antes, self._fallas = 0.0, 0
                self._aparte_no_antes.clear()
        self._visto = (ahora, mono)

    def _progreso(self, hecho: int, total: int) -> None:
        self._decir(hecho=hecho, total=total)

    def _decir(self, **cambios: object) -> None:
        estado = replace(self._estado, **cambios)  # type: ignore[arg-type]
        if estado == self._estado:
            return
        self._estado = estado
        with self._lock:
            observadores = list(self._observadores)
        for avisar in observadores:
            try:
                avisar(estado)
            except Exception:
                # Whoever only looks must not cost the workshop its backup.
                log.exception("an observer of the backup scheduler failed")


def _debido(oficio: Oficio, plan: Plan, zona: tzinfo, ahora: datetime) -> Slot | None:
    exitos = oficio.exitos(plan, ahora)
    debidos: Iterable[Slot | None] = (pendiente(tipo, plan, zona, ahora, exitos.get(tipo)) for tipo in TIPOS)
    return next((slot for slot in debidos if slot is not None), None)


def _proximos(plan: Plan, zona: tzinfo, ahora: datetime) -> tuple[Slot, ...]:
    slots = (proximo_slot(tipo, plan, zona, ahora) for tipo in TIPOS)
    return tuple(sorted(slots, key=lambda slot: slot.momento))
