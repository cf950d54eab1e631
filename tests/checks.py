"""The checks of `python3 -m tests`, in order. Standard library only: they run as processes of their own."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rexus.arranque import apt, places, qt_libraries

LIBREOFFICE = "libreoffice-calc"
# Three runs of about the same length, with the one of all that is not among these.
_APART = {
    "pytest, end to end": ("tests/end2end", "tests/integration/obras"),
    "pytest, integration": ("tests/integration", "--ignore=tests/integration/obras"),
}
_ELSEWHERE = ("--ignore=tests/end2end", "--ignore=tests/integration")
_PAUSE_S = 0.2
_MEMORY = Path("/dev/shm")
# Several times what three runs of pytest need at once.
_ROOM = 4 << 30
# What a check exits with that could not be made here: neither passed nor failed.
SKIPPED = 77
# Names those, for the summaries of pytest (tests/conftest.py).
SKIPPED_VARIABLE = "REXUS_TEST_OMITIDAS"
# Set by every service that runs checks, and by .ci/run.
CI_VARIABLE = "CI"


@dataclass(frozen=True)
class Check:
    """One command that passes, fails, or says (`SKIPPED`) that it could not look: a title and the arguments of this
    interpreter. `missing` is what the summary says then.

    `alongside` starts it together with the one before it; what it says is held back until that one has ended.
    """

    title: str
    arguments: Sequence[str]
    alongside: bool = False
    missing: str = "not checked"


_PACKAGE = Check("the packaged program", ["-m", "tests.package"], alongside=True, missing="not tried here")


def all_checks(pytest_arguments: Sequence[str]) -> list[Check]:
    """What is told, in order; pytest last. All of its tests are three runs at once: fewer leave a core idle while they
    wait, of two. What takes a minute on one core is done beside them, and so is, where CI is set, the packaged program.
    """
    lint_imports = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    checks = [
        Check("ruff", ["-m", "ruff", "check", "."]),
        Check("ruff format", ["-m", "ruff", "format", "--check", "."]),
        Check("pip-audit", ["-m", "tests.audit"], missing="not audited, the service was not reached"),
        Check("import-linter", ["-c", lint_imports, "--no-logo"]),
        Check("mypy", ["-m", "mypy"]),
    ]
    if pytest_arguments:
        return [*checks, Check("pytest", ["-m", "pytest", *pytest_arguments])]
    return [
        *checks,
        *(Check(title, ["-m", "pytest", *which], alongside=True) for title, which in _APART.items()),
        *([_PACKAGE] if os.environ.get(CI_VARIABLE) else []),
        Check("pytest, the rest", ["-m", "pytest", *_ELSEWHERE], alongside=True),
    ]


def run(pytest_arguments: Sequence[str]) -> int:
    """Prepare the machine, run every check; 0 when all passed. Raises StartError when Qt cannot run here."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.chdir(places.ROOT)
    qt_libraries.require()
    if shutil.which("soffice") is None:
        # Optional: the tests that need it skip and say so.
        apt.install([LIBREOFFICE])
    with _compiled_once(), _in_memory():
        return run_checks(all_checks(pytest_arguments))


@contextlib.contextmanager
def _compiled_once() -> Iterator[None]:
    """Where Python must not write compiled files beside the sources, let it keep them in a folder of this run.

    The tests start hundreds of processes; to compile the program for each is a quarter of their time.
    """
    if not os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="rexus-pyc-", ignore_cleanup_errors=True) as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        yield


@contextlib.contextmanager
def _in_memory() -> Iterator[None]:
    """Let what the tests write lie in memory where that is roomy: half of their time is waiting for the disk.

    What they kill are processes; that files outlive a loss of power is nothing that a test here could see.
    """
    if os.environ.get("TMPDIR") or not _roomy(_MEMORY):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="rexus-tests-", dir=_MEMORY, ignore_cleanup_errors=True) as folder:
        # PostgreSQL runs as another user when the tests are root's.
        Path(folder).chmod(0o711)
        os.environ["TMPDIR"] = folder
        try:
            yield
        finally:
            del os.environ["TMPDIR"]


def _roomy(memory: Path) -> bool:
    """Programs are copied there and started, too."""
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        return False
    return not os.statvfs(memory).f_flag & os.ST_NOEXEC and shutil.disk_usage(memory).free >= _ROOM


def run_checks(checks: Sequence[Check]) -> int:
    """Run each, whatever the others did. Says what failed; silent after the last one when none did.

    What was skipped is told at once, and again in the summary of pytest, which comes last.
    """
    groups: list[list[Check]] = []
    for check in checks:
        if check.alongside:
            groups[-1].append(check)
        else:
            groups.append([check])
    skipped: list[str] = []
    failed = [title for group in groups for title in _failed(group, skipped)]
    if failed:
        print(f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def _failed(group: Sequence[Check], skipped: list[str]) -> list[str]:
    """Run them together, each telling what it says when its turn comes. The titles of those that failed.

    They are told what was `skipped` before; what is now is added.
    """
    environment = {**os.environ, SKIPPED_VARIABLE: "; ".join(skipped)}
    failed = []
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        running = []
        for number, check in enumerate(group):
            output = folder / str(number) if number else None
            sink = stack.enter_context(output.open("wb")) if output else None
            process = subprocess.Popen([sys.executable, *check.arguments], stdout=sink, stderr=sink, env=environment)
            stack.callback(_end, process)
            running.append((check, process, output))
        for check, process, output in running:
            print(f"── {check.title} ──", flush=True)
            status = _follow(process, output) if output else process.wait()
            if status == SKIPPED:
                skipped.append(f"{check.title}: {check.missing}")
                print(f"skipped: {skipped[-1]}", flush=True)
            elif status != 0:
                failed.append(check.title)
    return failed


def _follow(process: subprocess.Popen[bytes], output: Path) -> int:
    """Print what it said and goes on saying until it ends; its exit status."""
    with output.open("rb") as said:
        while True:
            status = process.poll()
            sys.stdout.buffer.write(said.read())
            sys.stdout.flush()
            if status is not None:
                return status
            time.sleep(_PAUSE_S)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Only when the run was interrupted is it still there."""
    if process.poll() is None:
        process.terminate()
        process.wait()
