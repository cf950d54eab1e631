"""What is heavy and lives as long as the window: the loop, the engines, the jobs. Made after the first paint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep
from typing import TYPE_CHECKING

from rexus.auditoria import Reenviador
from rexus.base.actor import Actor
from rexus.base.errors import SesionTerminadaError
from rexus.base.log import get_logger
from rexus.base.paths import Paths
from rexus.db import names
from rexus.db.cache import de_ajustes, identidad
from rexus.db.conexion import PoolSettings, conexion_de, pool_de
from rexus.db.registry import Registry
from rexus.seguridad import Guardia, politica_de
from rexus.settings import Settings
from rexus.settings.zona import zona_horaria
from rexus.shell.access import Access
from rexus.shell.faults import Faults
from rexus.shell.loop import Loop
from rexus.ui.jobs import Jobs
from rexus.ui.respaldos import RespaldosVisibles
from rexus.ui.salud import SaludVisible

if TYPE_CHECKING:
    from rexus.respaldos.programador import Programador

log = get_logger(__name__)

_MOST_READERS = 4
# The scheduler makes one backup at a time, and keeps its turn beside it.
_ONE_AT_A_TIME = PoolSettings(size=2, max_overflow=1)
# How long what was asked of databases that are left may still take.
_PATIENCE_S = 10.0
_LOOK_S = 0.02


class Services:
    """Opens no connection by itself. Must be made and closed on the GUI thread."""

    def __init__(self, paths: Paths, settings: Settings, faults: Faults) -> None:
        self._paths = paths
        self._settings = settings
        self._faults = faults
        #: Told in any thread when a session does not hold any more.
        self.al_terminar: Callable[[Actor, SesionTerminadaError], None] = lambda _actor, _error: None
        #: Told in any thread what the databases do by themselves, while nobody has signed in.
        self.al_avisar: Callable[[str], None] = log.info
        # What was left for other databases and has not ended yet.
        self._left: list[_Left] = []
        self.loop = Loop()
        self.loop.set_exception_handler(faults.on_loop_error)
        self.registry = self._new_registry()
        # Begins with the first sign-in, and hands on what everybody did.
        self.reenviador = Reenviador(self.registry)
        # Until `start_scheduler`.
        self.programador: Programador | None = None
        self.respaldos = RespaldosVisibles()
        # Readers and the one writer together never ask for more connections than the pool holds.
        most = self.registry.pool.tope - 1
        self.jobs = Jobs(self.loop, max(1, min(_MOST_READERS, most)))
        self.jobs.failed.connect(lambda error: faults.report(error, "in a job"))
        self.access = Access(self.registry, self.jobs, self._settings)
        self.salud = SaludVisible(zona_horaria(settings))
        self.salud.seguir(self.registry)

    def reconnect(self) -> None:
        """Work with the databases that the settings name now. Returns at once; what is left of the old ones ends by
        itself."""
        old, self.registry = self.registry, self._new_registry()
        forwarder, self.reenviador = self.reenviador, Reenviador(self.registry)
        scheduler, self.programador = self.programador, None
        self.respaldos.seguir(None)
        self.access = Access(self.registry, self.jobs, self._settings)
        self.salud.seguir(self.registry, zona_horaria(self._settings))
        self._settings.en_uso()
        left = _Left(old, forwarder, scheduler)
        self._left.append(left)
        self.jobs.spawn(self._close(left))
        if scheduler is not None:
            self.start_scheduler()

    def start_scheduler(self) -> None:
        """Make backups at their hours from now on. Needs nobody to sign in: a machine that only stands at the sign-in
        page makes them, too. Called once what it needs is loaded."""
        if self.programador is not None:
            return
        # Deferred: nothing of it is needed before the sign-in.
        from rexus.respaldos.ejecutor import Ejecutor
        from rexus.respaldos.programador import Programador

        paths, settings, conexion = self._paths, self._settings, self.registry.conexion

        def abrir() -> Ejecutor:
            # In the scheduler's thread, on an engine of its own which nobody on the screen waits for.
            from rexus.modulos import tablas  # noqa: F401 - makes every table known

            return Ejecutor(Registry(paths, conexion, _ONE_AT_A_TIME, por_lotes=True), settings)

        self.programador = Programador(abrir, settings)
        self.respaldos.seguir(self.programador)
        self.programador.start()

    def close(self) -> None:
        """The scheduler first, which only gives up what nobody asked for; then jobs, since they use the engines; the
        loop last, since it carries the answers of both."""
        self.respaldos.seguir(None)
        if self.programador is not None:
            self.programador.close()
        self.salud.dejar()
        # Before the sign-out, which the jobs still write, wakes it: on a slow server it would not end in time.
        self.reenviador.close()
        self.jobs.shutdown()
        for left in list(self._left):
            # The program ends before its turn came.
            self._retire(left)
        self.registry.retirar()
        self.registry.close()
        self.loop.end()
        self.jobs.deleteLater()
        self.salud.deleteLater()
        self.respaldos.deleteLater()

    def _new_registry(self) -> Registry:
        settings, conexion = self._settings, conexion_de(self._settings)
        files = {base: str(self._paths.database(base)) for base in names.ALL}
        bases = conexion.bases if conexion.es_servidor else files
        cache = de_ajustes(settings, identidad(conexion.motor, conexion.servidor, conexion.puerto_real, bases))
        registry = Registry(self._paths, conexion, pool_de(settings), cache=cache)
        self.guardia = Guardia(
            registry, lambda: politica_de(settings), lambda actor, error: self.al_terminar(actor, error)
        )  # fmt: skip
        registry.guardia = self.guardia
        registry.ajustes = settings
        registry.avisar = lambda frase: self.al_avisar(frase)
        registry.respaldo_despues = self._respaldar_despues
        return registry

    def _respaldar_despues(self, motivo: str, actor: Actor) -> None:
        """In any thread."""
        if self.programador is None:
            log.warning("no backup «%s»: the scheduler has not started", motivo)
        else:
            self.programador.tras(motivo, actor)

    async def _close(self, left: _Left) -> None:
        await self.jobs.read(self._retire, left)

    def _retire(self, left: _Left) -> None:
        left.retire()
        self._left.remove(left)


@dataclass(frozen=True, eq=False)
class _Left:
    """What worked with databases that nobody asks any more."""

    registry: Registry
    forwarder: Reenviador
    scheduler: Programador | None

    def retire(self) -> None:
        """Close it all, once what was asked of it is done. Runs in a worker thread, or when the program ends."""
        registry = self.registry
        if self.scheduler is not None:
            self.scheduler.close()
        self.forwarder.close()
        _let_finish(registry)
        # From here on it refuses; whoever got in meanwhile is waited for too.
        registry.retirar()
        _let_finish(registry)
        registry.close()


def _let_finish(registry: Registry) -> None:
    late = monotonic() + _PATIENCE_S
    while any(pool.en_uso for pool in registry.cifras()) and monotonic() < late:
        sleep(_LOOK_S)
