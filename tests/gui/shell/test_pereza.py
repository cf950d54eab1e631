"""Nothing is opened before something is asked of it: not by the start, nor by making pages, nor by what runs behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from rexus.base.actor import SISTEMA
from rexus.db.names import USERS
from rexus.settings.zona import zona_horaria
from rexus.shell.registry import MODULES
from rexus.ui.module import Context
from rexus.ui.notices import NoticeBar
from rexus.ui.shortcuts import Shortcuts
from rexus.ui.undo import UndoStack
from tests.benchmarks.start import ROOT
from tests.gui.conftest import Driver
from tests.gui.taller import ARTICULOS, Abrir, Taller, Ventana, abrir, taller

__all__ = ["abrir", "taller"]

# Long enough for a heartbeat and for what a warm-up leaves for later.
RATO_MS = 2_500


@pytest.fixture
def abiertas() -> Iterator[list[str]]:
    """Every connection that any engine of this process opens, as it is opened."""
    opened: list[str] = []

    def note(_connection: object, record: object) -> None:
        opened.append(str(record))

    event.listen(Engine, "connect", note)
    yield opened
    event.remove(Engine, "connect", note)


def contexto(app: Driver) -> Context:
    """What the pages of this window would be built with."""
    services = app.application.services
    assert services is not None
    settings = app.application.settings
    return Context(
        registry=services.registry,
        actor=lambda: SISTEMA,
        jobs=services.jobs,
        notices=NoticeBar(),
        settings=settings,
        shortcuts=Shortcuts(),
        undo=UndoStack(),
        zona=zona_horaria(settings),
        salud=services.salud,
        paths=app.application.paths,
        reconectar=lambda: None,
    )


def test_every_page_is_made_without_a_connection_on_sqlite(
    account: str, start: Callable[[], Driver], abiertas: list[str]
) -> None:
    app = start()
    _make_every_page(app, abiertas)


def test_every_page_is_made_without_a_connection_on_a_server(taller: Taller, abrir: Abrir, abiertas: list[str]) -> None:
    ventana = abrir()
    antes = _make_every_page(ventana, abiertas)
    assert taller.sesiones <= antes + 1


def _make_every_page(app: Driver, abiertas: list[str]) -> int:
    # The sign-in page asks one thing: whether anybody can sign in. Then the heartbeat may connect, once.
    app.wait(lambda: app.application.services is not None and abiertas)
    app.qtbot.wait(RATO_MS)
    antes = len(abiertas)
    assert antes <= 2
    ctx = contexto(app)
    pages = [module.build(ctx) for module in MODULES]
    app.qtbot.wait(RATO_MS)
    assert len(abiertas) == antes, abiertas[antes:]
    for page in pages:
        page.deleteLater()
    return antes


def test_the_desk_of_a_server_needs_few_connections(taller: Taller, abrir: Abrir) -> None:
    ventana: Ventana = abrir()
    ventana.enter()
    ventana.wait(lambda: len(ventana.codigos()) == ARTICULOS and ventana.codigos()[0])
    for modulo in ("ubicaciones", "configuracion", "inventario"):
        ventana.ir(modulo)
    ventana.qtbot.wait(RATO_MS)
    # Four readers, one writer, the heartbeat, the trail; the accounts, whose sessions two readers may ask for at once.
    assert taller.sesiones <= 10
    # A new look at a page opens nothing, but for that second connection to the accounts.
    pools = {pool.base: pool.abiertas for pool in ventana.registry.cifras()}
    ventana.trigger("inventario.actualizar")
    ventana.wait(lambda: not ventana.modelo.busy)
    despues = {pool.base: pool.abiertas for pool in ventana.registry.cifras()}
    assert despues.pop(USERS) <= 2
    assert despues == {base: n for base, n in pools.items() if base != USERS}


@pytest.mark.parametrize("orden", [["--help"], ["buscar", "--help"], ["config", "ver", "db.motor"]])
def test_a_command_that_needs_no_database_opens_none(taller: Taller, home: Path, orden: list[str]) -> None:
    contador = (
        "import json, sys\n"
        "from sqlalchemy import Engine, event\n"
        "abiertas = []\n"
        "event.listen(Engine, 'connect', lambda *_: abiertas.append(1))\n"
        "from rexus.cli import main\n"
        f"estado = main({orden!r})\n"
        "print('\\n' + json.dumps([estado, len(abiertas)]))\n"
    )
    hecho = subprocess.run(
        [sys.executable, "-c", contador],
        cwd=ROOT,
        env={**os.environ, "REXUS_HOME": str(home)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    estado, abiertas = json.loads(hecho.stdout.splitlines()[-1])
    assert (estado, abiertas) == (0, 0), hecho.stderr
