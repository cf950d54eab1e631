"""The program's log: one rotating file of whole lines, without secrets or raw newlines."""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
import sys
from io import TextIOWrapper
from pathlib import Path

LOGGER = "rexus"
_SECRET = re.compile(r"(?i)\b(clave|password|contraseña|token|secret|pwd)\b(\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|\S+)")


class OneLineFormatter(logging.Formatter):
    """Keeps each record on one line, so that nothing typed by a user can forge a record, and hides secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """The record, newlines escaped, values after words like «clave=» replaced."""
        text = super().format(record)
        text = _SECRET.sub(r"\1\2***", text)
        return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n")


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """Each file is born with mode 0600: it tells what people did."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8")


def get_logger(name: str) -> logging.Logger:
    """The logger of a module; `name` is its `__name__`."""
    return logging.getLogger(name)


def configure(folder: Path, level: int = logging.INFO) -> None:
    """Write the log to `folder/rexus.log`, 5 files of 2 MB, opened at the first record. Raises nothing."""
    root = logging.getLogger(LOGGER)
    close()
    handler = _PrivateFile(folder / "rexus.log", maxBytes=2_000_000, backupCount=5, encoding="utf-8", delay=True)
    handler.setFormatter(OneLineFormatter("%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s"))
    root.addHandler(handler)
    root.setLevel(level)


def close() -> None:
    """Close the handlers that `configure` opened. What could not be written any more is told on stderr."""
    root = logging.getLogger(LOGGER)
    for handler in list(root.handlers):
        if isinstance(handler, logging.handlers.RotatingFileHandler):
            root.removeHandler(handler)
            try:
                handler.close()
            except OSError as error:
                # A full disk. There is no log left to tell it to.
                print(f"{handler.baseFilename}: {error}", file=sys.stderr)
