"""Whether an import of ours came to nothing: PyInstaller warns of hundreds, nearly all of other systems."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Final

from installer import modules
from installer.build import BuildError

_WARNING: Final = re.compile(r"^(missing|excluded) module named '?([\w.]+)'? - imported by (.*)$", re.MULTILINE)
_OURS: Final = re.compile(r"\b(rexus(?:\.\w+)*) \(")


class MissingImportError(BuildError):
    """A module of the program imports what did not come along."""


def check(warnings: Path) -> None:
    """Read PyInstaller's file of warnings. Raises MissingImportError for what lies here, is imported, and is not in it.

    What is left out on purpose, and what this system does not have either, is no fault: the program does without.
    """
    for kind, name, importers in _WARNING.findall(warnings.read_text(encoding="utf-8")):
        ours = _OURS.findall(importers)
        if not ours or not _is_here(name) or (kind == "excluded" and modules.is_left_out(name)):
            continue
        raise MissingImportError(f"{name}, which {', '.join(ours)} imports, is not in the packaged program")


def _is_here(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        # ValueError: an extension makes it, which went along.
        return False
