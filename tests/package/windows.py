"""The Windows installer: NSIS compiles it, on the files of the program as it was made here. It is not run."""

from __future__ import annotations

import shutil
from pathlib import Path

from installer import nsis


def compile_all(packaged: Path, target: Path) -> None:
    """Compile it, without a warning. Raises CalledProcessError. Where NSIS is not there, that was said before."""
    if shutil.which("makensis") is not None:
        nsis.build(packaged, target, packed=False).unlink()
