"""A double-click: no terminal, so a window shows the start and its errors. Real processes, a real screen of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import ImageGrab

from rexus.arranque import messages, places, stamp
from tests.unit.arranque.checkout import Checkout, copy_of, finish, make_checkout

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a screen of its own needs Xvfb")

ACCENT = (0x0F, 0x6C, 0xBD)
PATIENCE_S = 60
# Stands in the place of zenity: keeps what it is told, and with GIVE_UP closes like one whose «Cancel» was pressed.
ZENITY = """#!/bin/sh
echo "$@" >> "$ZENITY_LOG"
case "$1" in --error) exit 0;; esac
while read -r line; do
    echo "$line" >> "$ZENITY_LOG"
    case "$line" in *"$GIVE_UP"*) exit 1;; esac
done
"""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen that nobody sees."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    if importlib.util.find_spec("_tkinter") is None:
        pytest.skip("this Python has no tkinter")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture(scope="module")
def first_start(display: str, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout that was double-clicked, and prepared itself behind a window."""
    checkout = make_checkout(tmp_path_factory.mktemp("first"))
    process = checkout.popen(**on(display))
    limit = time.monotonic() + PATIENCE_S
    while not shows_window(display):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < limit
    started = finish(process)
    assert started.code == 7
    assert started.answer == [None, str(checkout.venv), "1.0"]
    assert messages.READY in started.progress
    return checkout


@pytest.fixture
def bare(tmp_path: Path) -> Checkout:
    """Nothing prepared."""
    return make_checkout(tmp_path)


@pytest.fixture
def prepared(first_start: Checkout, tmp_path: Path) -> Checkout:
    """An own copy of the checkout after its first start."""
    return copy_of(first_start, tmp_path)


@pytest.fixture
def zenity(tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """A desktop whose windows are zenity's: its environment. The argument is the line at which the user gives up."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "zenity").write_text(ZENITY)
    (programs / "zenity").chmod(0o755)

    def environment(give_up: str) -> dict[str, str]:
        # A display that no server answers for: the window of tkinter cannot show.
        return on(":54321") | {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "ZENITY_LOG": str(tmp_path / "told"),
            "GIVE_UP": give_up,
        }

    return environment


def on(display: str) -> dict[str, str]:
    """The environment of a double-click on that screen."""
    return {"DISPLAY": display, "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}


def shows_window(display: str) -> bool:
    return ACCENT in {colour for _, colour in ImageGrab.grab(xdisplay=display).getcolors(1 << 20)}


@pytest.mark.usefixtures("first_start")
def test_the_window_of_a_first_start_goes_when_it_is_ready(display: str) -> None:
    assert not shows_window(display)


def test_closing_the_window_stops_the_start_and_leaves_nothing_half_made(
    bare: Checkout, zenity: Callable[[str], dict[str, str]]
) -> None:
    environment = zenity("descargando bibliotecas")
    stopped = bare.start(**environment)
    assert (stopped.code, stopped.answer) == (130, None)
    assert messages.CANCELLED in stopped.progress
    told = Path(environment["ZENITY_LOG"]).read_text(encoding="utf-8")
    assert "# Paso 1 de 4: creando el entorno de Python" in told
    assert "# Paso 2 de 4: descargando bibliotecas" in told
    assert "Paso 3" not in told
    assert [entry.name for entry in bare.venv.iterdir()] == [".rexus"]
    assert not stamp.is_half_made(bare.venv)


def test_an_error_is_shown_with_its_next_step_and_kept(
    prepared: Checkout, zenity: Callable[[str], dict[str, str]]
) -> None:
    prepared.lock.write_text(prepared.lock.read_text(encoding="utf-8").replace("==1.0", "==9.9"), encoding="utf-8")
    environment = zenity("never")
    assert prepared.start(**environment).code == 1
    shown = Path(environment["ZENITY_LOG"]).read_text(encoding="utf-8").rpartition("--error")[2]
    kept = prepared.root.parent / "home" / "rexus" / "arranque.log"
    for text in (shown, kept.read_text(encoding="utf-8")):
        assert "No se pudieron descargar los componentes de Rexus" in text
        assert "Revisar la conexión a Internet" in text
    assert str(kept) in shown
    # What was there still works.
    assert places.base_interpreter(prepared.venv) is not None


def test_a_command_that_fails_shows_no_window(prepared: Checkout, zenity: Callable[[str], dict[str, str]]) -> None:
    prepared.lock.write_text(prepared.lock.read_text(encoding="utf-8").replace("==1.0", "==9.9"), encoding="utf-8")
    environment = zenity("never")
    failed = prepared.start("x", **environment)
    assert failed.code == 1
    assert "Revisar la conexión a Internet" in failed.progress
    assert not Path(environment["ZENITY_LOG"]).exists()


def test_a_bug_on_the_way_is_shown_too(prepared: Checkout, zenity: Callable[[str], dict[str, str]]) -> None:
    bug = "def main():\n    raise ValueError('no hay clave=' + 'abc123')\n"
    (prepared.root / "rexus" / "shell" / "bootstrap.py").write_text(bug, encoding="utf-8")
    environment = zenity("never")
    assert prepared.start(**environment).code == 1
    shown = Path(environment["ZENITY_LOG"]).read_text(encoding="utf-8").rpartition("--error")[2]
    assert "Rexus terminó por un error inesperado" in shown
    assert "ValueError: no hay clave=***" in shown
    # In a terminal it is a traceback like any other's.
    assert "Rexus terminó" not in prepared.start("x").progress


@pytest.fixture
def small_disk(bare: Checkout) -> Iterator[None]:
    """The environment's folder on a disk of its own, that holds no environment."""
    bare.venv.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(bare.venv)], capture_output=True)
    if done.returncode:
        pytest.skip(f"a tmpfs cannot be mounted here: {done.stderr.decode()}")
    yield
    subprocess.run(["umount", "-l", str(bare.venv)], check=True)


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_is_told_as_such(bare: Checkout) -> None:
    failed = bare.start("x")
    assert failed.code == 1
    assert "No queda espacio en el disco" in failed.progress
    assert "Liberar" in failed.progress
    assert "Traceback" not in failed.progress


