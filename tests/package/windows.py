"""The Windows installer: NSIS compiles it, on the files of the program as it was made here. It is not run."""

from __future__ import annotations

import shutil
from pathlib import Path

from installer import nsis
from rexus.arranque import apt


def compile_all(packaged: Path, target: Path) -> None:
    """Compile it, without a warning. Raises CalledProcessError. Where NSIS cannot be had, that is said."""
    if shutil.which("makensis") is None and not apt.install(["nsis"]):
        print("NSIS is not installed: the Windows installer was not compiled")
        return
    made = nsis.build(packaged, target, packed=False)
    made.unlink()
