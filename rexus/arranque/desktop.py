"""Whether somebody sits before a screen and not before a terminal, and the plain ways to tell them of an error.

Python 3.6 can read this file: it tells of a Python that is too old, too.
"""

import os
import sys
from pathlib import Path

from rexus.arranque import places

TITLE = "Rexus no pudo abrirse"
# What shows a text in a window or a bubble, best first; the text follows. Those that answer 1 were closed by Esc.
_PROGRAMS = (
    ("zenity", "--error", "--no-markup", "--width=480", "--title=Rexus", "--text"),
    ("kdialog", "--title", "Rexus", "--error"),
    ("xmessage", "-center", "-title", "Rexus", "-buttons", "Cerrar:0"),
    ("notify-send", "--urgency=critical", TITLE),
)
_ICON_ERROR, _FOREGROUND = 0x10, 0x10000


def is_double_click() -> bool:
    """Whether nobody sees what is written to the terminal, and there is a screen to show a window on."""
    return has_screen() and not has_terminal()


def has_screen() -> bool:
    """Whether windows can be shown here, as far as the environment tells."""
    if sys.platform == "win32":
        return True
    platforms = os.environ.get("QT_QPA_PLATFORM", "").replace(";", ":").split(":")
    if platforms[0] not in ("", "xcb", "wayland"):
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def has_terminal() -> bool:
    """Whether somebody reads what is written to the terminal, or to what stands in its place."""
    if sys.platform != "win32":
        return any(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    if sys.stderr is None:
        return False
    # What is piped is read by somebody. A console that opened for this start alone closes with it.
    return not sys.stderr.isatty() or not _is_own_console()


def show_error(text: str) -> bool:
    """Show it with what the system has, and wait until it was read; whether that was done."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.user32.MessageBoxW(None, text, TITLE, _ICON_ERROR | _FOREGROUND))
    # Deferred, as below: a start that finds everything ready needs none of it.
    import shutil
    import subprocess

    for program in _PROGRAMS:
        if shutil.which(program[0]) and subprocess.call([*program, text], stdout=subprocess.DEVNULL) in (0, 1):
            return True
    return False


def hint(text: str) -> None:
    """Say it in passing, where the desktop has bubbles; nobody waits for it to be read."""
    import shutil
    import subprocess

    if shutil.which("notify-send"):
        subprocess.call(["notify-send", "Rexus", text], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def write_down(text: str) -> "Path | None":
    """Add the error to a file that can be found later; None when no folder takes it."""
    import tempfile
    import time

    line = "{}\n{}\n\n".format(time.strftime("%Y-%m-%d %H:%M:%S"), text.strip())
    for file in (places.user_data() / "arranque.log", Path(tempfile.gettempdir()) / "rexus-arranque.log"):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a", encoding="utf-8") as stream:
                stream.write(line)
        except OSError:
            # A home that cannot be written may be the very error that is being told.
            continue
        return file
    return None


def _is_own_console() -> bool:
    import ctypes

    # This process and, before it, the launcher py.exe. A command prompt would count too: it names itself by PROMPT.
    processes = (ctypes.c_uint * 4)()
    found = ctypes.windll.kernel32.GetConsoleProcessList(processes, 4)  # type: ignore[attr-defined]
    return 0 < found <= 2 and "PROMPT" not in os.environ
