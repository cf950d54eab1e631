"""One window for each home, with real second processes and a real kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from rexus.base.paths import paths_under
from rexus.shell.bootstrap import create_application
from rexus.shell.instance import YaAbiertoError
from tests.gui.conftest import Driver

ROOT = Path(__file__).resolve().parents[3]

RUNNING = """
import sys
from rexus.shell.bootstrap import create_application
application = create_application()
application.gate.painted.connect(lambda: print("painted", flush=True))
sys.exit(application.run())
"""


def environment(home: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "REXUS_HOME": str(home)}


@pytest.fixture
def other(home: Path) -> subprocess.Popen[str]:
    """A window of another process on the same home."""
    command = [sys.executable, "-c", RUNNING]
    process = subprocess.Popen(command, env=environment(home), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == "painted\n"
        yield process  # type: ignore[misc]
        process.kill()


def test_a_second_start_brings_the_first_to_the_front_and_ends_well(app: Driver, home: Path) -> None:
    app.wait(lambda: app.application.services is not None)
    window = app.application.window
    window.showMinimized()
    second = subprocess.Popen(
        [sys.executable, "-m", "rexus"], env=environment(home), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    app.wait(lambda: second.poll() is not None)
    said, _ = second.communicate()
    assert second.returncode == 0
    assert "ya estaba abierto" in said
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    assert window.isVisible()


def test_a_second_window_in_the_same_process_is_refused(app: Driver, home: Path) -> None:
    with pytest.raises(YaAbiertoError) as refused:
        create_application(home)
    assert refused.value.pid == os.getpid()


def test_a_window_of_another_process_is_in_the_way(other: subprocess.Popen[str], home: Path) -> None:
    with pytest.raises(YaAbiertoError) as refused:
        create_application(home)
    assert refused.value.pid == other.pid


def test_other_homes_are_free(app: Driver, tmp_path: Path) -> None:
    create_application(tmp_path / "otra casa").close()


def test_the_lock_of_a_killed_process_is_taken_over(
    other: subprocess.Popen[str], home: Path, start: Callable[[], Driver]
) -> None:
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert paths_under(home).lock_file.exists(), "it had no chance to clean up"
    app = start()
    assert app.has("bienvenida.crear")
    test_a_second_start_brings_the_first_to_the_front_and_ends_well(app, home)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_being_asked_to_end_closes_the_window_in_order(home: Path, number: int) -> None:
    code = RUNNING.replace("sys.exit(application.run())", "").replace(
        "application = create_application()",
        "from rexus.shell import bootstrap\n"
        "create = bootstrap.Application\n"
        "def create_and_tell(*args):\n"
        "    application = create(*args)\n"
        "    application.gate.painted.connect(lambda: print('painted', flush=True))\n"
        "    return application\n"
        "bootstrap.Application = create_and_tell\n"
        "sys.exit(bootstrap.main())\n",
    )
    process = subprocess.Popen([sys.executable, "-c", code], env=environment(home), stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "painted\n"
        process.send_signal(number)
        assert process.wait(60) == 0
    assert not paths_under(home).lock_file.exists()
    assert paths_under(home).settings_file.exists(), "the window's place was remembered"
