"""The one registry of engines. It owns one lazy engine and pool for each logical database."""

from __future__ import annotations

import copy
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from rexus.base import guardado
from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import (
    BaseDanadaError,
    BaseInalcanzableError,
    BaseSinPrepararError,
    PermisoError,
    ResultadoDesconocidoError,
    RexusError,
)
from rexus.base.log import get_logger
from rexus.base.paths import Paths
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.db import a_medias, cifras, copia, escrita, intentos, llaves, names, schema, versiones
from rexus.db.cache import Cache, en_memoria
from rexus.db.conexion import Conexion, PoolSettings
from rexus.db.faults import translated
from rexus.db.instantanea import Instantanea, Recordar
from rexus.db.latido import Latido
from rexus.db.motores import Motor, Vigilancia, motor_de
from rexus.db.outbox import InventarioOutbox, OutboxMixin, UsersOutbox
from rexus.db.pedido import pedido
from rexus.db.restauracion import RestauracionPendienteError
from rexus.db.salud import Salud
from rexus.db.turnos import Turnos
from rexus.db.work import Work, intento_consta, now_utc
from rexus.settings import Settings

T = TypeVar("T")

log = get_logger(__name__)


class Guardia(Protocol):
    """Asked before each unit of work of an actor with a session."""

    def __call__(self, actor: Actor, escribe: bool) -> None:
        """Raise SesionTerminadaError when the session does not hold any more."""

    def close(self) -> None:
        """The registry closes."""


class RespaldoPrevio(Protocol):
    """Asked before each operation that is critical for what people have: bulk edits, imports, stocktakes."""

    def __call__(self, operacion: str, actor: Actor, avance: Avance | None = None) -> object:
        """Make a backup if the newest is too old. Raises a RexusError when that fails: the operation is not begun."""


_OUTBOXES: dict[str, type[OutboxMixin]] = {names.USERS: UsersOutbox, names.INVENTARIO: InventarioOutbox}


