"""The texts of licences that parts come without, by the names that SPDX gives them; in `installer/textos`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from installer.paths import ROOT

FOLDER: Final = ROOT / "installer" / "textos"
_NAMES: Final = re.compile(r"[A-Za-z0-9][\w.+-]*")
_JOINTS: Final = frozenset({"AND", "OR", "WITH"})


def of(expression: str) -> tuple[Path, ...]:
    """The texts that are here of those which an SPDX expression names, sorted.

    Empty when what all of them together allow is not here: of «A OR B» one text is enough, of «A AND B» it takes both.
    """
    named = {name for name in _NAMES.findall(expression) if name not in _JOINTS}
    here = {name: file for name in named if (file := _file(name)).is_file()}
    for together in re.split(r"\s+AND\s+", expression):
        if not here.keys() & set(_NAMES.findall(together)):
            return ()
    return tuple(sorted(here.values()))


def _file(name: str) -> Path:
    """«Or later» and «only» are of one text."""
    return FOLDER / f"{re.sub(r'-(only|or-later)$', '', name)}.txt"
