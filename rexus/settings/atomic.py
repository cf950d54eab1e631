"""Writing a settings file: whole, readable by this user only, and without what killed writers left behind."""

from __future__ import annotations

import os
from pathlib import Path

from rexus.base.atomic import replacing

_MODE = 0o600


def write(file: Path, content: bytes) -> None:
    """Replace `file` by `content`, mode 0600. Raises OSError, and leaves the old content then.

    Call it under a lock that all writers of the file take: what a killed writer left behind is cleared here.
    """
    for leftover in file.parent.glob(f".{file.name}.*.tmp"):
        leftover.unlink(missing_ok=True)
    with replacing(file, file.with_name(f".{file.name}.{os.getpid()}.tmp"), _MODE) as stream:
        stream.write(content)
