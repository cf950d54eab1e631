"""What is heavy and lives as long as the window: the loop, the engines, the jobs. Made after the first paint."""

from __future__ import annotations

from rexus.base.paths import Paths
from rexus.db.conexion import conexion_de, pool_de
from rexus.db.registry import Registry
from rexus.settings import Settings
from rexus.shell.access import Access
from rexus.shell.faults import Faults
from rexus.shell.loop import Loop
from rexus.ui.jobs import Jobs

_MOST_READERS = 4


class Services:
    """Opens no connection by itself. Must be made and closed on the GUI thread."""

    def __init__(self, paths: Paths, settings: Settings, faults: Faults) -> None:
        self.loop = Loop()
        self.loop.set_exception_handler(faults.on_loop_error)
        pool = pool_de(settings)
        self.registry = Registry(paths, conexion_de(settings), pool)
        # Readers and the one writer together never ask for more connections than the pool holds.
        most = pool.tope - 1
        self.jobs = Jobs(self.loop, max(1, min(_MOST_READERS, most)))
        self.jobs.failed.connect(lambda error: faults.report(error, "in a job"))
        self.access = Access(self.registry, self.jobs)

    def close(self) -> None:
        """Jobs first, since they use the engines; the loop last, since it carries the answers of both."""
        self.jobs.shutdown()
        self.registry.close()
        self.loop.end()
        self.jobs.deleteLater()
