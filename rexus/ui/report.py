"""What is said of a bug: a sentence for who met it, everything for who mends it; no secrets, no folders of the user."""

from __future__ import annotations

import platform
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import qVersion

from rexus.base.redaction import without_secrets
from rexus.base.version import VERSION

_SENTENCE: Final = 160


def cause(error: BaseException | str) -> str:
    """The kind of error and its message, in one short line. `error` may be a traceback already written out."""
    text = error if isinstance(error, str) else "".join(traceback.format_exception_only(error))
    # What follows the last place: the message, of which the first line has the kind of error.
    place = text.rfind("\n  File ")
    line = _clean(next((line for line in text[place + 1 :].splitlines() if line[:1].strip()), "").strip())
    return line if len(line) <= _SENTENCE else f"{line[: _SENTENCE - 1]}…"


def describe(error: BaseException | str) -> str:
    """What to send to whoever mends the program. `error` may be a traceback already written out."""
    trace = error if isinstance(error, str) else "".join(traceback.format_exception(error))
    system = f"Rexus {VERSION} · Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}"
    return _clean(f"{system}\n{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n\n{trace.strip()}\n")


def shortened(text: str) -> str:
    """The user's own folder as «~»."""
    home = str(Path.home())
    if home == Path.home().anchor:
        return text
    # As it is, and as Windows' paths look inside of quotes; not the beginning of somebody else's.
    ways = "|".join(re.escape(way) for way in (home.replace("\\", "\\\\"), home))
    return re.sub(rf"(?:{ways})(?![\w-])", "~", text)


def _clean(text: str) -> str:
    return shortened(without_secrets(text))
