"""A newer package that takes the place of the program while its window is open."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from PyInstaller.archive.readers import CArchiveReader

from installer import deb
from installer.paths import version
from tests.package.debian import PackageError

RELEASE: Final = f"{version()}.1"
# So far do the modules move in the program's file; no alignment of anything.
_SHIFT: Final = 12_345
# Needed by the story when a spreadsheet is imported, and not before.
_LATE: Final = "_python_calamine"


def make(packaged: Path, target: Path) -> Path:
    """The package `RELEASE`, of the same program with its modules elsewhere in its file.

    The compiled part that reads spreadsheets is not where it was, as in a version made with another Python.
    """
    target.mkdir(parents=True)
    folder = target / "rexus"
    shutil.copytree(packaged, folder, symlinks=True, copy_function=os.link)
    program = folder / "rexus"
    program.unlink()
    _with_modules_elsewhere(packaged / "rexus", program, target)
    internal = folder / "_internal"
    (late,) = internal.glob(f"**/{_LATE}.*.so")
    late.unlink()
    shutil.move(internal / f"rexus-{version()}.dist-info", internal / f"rexus-{RELEASE}.dist-info")
    return deb.build(folder, target, RELEASE)


def _with_modules_elsewhere(program: Path, target: Path, work: Path) -> None:
    """The modules are a section of the program's file, which PyInstaller finds by looking."""
    modules, padding = work / "modules", work / "padding"
    padding.write_bytes(b"\0" * _SHIFT)
    _objcopy(f"--dump-section=pydata={modules}", "--remove-section=pydata", str(program), str(target))
    # Each in a step of its own: of two that are added at once the second comes first.
    _objcopy(f"--add-section=padding={padding}", str(target))
    _objcopy(f"--add-section=pydata={modules}", str(target))
    if _begin(target) == _begin(program):
        raise PackageError("the newer package has its modules where the older one has them")


def _begin(program: Path) -> int:
    """Where the modules begin in the file `program`."""
    offset: int = CArchiveReader(str(program))._start_offset
    return offset


def _objcopy(*arguments: str) -> None:
    subprocess.run(["objcopy", *arguments], check=True)
