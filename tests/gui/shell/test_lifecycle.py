"""Starting and closing: what is loaded when, what is left behind, what is remembered."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from rexus.base.paths import paths_under
from rexus.shell.bootstrap import create_application
from tests.benchmarks.start import REXUS, ROOT
from tests.gui.conftest import Driver

# Needed to sign in, and far too heavy to be loaded before there is something to look at.
HEAVY = (
    "sqlalchemy",
    "alembic",
    "pydantic",
    "argon2",
    "zxcvbn",
    "asyncio",
    "qasync",
    "xlsxwriter",
    "python_calamine",
    "charset_normalizer",
    "click",
    "concurrent.futures",
    "zoneinfo",
    "PySide6.QtNetwork",
    "PySide6.QtSvg",
    "backports.zstd",
    "pyrage",
    "cronsim",
)


def _threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def _timers() -> set[str]:
    gc.collect()
    timers = [o for o in gc.get_objects() if isinstance(o, QTimer) and shiboken6.isValid(o)]
    return {f"{timer!r} of {timer.parent()!r}" for timer in timers if timer.isActive()}


def _open_files(folder: Path) -> list[str]:
    targets = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return [target for target in targets if target.startswith(str(folder))]


@pytest.mark.parametrize("how", ["at once", "when loaded", "signed in", "window closed first", "window deleted first"])
def test_close_leaves_nothing_behind(account: str, home: Path, start: Callable[[], Driver], how: str) -> None:
    widgets, threads, timers, hook = set(QApplication.topLevelWidgets()), _threads(), _timers(), sys.excepthook
    for _ in range(2):
        app = start()
        if how != "at once":
            app.wait(lambda app=app: app.application.services is not None)
        if how not in ("at once", "when loaded"):
            app.enter(account)
        if how == "window closed first":
            app.application.window.close()
        if how == "window deleted first":
            shiboken6.delete(app.application.window)
        app.application.close()
        app.application.close()
        assert set(QApplication.topLevelWidgets()) <= widgets
        assert _threads() <= threads
        assert _timers() <= timers
        assert sys.excepthook == hook
        if sys.platform == "linux":
            assert _open_files(home) == []


def test_nothing_heavy_is_loaded_before_the_first_paint(account: str, home: Path) -> None:
    code = REXUS.replace('print("painted", flush=True)', "print('\\n'.join(sys.modules), flush=True)")
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "rexus.shell.login" in loaded
    assert loaded & set(HEAVY) == set()
    floors = ("rexus.db", "rexus.seguridad", "rexus.stock", "rexus.respaldos", "rexus.modulos")
    assert {name for name in loaded if name.startswith(floors)} == set()


def test_a_window_that_never_paints_loads_all_the_same(account: str, home: Path, qtbot: object) -> None:
    application = create_application(home)
    application.window.hide()
    Driver(application, qtbot).wait(lambda: application.services is not None)  # type: ignore[arg-type]
    application.close()


def test_the_window_is_remembered(signed_in: Driver, home: Path, start: Callable[[], Driver]) -> None:
    signed_in.application.window.resize(760, 500)
    signed_in.trigger("principal.plegar_navegacion")
    signed_in.trigger("principal.tema.modo.oscuro")
    signed_in.application.close()
    assert json.loads(paths_under(home).settings_file.read_bytes())["tema"]["modo"] == "oscuro"
    again = start()
    assert again.application.theme.dark
    assert (again.application.window.width(), again.application.window.height()) == (760, 500)
    again.enter()
    assert again.application.session.page.navigation.collapsed  # type: ignore[union-attr]


@pytest.mark.parametrize("geometry", ["no es base64", "QUJD", "AdnQywADAAA="])
def test_a_damaged_geometry_is_ignored(home: Path, start: Callable[[], Driver], geometry: str) -> None:
    file = paths_under(home).settings_file
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"ventana": {"geometria": geometry}}))
    window = start().application.window
    assert window.isVisible()
    assert window.width() >= window.minimumWidth()
    assert window.screen().availableGeometry().intersects(window.frameGeometry())
