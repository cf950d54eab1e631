"""The heartbeat: one thread that notices when a server goes away and when it is back.

A connection of its own, beside the pools, asks one small question again and again: which lookups did other seats make
stale (`cache_versiones`). So a beat also keeps this seat's cache true. While the server is away, attempts to come back
follow each other with full jitter, so that twenty seats do not knock at the same moment.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Set
from time import monotonic
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from rexus.base.errors import AccesoRechazadoError, BaseError, BaseInalcanzableError, RexusError
from rexus.base.log import get_logger
from rexus.db import names, schema, versiones
from rexus.db.cache import Cache
from rexus.db.conexion import PoolSettings
from rexus.db.faults import translated
from rexus.db.motores import Motor, Vigilancia, rechazos
from rexus.db.salud import Salud

log = get_logger(__name__)

# A silent server is noticed after one pause and one unanswered beat: less than five seconds. A beat is a single
# question and answer, so that a server three seconds slow is not taken for a dead one; the rest of the limit is for a
# machine that is itself busy. What the one is longer the other must be shorter.
PAUSA_S: Final = 0.8
LIMITE_S: Final = 3.9
# The last attempt to come back begins this long after the one before, at most; it and its answer stay below 30 s.
_PAUSA_MAXIMA_S: Final = 20.0
_PRIMERA_PAUSA_S: Final = 0.5
_PAUSA_RECHAZADA_S: Final = 300.0
# An embedded database needs no beat to be noticed; other programs on the same files may still change lookups.
_PAUSA_LOCAL_S: Final = 5.0
_DESPEDIDA_S: Final = 1.0
_UNO: Final = text("SELECT 1")


class Latido:
    """Begins with the first unit of work, ends with `terminar`.

    `listas` tells which databases were ever found in order, `al_latir` is called after each good beat,
    `esquema_dudoso` when the schemas have to be looked at again.
    """

    def __init__(
        self,
        motor: Motor,
        salud: Salud,
        cache: Cache,
        *,
        listas: Callable[[], Set[str]],
        al_latir: Callable[[], None],
        esquema_dudoso: Callable[[], None],
    ) -> None:
        self._motor = motor
        self._salud = salud
        self._cache = cache
        self._listas = listas
        self._al_latir = al_latir
        self._esquema_dudoso = esquema_dudoso
        self._fin = threading.Event()
        self._jubilado = False
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._connection: Connection | None = None
        # Its connection broke, and the next one is on its way.
        self._cambiando = False
        self._versiones: dict[str, int] | None = None
        self._fallas = 0
        self._de = ""
        self._observadores: list[Callable[[frozenset[str]], None]] = []

    def observar(self, avisar: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call `avisar(etiquetas)` in the heartbeat's thread when lookups went stale; returns how to stop."""
        self._observadores.append(avisar)
        return lambda: self._observadores.remove(avisar) if avisar in self._observadores else None

    def empezar(self) -> None:
        """Begin, unless it beats already."""
        if self._thread is not None and self._thread.is_alive():
            return
        with self._lock:
            if not self._jubilado and (self._thread is None or not self._thread.is_alive()):
                self._fin = threading.Event()
                self._thread = threading.Thread(target=self._run, args=(self._fin,), name="rexus-latido", daemon=True)
                self._thread.start()

    def terminar(self) -> None:
        """End; the next `empezar` begins again. A beat that waits for a silent server is not waited for."""
        with self._lock:
            thread, self._thread = self._thread, None
        self._fin.set()
        self._salud.despertar.set()
        if thread is not None and thread is not threading.current_thread():
            thread.join(_DESPEDIDA_S)

    def jubilar(self) -> None:
        """End for good: whatever still uses the databases begins no beat any more."""
        with self._lock:
            self._jubilado = True
        self.terminar()

    def _run(self, fin: threading.Event) -> None:
        try:
            while not fin.is_set():
                self._salud.despertar.wait(self._pausa())
                self._salud.despertar.clear()
                # A file that nobody opened yet is not opened, let alone made, by looking at it.
                if not fin.is_set() and (self._motor.es_servidor or names.INVENTARIO in self._listas()):
                    self._latir(fin)
        finally:
            self._soltar()

    def _pausa(self) -> float:
        if self._salud.instante.en_linea:
            return PAUSA_S if self._motor.es_servidor else _PAUSA_LOCAL_S
        motivo = self._salud.motivo
        if isinstance(motivo, AccesoRechazadoError) and motivo.causa == rechazos.CUENTA:
            # Knocking with a refused password locks accounts: rarely, unless a person asks for it.
            return _PAUSA_RECHAZADA_S
        # The exponent is bounded too: a server may be away for a week.
        return random.uniform(0, min(_PAUSA_MAXIMA_S, _PRIMERA_PAUSA_S * 2 ** min(self._fallas, 16)))

    def _latir(self, fin: threading.Event) -> None:
        self._salud.intentar()
        try:
            self._preguntar()
            self._fallas = 0
            if fin.is_set():
                return
            self._salud.volver()
            self._al_latir()
        except RexusError as error:
            self._fallar(error, fin)
        except Exception as error:
            # Whatever it is, a heart that stops is worse: nobody would notice the server any more.
            if not fin.is_set():
                log.exception("the heartbeat failed")
            self._fallar(BaseInalcanzableError(self._motor.lugar(self._base()), str(error)), fin)

    def _fallar(self, error: RexusError, fin: threading.Event) -> None:
        if fin.is_set():
            return
        self._fallas += 1
        if self._motor.es_servidor:
            self._salud.caer(error)

    @property
    def conectado(self) -> bool:
        """Whether it has a connection of its own, or had until now, so that it will soon know how the server is."""
        return self._cambiando or self._connection is not None

    def _preguntar(self) -> None:
        """One beat. A connection that broke is replaced once before the server is called lost; silence is an answer."""
        tenia, desde = self._connection is not None, monotonic()
        if self._base() != self._de:
            self._soltar()
        try:
            self._una_pregunta()
        except Exception as error:
            # Whoever knocks at a server that is away, or that refuses, knocks once.
            otra_vez = (
                isinstance(error, BaseError | DBAPIError)
                and not isinstance(error, AccesoRechazadoError)
                and self._salud.instante.en_linea
                and monotonic() - desde < LIMITE_S
            )
            self._cambiando = tenia and otra_vez
            self._soltar()
            if not otra_vez:
                raise
            self._preguntar_otra_vez()

    def _preguntar_otra_vez(self) -> None:
        try:
            self._una_pregunta()
        except BaseException:
            # Its transaction is broken: no later question on it would ever be answered.
            self._soltar()
            raise
        finally:
            self._cambiando = False

    def _una_pregunta(self) -> None:
        base = self._base()
        with translated(self._motor, base):
            if self._connection is None:
                self._engine = self._motor.engine(base, PoolSettings(activo=False), secreta=False)
                self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                vigilancia = Vigilancia(perdida=self._fin, limite=LIMITE_S, sin_gracia=True)
                self._motor.vigilar(self._connection, vigilancia)
                if base != self._de:
                    self._de, self._versiones = base, None
                # Whatever is behind a new connection may be another database than before.
                self._esquema_dudoso()
                self._cache.olvidar_todo()
            if base == names.INVENTARIO:
                revision, ahora = versiones.leer(self._connection, self._motor)
                if revision != schema.HEADS[base]:
                    self._esquema_dudoso()
                self._comparar(ahora)
            else:
                self._connection.execute(_UNO)
            self._connection.rollback()

    def _base(self) -> str:
        return names.INVENTARIO if names.INVENTARIO in self._listas() else names.USERS

    def _comparar(self, ahora: dict[str, int]) -> None:
        """Forget what seats made stale since the last beat, and tell of it; at the first look, of everything."""
        antes, self._versiones = self._versiones, ahora
        antes = antes or {}
        if cambiadas := [etiqueta for etiqueta, version in ahora.items() if antes.get(etiqueta) != version]:
            self._cache.olvidar(*cambiadas)
            for avisar in list(self._observadores):
                avisar(frozenset(cambiadas))

    def _soltar(self) -> None:
        connection, engine, self._connection, self._engine = self._connection, self._engine, None, None
        try:
            if connection is not None:
                connection.close()
        except DBAPIError as error:
            log.info("heartbeat's connection was gone: %s", error)
        if engine is not None:
            engine.dispose()
