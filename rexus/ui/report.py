"""The text of a bug report: what failed, on what, without secrets and without the user's folders."""

from __future__ import annotations

import platform
import re
import sys
import traceback
from pathlib import Path
from typing import Final

_WORDS: Final = "clave|password|passwd|contraseña|contrasena|token|secret|secreto|pwd"
# Looked at from the beginning of each name, and nothing given back: a long text costs its length and not its square.
_SECRET: Final = re.compile(
    rf"(?i)\b((?=\w*?(?:{_WORDS}))\w++[\"']?)(\s*+[=:]\s*+)(\"[^\"\n]*\"|'[^'\n]*'|[^\s,;)}}]+)"
)
# User and password inside a connection address: scheme://user:password@host
_ADDRESS: Final = re.compile(r"(://)[^/@\s]++@")


def without_secrets(text: str) -> str:
    """The text with values after words like «clave=» replaced, addresses without accounts, the home folder as «~»."""
    text = _ADDRESS.sub(r"\1***@", _SECRET.sub(r"\1\2***", text))
    return text.replace(str(Path.home()), "~") if str(Path.home()) != Path.home().anchor else text


def describe(error: BaseException | str) -> str:
    """What to send to whoever mends the program. `error` may be a traceback already written out."""
    trace = error if isinstance(error, str) else "".join(traceback.format_exception(error))
    system = f"Python {sys.version.split()[0]} · {platform.platform()}"
    return without_secrets(f"{system}\n\n{trace.strip()}\n")
