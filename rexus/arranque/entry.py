"""What main.py, `python -m rexus` and `python -m tests` call first."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from rexus.arranque import desktop, messages, places, requirements, stamp, telling

# Names the environment to the process that is started inside it, which then need not check again, and cannot start
# itself for ever if the environment does not work.
_CONTINUED = "REXUS_ARRANQUE"


def start(order: Sequence[str], then: Callable[[], int], *, tests: bool = False, root: Path = places.ROOT) -> int:
    """Call `then` where the dependencies are, preparing and entering the environment if need be; its exit status.

    `order` is how to start this program again, as it follows the interpreter: `["main.py", …]`, `["-m", "tests", …]`.
    `tests` asks for the test dependencies too. A failure is told where it will be read, exit status 1.
    """
    window = tuple(order[1:]) in ((), ("rexus",))
    try:
        _enter(order, tests=tests, window=window, root=root)
        return then()
    except messages.StartError as error:
        return telling.fail(error, window=window)
    except Exception:
        if not window or desktop.has_terminal():
            raise
        import traceback

        # Nobody would see it on a terminal.
        return telling.fail(messages.unexpected(traceback.format_exc()), window=window)


def _enter(order: Sequence[str], *, tests: bool, window: bool, root: Path) -> None:
    """Return in an interpreter that has the dependencies; from any other, replace the process by one that does."""
    continued = os.environ.pop(_CONTINUED, None)
    locks = [root / "requirements.lock"]
    if getattr(sys, "frozen", False) or not locks[0].is_file():
        return  # packaged, or installed by pip: the dependencies came with it
    if tests:
        locks.append(root / "tests" / "requirements-test.lock")
    candidates = places.candidates(root)
    within = next((venv for venv in candidates if places.is_running_in(venv)), None)
    if continued is not None:
        if within is None:
            raise messages.went_round(continued)
        return
    if within is None and requirements.installed(root / "pyproject.toml", tests=tests):
        return
    venv = next((venv for venv in candidates if stamp.is_current(venv, locks)), None)
    if venv is None:
        venv = _prepare(candidates, locks, window=window)
    if venv == within:
        importlib.invalidate_caches()
    else:
        _continue_in(venv, order)


def _prepare(candidates: Sequence[Path], locks: Sequence[Path], *, window: bool) -> Path:
    # Deferred: a start that finds everything ready does not pay for it.
    from rexus.arranque import environment

    if window:
        telling.begin()
    try:
        venv = environment.prepare(candidates, locks)
    except (KeyboardInterrupt, telling.Cancelled):
        telling.end()
        telling.say(messages.CANCELLED)
        raise SystemExit(environment.CANCELLED) from None
    telling.end()
    return venv


def _continue_in(venv: Path, order: Sequence[str]) -> NoReturn:
    python = places.interpreter(venv)
    if sys.stderr is None:
        # Windows' interpreter without a console: so is its like.
        python = python.with_name("pythonw.exe")
    command = [str(python), *order]
    environment = os.environ | {_CONTINUED: str(venv)}
    if os.name != "nt":
        os.execve(command[0], command, environment)
    # Windows has no exec: os.execv there returns to the prompt while the new process still runs.
    import subprocess

    with subprocess.Popen(command, env=environment) as process:
        while True:
            try:
                raise SystemExit(process.wait())
            except KeyboardInterrupt:
                # The child gets the same Ctrl+C and decides what to do about it.
                continue
