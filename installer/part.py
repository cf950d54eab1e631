"""One part of the packaged program, and the licence texts that a package brings."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePath
from typing import Final

from rexus.arranque.requirements import normalize

# Beside what is shipped of them (the fonts), not with the others.
_FURTHER: Final = {"reportlab": "bitstream-vera-license.txt"}
_NAMES_OF_TEXTS: Final = ("licen", "copying", "notice", "authors")


class UnknownPartError(Exception):
    """A file of the program comes from nowhere that is pinned, or has no licence text."""


@dataclass(frozen=True, order=True)
class Part:
    """`kind` is where it is from, as a package URL says it: pypi, cargo, deb, generic. `licence` is an SPDX expression,
    or the name that its authors give it, or "" where only the text says. `within` is the part whose files hold it.
    """

    name: str
    version: str
    kind: str
    licence: str
    texts: tuple[Path, ...]
    within: str = ""


def texts_of(distribution: metadata.Distribution) -> tuple[Path, ...]:
    """The licence texts that an installed package brings."""
    owner = normalize(distribution.name)
    return tuple(Path(str(file.locate())) for file in distribution.files or () if _is_text(file, owner))


def _is_text(file: PurePath, owner: str) -> bool:
    if file.name == _FURTHER.get(owner):
        return True
    in_metadata = any(part.endswith(".dist-info") for part in file.parts)
    return in_metadata and any(word in file.name.lower() for word in _NAMES_OF_TEXTS)
