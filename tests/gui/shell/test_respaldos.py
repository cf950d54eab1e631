"""Backups while the window is open: made by themselves, nobody signed in; and before what the window asks for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import carpeta
from tests.gui.conftest import Driver


def _threads() -> list[str]:
    return [thread.name for thread in threading.enumerate()]


def test_they_are_made_at_the_sign_in_page(account: str, home: Path, start: Callable[[], Driver]) -> None:
    paths = paths_under(home)
    registry = Registry(paths)
    with registry.read(INVENTARIO, SISTEMA):
        pass
    registry.close()
    app = start()
    app.wait(lambda: app.application.services is not None and app.application.services.programador is not None)
    programador = app.application.services.programador
    # Not twenty seconds from now, for a test.
    programador.despertar()
    app.wait(lambda: programador.estado.ultimo is not None)
    assert app.application.session is None
    assert [c.tipo for c in carpeta.listar(paths.backups)] == ["completo"]
    assert [slot.tipo for slot in programador.estado.proximos]
    app.application.close()
    assert "rexus-programador" not in _threads()


def test_the_windows_registry_has_one_made_before_critical_operations(
    account: str, home: Path, start: Callable[[], Driver]
) -> None:
    app = start()
    app.enter(account)
    modelo = InventarioModel(app.application.services.registry, lambda: SISTEMA)
    modelo.editar_varios([], {"proveedor": "Otro"})
    assert carpeta.listar(paths_under(home).backups)[-1].motivo == "antes de editar varios artículos"
    # Nobody waited for the one after it: the scheduler makes it.
    app.wait(
        lambda: (
            [c.motivo for c in carpeta.listar(paths_under(home).backups)][:1] == ["después de editar varios artículos"]
        )
    )


def test_other_databases_have_a_scheduler_of_their_own(account: str, start: Callable[[], Driver]) -> None:
    app = start()
    app.wait(lambda: app.application.services is not None and app.application.services.programador is not None)
    services = app.application.services
    app.wait(lambda: app.has("login.entrar") and not services.jobs.running)
    antes = services.programador
    app.application.reconnect()
    app.wait(lambda: services.programador is not antes)
    app.wait(lambda: _threads().count("rexus-programador") == 1 and _threads().count("rexus-latido") <= 1)
    app.wait(lambda: not services.jobs.running)


def test_nothing_goes_on_of_what_was_left_when_the_window_closes_at_once(
    account: str, start: Callable[[], Driver]
) -> None:
    """As when somebody closes it on the sign-in page that comes up after a restore."""
    app = start()
    app.enter(account)
    app.wait(lambda: app.application.services is not None and app.application.services.programador is not None)
    app.wait(lambda: "rexus-reenviador" in _threads() and not app.application.services.jobs.running)
    app.application.sign_in_again("Se restauró un respaldo.")
    # Before the loop's next turn.
    app.application.close()
    assert not {"rexus-programador", "rexus-reenviador", "rexus-latido"} & set(_threads())