class Registry:
    """Units of work on the logical databases. Creating it opens nothing; the first unit of work connects.

    `por_lotes`: a program without a screen, which may wait longer for a connection and for an answer.
    `limite_pantalla`: seconds that a screen waits for one statement of a server that lives.
    """

    def __init__(
        self,
        paths: Paths,
        conexion: Conexion | None = None,
        pool: PoolSettings | None = None,
        *,
        cache: Cache | None = None,
        por_lotes: bool = False,
        limite_pantalla: float = 20.0,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._paths = paths
        self.conexion = conexion or Conexion()
        self.pool = pool or PoolSettings()
        #: Who knows whether sessions hold.
        self.guardia: Guardia | None = None
        #: What says when a backup comes before critical operations; None: never. `respaldo_previo` is made of it.
        self.ajustes: Settings | None = None
        self.respaldo_previo: RespaldoPrevio | None = None
        #: Told of an operation that succeeded after a backup was made for it: the reason of the one that comes after
        #: it, and who did it. Must return at once. None: no backup comes after operations.
        self.respaldo_despues: Callable[[str, Actor], None] | None = None
        #: Told what the program does that nobody asked for, in words.
        self.avisar: Callable[[str], None] = log.info
        #: Called after each commit that wrote audit entries, with the database's name; must return at once.
        self.al_anotar: Callable[[str], None] | None = None
        self._llaves: dict[str, bytes] = {}
        self.cache = cache or en_memoria()
        self.por_lotes = por_lotes
        self._limite = limite_pantalla
        self._clock = clock
        self.motor: Motor = motor_de(self.conexion, paths)
        self.salud = Salud(clock)
        self.instantanea = Instantanea(self.salud, clock, activa=self.motor.es_servidor and not por_lotes)
        self._latido = Latido(
            self.motor,
            self.salud,
            self.cache,
            listas=lambda: self._vistas,
            al_latir=self._soltar_ociosas,
            esquema_dudoso=self._mirar_otra_vez,
        )
        self._engines: dict[str, Engine] = {}
        self._turnos: dict[str, Turnos] = {}
        self._contadores: dict[str, cifras.Contador] = {}
        self._ultimo_uso: dict[str, float] = {}
        # In order now, and in order at least once in this run.
        self._ready: set[str] = set()
        self._vistas: set[str] = set()
        # Held for a moment only: whoever shows the figures must not wait for a server.
        self._lock = threading.RLock()
        self._preparing = threading.RLock()
        self._retirado = False

    @property
    def paths(self) -> Paths:
        """The folders of this machine's home."""
        return self._paths

    def lugar(self, base: str) -> str:
        """What to call a database's place in a message: the file's path, or server and name."""
        return self.motor.lugar(base)

    def engine(self, base: str) -> Engine:
        """The engine of a logical database, made at the first call. Opens no connection."""
        with self._lock:
            if base not in self._engines:
                engine = self.motor.engine(base, self.pool, secreta=base == names.USERS)
                self._contadores[base] = cifras.contar(engine)
                self._turnos[base] = Turnos(self.pool.tope)
                self._engines[base] = engine
            return self._engines[base]

    def cifras(self) -> list[cifras.CifrasPool]:
        """What every pool that exists has done until now."""
        with self._lock:
            return [
                cifras.de_pool(base, engine, self._contadores[base], self._turnos[base].cifras(), self.pool.tope)
                for base, engine in self._engines.items()
            ]

    def llave(self, nombre: str, work: Work | None = None) -> bytes:
        """A key of this installation, 32 bytes (`rexus.db.llaves`). Raises BaseError.

        `work` is a unit on `users` to read it in, where there is one: no second connection is needed then.
        """
        hallada = self._llaves.get(nombre)
        if hallada is None:
            if work is None:
                hallada = self.leer(names.USERS, SISTEMA, llaves.buscar, nombre)
            else:
                hallada = llaves.buscar(work, nombre)
            self._llaves[nombre] = hallada
        return hallada

    def exigir(self, actor: Actor, permiso: str, operacion: Callable[..., Any] | None = None) -> None:
        """Raise PermisoError unless the actor holds `permiso`; that it was refused, and for what, is recorded."""
        with self._negados(actor, operacion):
            actor.exigir(permiso)

    def observar_invalidadas(self, avisar: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call `avisar(etiquetas)` when a seat, this one too, made lookups stale; returns how to stop.

        Comes within a few seconds, in a thread of the registry's own.
        """
        return self._latido.observar(avisar)

    def olvidar_todo(self) -> None:
        """Other databases are in the place of those that were there: nothing that is known of them holds any more."""
        if not self.motor.es_servidor:
            with self._lock:
                for engine in self._engines.values():
                    # A file that was set aside is still open under its other name.
                    engine.dispose()
        self._ready.clear()
        self._llaves.clear()
        self.instantanea.olvidar()
        self.cache.olvidar_todo()

    # ── Units of work ──

    @contextmanager
    def read(self, base: str, actor: Actor, avance: Avance | None = None, *, largo: bool = False) -> Iterator[Work]:
        """A unit of work that reads one consistent state and writes nothing.

        `largo`: long work, which may wait longer than a screen. Raises a BaseError when the database cannot serve,
        CanceladoError when `avance` was cancelled.
        """
        with self._unit(base, actor, avance, write=False, largo=largo) as work:
            yield work

    @contextmanager
    def write(
        self,
        base: str,
        actor: Actor,
        avance: Avance | None = None,
        intento: uuid.UUID | None = None,
        *,
        largo: bool = False,
    ) -> Iterator[Work]:
        """A unit of work that commits whole when the block ends, or leaves nothing when it raises.

        Raises a BaseError when the database cannot serve; ConfirmacionPerdidaError when nobody knows whether it was
        committed. `escribir` finds that out.
        """
        with self._unit(base, actor, avance, write=True, largo=largo, intento=intento) as work:
            yield work

    def leer(
        self,
        base: str,
        actor: Actor,
        operacion: Callable[..., T],
        *args: Any,
        avance: Avance | None = None,
        largo: bool = False,
        recordar: Recordar | None = None,
        **kw: Any,
    ) -> T:
        """Run `operacion(work, …)` in a unit that reads; again when the connection broke and the server lives.

        With `recordar`, on a screen, while the server is away: what it answered when it was last asked the same.
        """

        def una() -> T:
            with self.read(base, actor, avance, largo=largo) as work:
                return operacion(work, *args, **kw)

        def leer() -> T:
            with self._negados(actor, operacion, args, kw):
                return intentos.leer(una, self.salud, paciente=self.por_lotes)

        if recordar is None or base == names.USERS:
            return leer()
        return self.instantanea.leer(recordar, actor, (operacion, args, tuple(sorted(kw.items()))), leer)

    def escribir(
        self,
        base: str,
        actor: Actor,
        operacion: Callable[..., T],
        *args: Any,
        avance: Avance | None = None,
        intento: str | None = None,
        largo: bool = False,
        **kw: Any,
    ) -> T:
        """Run `operacion(work, …)` in a unit that writes, and commit.

        Again, whole, when another seat's transaction made the server undo this one; when the answer to the commit was
        lost, the attempt is looked up first. `intento` (UUID) names the attempt, so that whoever asks again after
        ResultadoDesconocidoError asks for the same. The database `auditoria` has no outbox in which an attempt could be
        looked up: after a lost answer ResultadoDesconocidoError comes at once, and the operation must bear being asked
        again.
        """
        nombre = uuid.UUID(intento) if intento else uuid.uuid4()

        def una(hecho: list[T]) -> int:
            with self.write(base, actor, avance, nombre, largo=largo) as work:
                hecho.append(operacion(work, *args, **kw))
            return work.anotadas

        def consta() -> bool:
            if base not in _OUTBOXES:
                raise ResultadoDesconocidoError(self.lugar(base), str(nombre))
            with self.read(base, actor) as work:
                return intento_consta(work, nombre)

        with self._negados(actor, operacion, args, kw):
            return intentos.escribir(una, consta, self.motor, self.lugar(base), str(nombre))

    @contextmanager
    def _negados(
        self,
        actor: Actor,
        operacion: Callable[..., Any] | None,
        args: tuple[Any, ...] = (),
        kw: Mapping[str, Any] | None = None,
    ) -> Iterator[None]:
        """Record that somebody asked for what they may not do. The refusal is what the user hears, whatever happens."""
        try:
            yield
        except PermisoError as error:
            self._anotar_negado(actor, error, pedido(operacion, args, kw or {}))
            raise

    def _anotar_negado(self, actor: Actor, error: PermisoError, que: Mapping[str, Any]) -> None:
        try:
            with self.write(names.USERS, actor) as work:
                work.anotar("seguridad", "negado", "permisos", error.permiso, despues={"frase": error.frase, **que})
        except RexusError as otro:
            log.warning("a refusal was not recorded (%s): %s", error.permiso, otro)

    @contextmanager
    def _unit(
        self,
        base: str,
        actor: Actor,
        avance: Avance | None,
        *,
        write: bool,
        largo: bool,
        intento: uuid.UUID | None = None,
    ) -> Iterator[Work]:
        if self._retirado:
            raise BaseInalcanzableError(self.lugar(base))
        instante = self.salud.instante
        if not instante.en_linea and instante.motivo is not None:
            raise copy.copy(instante.motivo)
        if self.guardia is not None and actor.sesion is not None:
            self.guardia(actor, write)
        avance = avance or SinAvance()
        largo = largo or self.por_lotes
        vigilancia = Vigilancia(avance, self.salud.perdida, None if largo else self._limite)
        with translated(self.motor, base, vigilancia):
            self._prepare(base)
            with self._conectada(base, vigilancia, write=write, largo=largo) as connection:
                transaction = connection.begin()
                if write and self.motor.interrumpida():
                    # Marked while this one waited for its turn: what it wrote would be lost with what is there.
                    transaction.rollback()
                    raise RestauracionPendienteError.en_curso()
                bandeja = _OUTBOXES.get(base, OutboxMixin)
                nombre = intento or uuid.uuid4()
                work = Work(connection, actor, bandeja, self.llave, self._clock, avance, nombre)
                if base == names.USERS:
                    work.llave = partial(self.llave, work=work)
                try:
                    yield work
                    if write and work.invalidadas:
                        versiones.subir(connection, work.invalidadas)
                except BaseException:
                    intentos.deshacer(transaction)
                    if write:
                        guardado.deshecho()
                    raise
                if not write:
                    transaction.rollback()
                    return
                try:
                    intentos.confirmar(transaction, self.motor, self.lugar(base))
                finally:
                    # Also when nobody knows whether it was committed: asking once more costs little.
                    if work.invalidadas:
                        self.cache.olvidar(*work.invalidadas)
                    if work.anotadas and self.al_anotar is not None:
                        self.al_anotar(base)

    @contextmanager
    def _conectada(self, base: str, vigilancia: Vigilancia, *, write: bool, largo: bool) -> Iterator[Connection]:
        """A connection in its turn. One that cannot be had says that the server is lost."""
        engine = self.engine(base)
        espera = self.pool.timeout if largo else self.pool.timeout_pantalla
        with self._turnos[base].uno(espera, vigilancia.avance):
            self._ultimo_uso[base] = monotonic()
            conexion = self.motor.conectar(engine, vigilancia, write=write)
            try:
                connection = conexion.__enter__()
            except DBAPIError as error:
                self._sin_conexion(error, base, vigilancia)
                raise
            self.salud.conocida = True
            try:
                yield connection
            except BaseException as error:
                if isinstance(error, DBAPIError) and self.motor.se_corto(error.orig):
                    # Is it the connection, or the server? The next beat tells; it comes now.
                    self.salud.reintentar()
                self._soltar_del_pool(connection)
                if not conexion.__exit__(type(error), error, error.__traceback__):
                    raise
            else:
                self._soltar_del_pool(connection)
                conexion.__exit__(None, None, None)
            finally:
                self._ultimo_uso[base] = monotonic()
                self._latido.empezar()

    def _soltar_del_pool(self, connection: Connection) -> None:
        """The pool of a registry that was retired meanwhile may be gone: nobody would close what goes back there."""
        if self._retirado and not (connection.closed or connection.invalidated):
            connection.detach()

    def _sin_conexion(self, error: DBAPIError, base: str, vigilancia: Vigilancia) -> None:
        if not self.motor.es_servidor:
            return
        motivo = self.motor.explicar(error.orig, base, vigilancia)
        if isinstance(motivo, BaseInalcanzableError):
            if self.salud.instante.en_linea and (self._latido.conectado or self.salud.conocida):
                # A slow server may take too long to sign in to, or just this connection was cut: the next beat tells,
                # and it comes now.
                self.salud.reintentar()
            else:
                self.salud.caer(motivo)
            self._latido.empezar()

    # ── Schema ──

    def _prepare(self, base: str) -> None:
        """Once per run and database: see that it is there and bring its schema to this program's version."""
        if self.motor.interrumpida():
            # Other databases come into the place of those that were found in order.
            self.motor.asegurar(base)
            self.olvidar_todo()
        if base in self._ready:
            return
        with self._preparing:
            if base in self._ready:
                return
            self.motor.asegurar(base)
            reposo = Vigilancia(perdida=self.salud.perdida, limite=self._limite)
            with self._conectada(base, reposo, write=False, largo=self.por_lotes) as connection:
                actual = schema.version(connection, self.motor)
                if base == names.USERS and self.motor.es_servidor and actual == schema.HEADS[base]:
                    a_medias.exigir_ninguna(connection)
                    connection.rollback()
                if actual is None:
                    raise self._sin_esquema(base)
                atrasada = schema.is_outdated(base, actual, lambda: escrita.leer(connection))
            if atrasada:
                self._migrar(base)
            self._ready.add(base)
            self._vistas.add(base)

    def _sin_esquema(self, base: str) -> BaseDanadaError | BaseSinPrepararError:
        if self.motor.es_servidor:
            return BaseSinPrepararError(self.conexion.bases[base])
        return BaseDanadaError(self.lugar(base), tr("No tiene ninguna tabla de Rexus."))

    def _migrar(self, base: str) -> None:
        engine, motor, carpeta = self.engine(base), self.motor, self._paths.backups
        copiada = False

        def copiar(revision: str) -> None:
            nonlocal copiada
            self.avisar(
                tr("Los datos son de una versión anterior de Rexus: se copian en «{carpeta}» y se actualizan…").format(
                    carpeta=carpeta
                )
            )
            copia.antes_de_migrar(motor, base, revision, carpeta)
            copiada = True

        with motor.conectar(engine, Vigilancia(perdida=self.salud.perdida), write=True) as connection:
            schema.upgrade(connection, base, motor, copiar)
        # Otherwise another program did it, and told it.
        if copiada:
            self.avisar(
                tr("Los datos se actualizaron para esta versión de Rexus. Antes se copiaron en «{carpeta}».").format(
                    carpeta=carpeta
                )
            )

    def _mirar_otra_vez(self) -> None:
        """Look at the schemas again before the next unit of work: somebody may have changed them meanwhile."""
        if self.motor.es_servidor:
            self._ready.clear()

    # ── Letting go ──

    def _soltar_ociosas(self) -> None:
        """Close the connections of pools that nobody used for a while."""
        with self._lock:
            limite = monotonic() - self.pool.inactividad
            for base, engine in self._engines.items():
                ociosa = self._ultimo_uso.get(base, limite) <= limite
                if ociosa and cifras.abiertas(engine) and not self._turnos[base].cifras().en_uso:
                    engine.dispose()

    def retirar(self) -> None:
        """Let no unit of work begin any more, and no heartbeat, for good. Those under way end; then comes `close`."""
        self._retirado = True
        self._latido.jubilar()

    def close(self) -> None:
        """Close every pooled connection. Units of work must have ended."""
        self._latido.terminar()
        if self.guardia is not None:
            self.guardia.close()
        with self._lock:
            cifras.anotar(self.cifras())
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()
            self._ready.clear()
            self._vistas.clear()
        self.cache.close()
