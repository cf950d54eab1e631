"""The checks of `python3 -m tests`, in order. Standard library only: they run as processes of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from rexus.arranque import apt, places, qt_libraries

LIBREOFFICE = "libreoffice-calc"


@dataclass(frozen=True)
class Check:
    """One command that passes or fails: a title to print and the arguments of this interpreter."""

    title: str
    arguments: Sequence[str]


def all_checks(pytest_arguments: Sequence[str]) -> list[Check]:
    """What is run, in order; pytest last."""
    lint_imports = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return [
        Check("ruff", ["-m", "ruff", "check", "."]),
        Check("mypy", ["-m", "mypy"]),
        Check("import-linter", ["-c", lint_imports, "--no-logo"]),
        Check("pytest", ["-m", "pytest", *pytest_arguments]),
    ]


def run(pytest_arguments: Sequence[str]) -> int:
    """Prepare the machine, run every check; 0 when all passed. Raises StartError when Qt cannot run here."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.chdir(places.ROOT)
    qt_libraries.require()
    if shutil.which("soffice") is None:
        # Optional: the tests that need it skip and say so.
        apt.install([LIBREOFFICE])
    return run_checks(all_checks(pytest_arguments))


def run_checks(checks: Sequence[Check]) -> int:
    """Run each, whatever the others did. Says what failed; silent after the last one when all passed."""
    failed = []
    for check in checks:
        print(f"── {check.title} ──", flush=True)
        if subprocess.run([sys.executable, *check.arguments], check=False).returncode != 0:
            failed.append(check.title)
    if failed:
        print(f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0
