"""The windows that show a start where there is no terminal: ours (tkinter), else zenity's.

Each is a process of its own: one that fails or is closed takes nothing with it. Python 3.6 can read this file.
"""

import contextlib
import importlib.util
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

# The exit status of a window that was closed before all was said: window_tk's, and zenity's.
_CANCELLED = (3, 1)
_OPENING_S = 20
NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class Screen:
    """A window that was opened. `on_cancel` is called, in another thread, when the user closes it before the end."""

    def __init__(self, process: "subprocess.Popen[bytes]", on_cancel: "Callable[[], None]") -> None:
        self._process = process
        self._on_cancel = on_cancel
        self._over = False
        threading.Thread(target=self._watch, daemon=True).start()

    def send(self, **message: object) -> None:
        """Show more. A window that is gone is not an error: the work goes on without it."""
        self._write(json.dumps(message))

    def show_error(self, sentence: str, detail: str, next_step: str) -> bool:
        """Show it and wait until it was read; whether it was."""
        self._over = True
        self.send(error={"sentence": sentence, "detail": detail, "next_step": next_step})
        return self.close() == 0

    def close(self) -> int:
        """All was said: the window goes; its exit status."""
        self._over = True
        with contextlib.suppress(OSError):  # it has gone by itself, with something left unread
            self._process.stdin.close()  # type: ignore[union-attr]
        return self._process.wait()

    def _write(self, line: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # closed by the user: the watcher says so
            self._process.stdin.write(line.encode("utf-8") + b"\n")  # type: ignore[union-attr]
            self._process.stdin.flush()  # type: ignore[union-attr]

    def _watch(self) -> None:
        if self._process.wait() in _CANCELLED and not self._over:
            self._on_cancel()


class _Zenity(Screen):
    def send(self, **message: object) -> None:
        if "count" in message:
            # A hundred would close it.
            self._write("{}".format(min(99, 100 * int(str(message["done"])) // int(str(message["count"])))))
        text = "Paso {step} de {of}: {what}".format(**message) if "step" in message else message.get("detail")
        if text:
            self._write(f"# {text}")

    def show_error(self, sentence: str, detail: str, next_step: str) -> bool:
        """It has no room for one: the window goes."""
        self.close()
        return False

    def close(self) -> int:
        self._over = True
        self._write("100")
        return super().close()


def open_screen(on_cancel: "Callable[[], None]") -> "Screen | None":
    """The best window that can be shown here; None where there is none. `on_cancel` as `Screen` has it."""
    return _open_tk(on_cancel) or _open_zenity(on_cancel)


def _open_tk(on_cancel: "Callable[[], None]") -> "Screen | None":
    # Its compiled half: Debian's python3 without python3-tk has the rest. The packaged program is no interpreter.
    if getattr(sys, "frozen", False) or importlib.util.find_spec("_tkinter") is None:
        return None
    program = Path(__file__).with_name("window_tk.py")
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", str(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=NO_CONSOLE,
    )
    # A server that does not answer must not hold up the start.
    patience = threading.Timer(_OPENING_S, process.kill)
    patience.start()
    try:
        shown = process.stdout.readline().strip() == b"ready"  # type: ignore[union-attr]
    finally:
        patience.cancel()
    if shown:
        return Screen(process, on_cancel)
    process.kill()
    process.communicate()
    return None


def _open_zenity(on_cancel: "Callable[[], None]") -> "Screen | None":
    if sys.platform == "win32" or shutil.which("zenity") is None:
        return None
    words = ["--title=Rexus", "--text=Preparando Rexus…", "--width=420"]
    command = ["zenity", "--progress", "--auto-close", *words]
    return _Zenity(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL), on_cancel)
