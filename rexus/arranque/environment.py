"""Makes, repairs and updates the virtual environment from the hash-pinned locks.

Order, so that a kill at any moment leaves either what was there before or something known to be half made:
download everything (the environment is not touched) → mark busy → install from the downloads → mark ready.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from rexus.arranque import apt, console, lock, messages, places, requirements, stamp

# How pip names each package that it brings, from an index or from a folder.
_PACKAGE = re.compile(r"^Collecting (\S+)|^Processing .*?([^/\\]+\.whl)")
_DETAIL_LINES = 6


def prepare(candidates: Sequence[Path], locks: Sequence[Path]) -> Path:
    """Make an environment that holds `locks` in the first candidate folder that can be written; returns it.

    Raises StartError, after which the next start begins from a known state.
    """
    venv = next((venv for venv in candidates if _is_writable(venv)), None)
    if venv is None:
        raise messages.nowhere_to_write([str(venv.parent) for venv in candidates])
    with lock.held(_mutex(venv), lambda: console.say(messages.WAITING)) as descriptor:
        # Another start may have done it while this one waited.
        if not stamp.is_current(venv, locks):
            _bring_up_to_date(venv, locks, descriptor)
    return venv


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
            console.say(messages.REPAIRING if stamp.is_half_made(venv) else messages.PREPARING)
            _wipe(venv)
            stamp.mark_busy(venv)
            _create(venv, descriptor)
        else:
            console.say(messages.UPDATING)
        downloads = stamp.folder(venv) / "downloads"
        _download(venv, locks, downloads, descriptor)
        stamp.mark_busy(venv)
        _install(venv, locks, downloads, descriptor)
        stamp.mark_ready(venv, locks)
        shutil.rmtree(downloads)
        console.say(messages.READY)
    except OSError as error:
        raise messages.install_failed(str(error)) from error
    except messages.StartError:
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
    console.say(messages.CREATING.format(where=venv))
    # Debian and Ubuntu keep ensurepip in a package apart.
    packages = ["python{}.{}-venv".format(*sys.version_info)]
    if not _has_venv_module() and not (apt.install(packages) and _has_venv_module()):
        raise messages.no_venv_module(apt.line(packages))
    # From within an environment that is being made anew, its own python is gone by now: use the one below it.
    python = getattr(sys, "_base_executable", None) or sys.executable
    with _worker([python, "-m", "venv", str(venv)], descriptor) as process:
        output = process.communicate()[0]
    if process.returncode != 0:
        raise messages.venv_failed(str(venv), _tail(output.splitlines()))


def _has_venv_module() -> bool:
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def _download(venv: Path, locks: Sequence[Path], target: Path, descriptor: int) -> None:
    names = {name for path in locks for name in requirements.pinned(path)}
    console.say(messages.DOWNLOADING.format(count=len(names)))
    # Wheels only: building a source package would run code that no hash of the lock covers.
    arguments = ["download", "--only-binary=:all:", "--dest", str(target)]
    code, lines = _pip(venv, arguments, locks, descriptor, count=len(names))
    if any("DO NOT MATCH THE HASHES" in line for line in lines):
        raise messages.tampered(_tail(lines))
    if code != 0:
        raise messages.download_failed(_tail(lines))


def _install(venv: Path, locks: Sequence[Path], source: Path, descriptor: int) -> None:
    console.say(messages.INSTALLING)
    arguments = ["install", "--no-index", "--find-links", str(source)]
    code, lines = _pip(venv, arguments, locks, descriptor)
    if code != 0:
        raise messages.install_failed(_tail(lines))


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
                console.say(messages.STEP.format(done=done, count=count, what=match[1] or match[2]))
    return process.returncode, lines


def _worker(command: list[str], descriptor: int) -> subprocess.Popen[str]:
    """A process that changes the environment; its output, errors included, is read as text."""
    return subprocess.Popen(
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
    )


def _tail(lines: list[str]) -> str:
    """What pip complained about, else its last words."""
    errors = [line for line in lines if line.startswith("ERROR")]
    return "\n".join((errors or lines)[-_DETAIL_LINES:])
