"""The program's log: one rotating file of whole lines, without secrets or raw newlines."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path

from rexus.base.redaction import without_secrets

LOGGER = "rexus"
#: The newest log in its folder.
FILE = "rexus.log"
# What ends a line for some reader, moves a terminal's cursor or turns the direction of writing. A tab does no harm.
_CONTROLS = {
    n: f"\\x{n:02x}" if n < 0x100 else f"\\u{n:04x}"
    for n in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if n != 0x09
} | {0x0A: "\\n", 0x0D: "\\r", 0x5C: "\\\\"}


class OneLineFormatter(logging.Formatter):
    """Keeps each record on one line, so that nothing typed by a user can forge a record, and hides secrets.

    Moments are in UTC: seats of one workshop can be read beside each other and beside the audit trail.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        """The record, controls escaped, values after words like «clave=» and accounts in addresses replaced."""
        text = super().format(record)
        return without_secrets(text).translate(_CONTROLS)


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
    handler = _LogFile(folder / FILE)
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
