"""The program's log: one rotating file of whole lines, without secrets or raw newlines."""

from __future__ import annotations

import logging
import re
import sys
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


def get_logger(name: str) -> logging.Logger:
    """The logger of a module; `name` is its `__name__`."""
    return logging.getLogger(name)


class _LogFile(logging.Handler):
    """The file, opened at the first record: what it needs is loaded then, and not before the window shows."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record."""
        if self._file is None:
            from rexus.base.log_file import PrivateFile

            self._file = PrivateFile(self.path)
            self._file.setFormatter(self.formatter)
        self._file.handle(record)

    def close(self) -> None:
        """Close the file. Raises OSError when its last line finds no room."""
        super().close()
        if self._file is not None:
            self._file.close()


def configure(folder: Path, level: int = logging.INFO) -> None:
    """Write the log to `folder/rexus.log`, 5 files of 2 MB, opened at the first record. Raises nothing."""
    root = logging.getLogger(LOGGER)
    close()
    handler = _LogFile(folder / "rexus.log")
    handler.setFormatter(OneLineFormatter("%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s"))
    root.addHandler(handler)
    root.setLevel(level)


def close() -> None:
    """Close the handlers that `configure` opened. What could not be written any more is told on stderr."""
    root = logging.getLogger(LOGGER)
    for handler in list(root.handlers):
        if isinstance(handler, _LogFile):
            root.removeHandler(handler)
            try:
                handler.close()
            except OSError as error:
                # A full disk. There is no log left to tell it to.
                print(f"{handler.path}: {error}", file=sys.stderr)
