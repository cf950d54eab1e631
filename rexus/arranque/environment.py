"""Makes, repairs and updates the virtual environment from the hash-pinned locks.

Order, so that a kill at any moment leaves either what was there before or something known to be half made:
download everything (the environment is not touched) → mark busy → install from the downloads → mark ready.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rexus.arranque import apt, lock, messages, places, requirements, screens, stamp, telling

# How pip names each package that it brings, from an index or from a folder.
_PACKAGE = re.compile(r"^Collecting (\S+)|^Processing .*?([^/\\]+\.whl)")
_DETAIL_LINES = 6
# How a full disk calls itself, whatever the language of the system: ENOSPC, EDQUOT, and Windows' own.
_FULL = ("[Errno 28]", "[Errno 122]", "[WinError 112]")
# With so little left whatever failed did for want of room: the smallest of the larger libraries has more.
_NO_ROOM = 16 << 20
#: The exit status of a start that the user stopped.
CANCELLED = 130


def prepare(candidates: Sequence[Path], locks: Sequence[Path]) -> Path:
    """Make an environment that holds `locks` in the first candidate folder that can be written; returns it.

    Raises StartError, or Cancelled when the window that told of it was closed. The next start then begins from a known
    state.
    """
    venv = next((venv for venv in candidates if _is_writable(venv)), None)
    if venv is None:
        raise messages.nowhere_to_write([str(venv.parent) for venv in candidates])
    with lock.held(_mutex(venv), _wait) as descriptor:
        telling.on_close(None)
        # Another start may have done it while this one waited.
        if not stamp.is_current(venv, locks):
            _bring_up_to_date(venv, locks, descriptor)
    return venv


def _wait() -> None:
    telling.say(messages.WAITING)
    # Nothing was begun that would have to be ended.
    telling.on_close(lambda: os._exit(CANCELLED))


def _mutex(venv: Path) -> Path:
    return stamp.folder(venv) / "mutex"


def _is_writable(venv: Path) -> bool:
    """Tried, not asked: permission bits do not tell of a read-only mount. Creates the folder."""
    try:
        stamp.folder(venv).mkdir(parents=True, exist_ok=True)
        with _mutex(venv).open("a"):
            return True
    except OSError:
        return False


def _bring_up_to_date(venv: Path, locks: Sequence[Path], descriptor: int) -> None:
    fresh = not _is_usable(venv)
    try:
        if fresh:
            text = messages.REPAIRING if stamp.is_half_made(venv) else messages.PREPARING
            telling.step(1, messages.STEP_CREATE, text)
            _wipe(venv)
            stamp.mark_busy(venv)
            _create(venv, descriptor)
        else:
            telling.say(messages.UPDATING)
        downloads = stamp.folder(venv) / "downloads"
        _download(venv, locks, downloads, descriptor)
        stamp.mark_busy(venv)
        _install(venv, locks, downloads, descriptor)
        stamp.mark_ready(venv, locks)
        shutil.rmtree(downloads)
        telling.step(4, messages.STEP_OPEN, messages.READY)
    except OSError as error:
        raise _told(messages.install_failed, venv, [str(error)]) from error
    except (messages.StartError, telling.Cancelled):
        if fresh:
            _wipe(venv)
            stamp.forget(venv)
        raise


def _is_usable(venv: Path) -> bool:
    """Whether pip can go on from what is there: an environment that was ready once, or one the user made."""
    if stamp.is_half_made(venv) or places.base_interpreter(venv) is None:
        return False
    probe = [str(places.interpreter(venv)), "-I", "-c", "import sys, pip; print(sys.version_info >= (3, 11))"]
    try:
        answer = subprocess.run(probe, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == "True"


def _wipe(venv: Path) -> None:
    """Empty the environment, but for what `stamp` and `lock` keep in it. Raises OSError."""
    for entry in venv.iterdir():
        if entry == stamp.folder(venv):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _create(venv: Path, descriptor: int) -> None:
    telling.say(messages.CREATING.format(where=venv))
    # Debian and Ubuntu keep ensurepip in a package apart.
    packages = ["python{}.{}-venv".format(*sys.version_info)]
    if not _has_venv_module() and not (apt.install(packages) and _has_venv_module()):
        raise messages.no_venv_module(apt.line(packages))
    # From within an environment that is being made anew, its own python is gone by now: use the one below it.
    python = getattr(sys, "_base_executable", None) or sys.executable
    with _worker([python, "-m", "venv", str(venv)], descriptor) as process:
        output = process.communicate()[0]
    if process.returncode != 0:
        raise _told(lambda detail: messages.venv_failed(str(venv), detail), venv, output.splitlines())


def _has_venv_module() -> bool:
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def _download(venv: Path, locks: Sequence[Path], target: Path, descriptor: int) -> None:
    names = {name for path in locks for name in requirements.pinned(path)}
    telling.step(2, messages.STEP_DOWNLOAD, messages.DOWNLOADING.format(count=len(names)))
    # Wheels only: building a source package would run code that no hash of the lock covers.
    arguments = ["download", "--only-binary=:all:", "--dest", str(target)]
    code, lines = _pip(venv, arguments, locks, descriptor, count=len(names))
    if any("DO NOT MATCH THE HASHES" in line for line in lines):
        raise messages.tampered(_tail(lines))
    if code != 0:
        raise _told(messages.download_failed, venv, lines)


def _install(venv: Path, locks: Sequence[Path], source: Path, descriptor: int) -> None:
    telling.step(3, messages.STEP_INSTALL, messages.INSTALLING)
    arguments = ["install", "--no-index", "--find-links", str(source)]
    code, lines = _pip(venv, arguments, locks, descriptor)
    if code != 0:
        raise _told(messages.install_failed, venv, lines)


def _pip(
    venv: Path, arguments: list[str], locks: Sequence[Path], descriptor: int, count: int = 0
) -> tuple[int, list[str]]:
    """Run the environment's pip; with `count`, show each package as it comes. Returns exit status and output."""
    command = [str(places.interpreter(venv)), "-I", "-X", "utf8", "-m", "pip", *arguments]
    command += ["--require-hashes", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    for path in locks:
        command += ["-r", str(path)]
    lines: list[str] = []
    done = 0
    with _worker(command, descriptor) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            match = _PACKAGE.match(line)
            if match and count:
                done += 1
                telling.count(done, count, match[1] or match[2])
    return process.returncode, lines


@contextmanager
def _worker(command: list[str], descriptor: int) -> Iterator[subprocess.Popen[str]]:
    """A process that changes the environment; its output, errors included, is read as text.

    Raises Cancelled when the window was closed meanwhile, which ends the process.
    """
    with (
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            # A pip.conf with `user = true` is for the system's python, not for an environment.
            env=os.environ | {"PIP_USER": "0"},
            # It keeps the lock should this process be killed over it. (Windows cannot: see lock.held.)
            pass_fds=() if os.name == "nt" else (descriptor,),
            # A terminal's Ctrl+C must reach it; a window's «Cancelar» must reach what it started, too.
            start_new_session=telling.in_window(),
            creationflags=screens.NO_CONSOLE,
        ) as process,
        telling.stopping(lambda: _end(process)),
    ):
        yield process


def _end(process: subprocess.Popen[str]) -> None:
    """End a worker of a windowed start with all that it started."""
    if sys.platform == "win32":
        tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.call(tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, creationflags=screens.NO_CONSOLE)
        return
    with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
        os.killpg(process.pid, signal.SIGTERM)


def _told(otherwise: Callable[[str], messages.StartError], venv: Path, lines: list[str]) -> messages.StartError:
    """A full disk for what it is, anything else as `otherwise` says it."""
    # What came to nothing may have been cleared away again, and not every step says why it failed.
    if any(sign in line for line in lines for sign in _FULL) or shutil.disk_usage(venv).free < _NO_ROOM:
        return messages.no_room(str(venv.parent))
    return otherwise(_tail(lines))


def _tail(lines: list[str]) -> str:
    """What pip complained about, else its last words."""
    errors = [line for line in lines if line.startswith("ERROR")]
    return "\n".join((errors or lines)[-_DETAIL_LINES:])
