"""A loop for coroutines, spun in both ways that Rexus meets."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from qasync import QSelectorEventLoop

from rexus.base.paths import Paths
from rexus.db.conexion import POSTGRESQL, Conexion
from rexus.db.registry import Registry
from rexus.ui.jobs import Jobs
from rexus.ui.salud import SaludVisible
from rexus.ui.theme import Theme
from tests.reloj import Reloj

# Long enough for a busy machine; a test that waits this long has failed.
PATIENCE_MS = 20_000

ZONA = ZoneInfo("America/Argentina/Buenos_Aires")

Spin = Callable[[Callable[[], bool]], None]


@pytest.fixture(params=["claro", "oscuro"])
def face(request: pytest.FixtureRequest, theme: Theme) -> str:
    """Each of the two faces."""
    theme.set_mode(request.param)
    return str(request.param)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The application dressed as users see it."""
    from rexus.ui import theme as module

    return module.current() or Theme(qapp)


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """A qasync loop that nobody runs yet."""
    loop = QSelectorEventLoop(qapp)
    yield loop
    for task in asyncio.all_tasks(loop):
        task.cancel()
    for _ in range(20):
        QCoreApplication.processEvents()
    loop.close()
    asyncio.set_event_loop(None)


@pytest.fixture(params=["run_forever", "qt"])
def spin(request: pytest.FixtureRequest, loop: QSelectorEventLoop) -> Spin:
    """`spin(condition)` runs events until it holds: under `run_forever()`, and under a plain Qt loop."""

    def spin(condition: Callable[[], bool]) -> None:
        inner = QEventLoop()
        late = threading.Event()
        stop = loop.stop if request.param == "run_forever" else inner.quit
        poll = QTimer()
        poll.timeout.connect(lambda: stop() if condition() else None)
        poll.start(5)
        limit = QTimer(singleShot=True)
        limit.timeout.connect(lambda: (late.set(), stop()))
        limit.start(PATIENCE_MS)
        if request.param == "run_forever":
            loop.run_forever()
        else:
            inner.exec()
        poll.stop()
        limit.stop()
        assert not late.is_set(), "waited in vain"

    return spin


@pytest.fixture
def jobs(loop: asyncio.AbstractEventLoop) -> Iterator[Jobs]:
    """Jobs on that loop."""
    jobs = Jobs(loop)
    yield jobs
    jobs.shutdown()


@pytest.fixture
def reloj() -> Reloj:
    """The clock of `registry`."""
    return Reloj()


@pytest.fixture
def registry(paths: Paths, reloj: Reloj) -> Iterator[Registry]:
    """Of a server that nobody connects to: its health is told by hand."""
    registry = Registry(paths, Conexion(POSTGRESQL, "taller-1"), clock=reloj)
    yield registry
    registry.close()


@pytest.fixture
def salud(qapp: QApplication, registry: Registry) -> Iterator[SaludVisible]:
    """The health of that registry, on the screen's thread."""
    salud = SaludVisible(ZONA)
    salud.seguir(registry)
    yield salud
    salud.dejar()