def asked_of_the_window(display: str, actions: str) -> list[object]:
    """What that program of ours, looked at from within, answers."""
    program = f"""
import json, sys, tkinter
sys.path.insert(0, {str(places.ROOT / "rexus" / "arranque")!r})
from window_tk import Window
root = tkinter.Tk()
window = Window(root)
answers = []
{actions}
print(json.dumps(answers))
"""
    run = subprocess.run(
        [sys.executable, "-I", "-B", "-c", program],
        env=os.environ | {"DISPLAY": display},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
    )
    assert run.returncode == 0, run.stderr
    answers: list[object] = json.loads(run.stdout)
    return answers


def test_the_window_names_the_step_and_how_far_it_is(display: str) -> None:
    actions = """
window.handle({"step": 2, "of": 4, "what": "descargando bibliotecas"})
window.handle({"done": 1, "count": 4, "detail": "[1/4] uno 1.0"})
answers += [window.sentence["text"], window.detail["text"], float(window.bar["value"])]
window.cancel.invoke()
answers.append(window.exit_status)
"""
    assert asked_of_the_window(display, actions) == ["Paso 2 de 4: descargando bibliotecas", "[1/4] uno 1.0", 25.0, 3]


def test_a_window_that_is_closed_tells_so_while_more_may_come(display: str) -> None:
    program = f"""
import sys
sys.path.insert(0, {str(places.ROOT / "rexus" / "arranque")!r})
import window_tk
handle = window_tk.Window.handle
def then_close(self, message):
    handle(self, message)
    self._root.after(50, self.cancel.invoke)
window_tk.Window.handle = then_close
sys.exit(window_tk.main())
"""
    with subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", program],
        env=os.environ | {"DISPLAY": display},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == b"ready\n"
        process.stdin.write(b'{"step": 1, "of": 4, "what": "creando"}\n')
        process.stdin.flush()
        # Its own end of the pipe stays open, as the program's does.
        assert (process.wait(PATIENCE_S), process.stderr.read()) == (3, b"")


def test_the_window_keeps_an_error_until_it_was_read(display: str) -> None:
    actions = """
window.handle({"error": {"sentence": "Se rompió.", "detail": "ERROR: uno", "next_step": "Probar otra vez."}})
window.end()
answers += [window.title["text"], window.sentence["text"], window.next_step["text"], window.cancel["text"]]
window.copying.invoke()
answers.append(root.clipboard_get())
window.cancel.invoke()
answers.append(window.exit_status)
"""
    assert asked_of_the_window(display, actions) == [
        "Rexus no pudo abrirse", "Se rompió.", "Probar otra vez.", "Cerrar",
        "Se rompió.\nERROR: uno\nProbar otra vez.", 0,
    ]  # fmt: skip
