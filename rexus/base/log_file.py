"""The rotating file that the log is written to."""

from __future__ import annotations

import logging.handlers
import os
from io import TextIOWrapper
from pathlib import Path


class PrivateFile(logging.handlers.RotatingFileHandler):
    """5 files of 2 MB, each born with mode 0600: they tell what people did."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=2_000_000, backupCount=5, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        # Half characters arrive in names of files: a record that holds one is written all the same.
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")
