"""`python -m installer.build [FOLDER]`: the packaged program, `FOLDER/rexus` (default: dist/rexus).

What it needs is prepared first, as for the tests. The same checkout gives the same files.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from rexus.arranque.python_version import stop_if_too_old

ROOT: Final = Path(__file__).resolve().parents[1]
# What an installation may take, in bytes.
LIMIT: Final = 180 * 10**6


class BuildError(Exception):
    """The program cannot be made here, or was made and is not as it should be."""


class TooBigError(BuildError):
    """The folder is larger than an installation may be."""


def build(target: Path) -> Path:
    """Make the folder `rexus` in `target`; returns it.

    Raises subprocess.CalledProcessError when PyInstaller fails, and a BuildError.
    """
    # Deferred, as below: they look at packages, which a bare Python does not have yet.
    from installer import missing, tools

    if lacking := tools.missing():
        raise BuildError(f"to build needs: {' '.join(lacking)}")
    with tempfile.TemporaryDirectory(prefix="rexus-build-") as work:
        options = ["--noconfirm", "--log-level", "ERROR", "--workpath", work, "--distpath", str(target.resolve())]
        environment = os.environ | {"SOURCE_DATE_EPOCH": str(moment()), "PYTHONHASHSEED": "1"}
        command = [sys.executable, "-m", "PyInstaller", *options, "build.spec"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        missing.check(Path(work) / "build" / "warn-build.txt")
    folder = target.resolve() / "rexus"
    size = size_of(folder)
    if size > LIMIT:
        raise TooBigError(f"{folder} takes {size / 1e6:.1f} MB; no more than {LIMIT / 1e6:.0f} MB may be installed")
    return folder


def size_of(folder: Path) -> int:
    """The bytes of all files in it; a link counts nothing."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def moment() -> int:
    """The time that made files bear, in seconds: SOURCE_DATE_EPOCH, else the last commit's, else a fixed one."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    try:
        said = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout.strip()
    except FileNotFoundError:
        said = ""
    # 2026-01-01, for sources that were unpacked from an archive.
    return int(said or 1_767_225_600)


def prepared(order: Sequence[str], then: Callable[[], int]) -> int:
    """Call `then` where PyInstaller is, preparing that environment if need be; `order` is how to start this again."""
    stop_if_too_old()
    from rexus.arranque.entry import start

    return start(order, then, tests=True)


def _main() -> int:
    try:
        folder = build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist")
    except (subprocess.CalledProcessError, BuildError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{folder}: {size_of(folder) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(prepared(["-m", "installer.build", *sys.argv[1:]], _main))
