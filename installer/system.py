"""Linux: which libraries of the build machine's system go along, and which the system of every desk brings itself.

What shows windows, prints, encrypts and speaks with the desktop must fit the other libraries of the system that it runs
on, and is corrected there: the Debian package depends on it. The interpreter goes along, and SQLite, whose version the
data must be able to count on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from installer.qt import Entry

_GO_ALONG: Final = re.compile(r"lib(python3|sqlite3)[.-].*so.*")
_LINK: Final = "SYMLINK"


def kept(entries: Iterable[Entry]) -> list[Entry]:
    """Of a PyInstaller table of contents, everything but what the system brings. Elsewhere than on Linux all of it."""
    if sys.platform != "linux":
        return list(entries)
    ours = {Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix)} - {Path("/usr")}
    files = [entry for entry in entries if entry[2] == _LINK or not _is_systems(entry, ours)]
    names = {name for name, _, _ in files}
    # Of a link, the source is where it leads to, in the folder itself.
    return [entry for entry in files if entry[2] != _LINK or entry[1] in names]


def _is_systems(entry: Entry, ours: set[Path]) -> bool:
    name, source, kind = entry
    if kind != "BINARY" or _GO_ALONG.fullmatch(Path(name).name):
        return False
    return not any(Path(source).resolve().is_relative_to(prefix) for prefix in ours)
