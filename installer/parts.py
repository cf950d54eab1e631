"""What the packaged program is made of: each part with its version, its licence and the texts of that licence."""

from __future__ import annotations

import functools
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePath
from typing import Final

from installer.paths import LOCK, ROOT
from rexus.arranque.requirements import normalize, pinned

_TEXTS: Final = ROOT / "installer" / "textos"
# Their wheels bring no text. https://doc.qt.io/qtforpython-6/licenses.html
_LGPL: Final = ("LGPL-3.0-only", (_TEXTS / "LGPL-3.0.txt", _TEXTS / "GPL-3.0.txt"))
_QT: Final = {"pyside6-essentials": "PySide6", "shiboken6": "shiboken6"}
# Beside what is shipped of them (the fonts), not with the others.
_FURTHER: Final = {"reportlab": "bitstream-vera-license.txt"}
# What it brings to start some of the packages.
_STARTERS: Final = frozenset({"pyinstaller-hooks-contrib"})
_NAMES_OF_TEXTS: Final = ("licen", "copying", "notice", "authors")


class UnknownPartError(Exception):
    """A file of the program comes from nowhere that is pinned, or has no licence text."""


@dataclass(frozen=True, order=True)
class Part:
    """`kind` is where it is from, as a package URL says it: pypi, deb, generic. `licence` is an SPDX expression, or
    the name that its authors give it, or "" where only the text says.
    """

    name: str
    version: str
    kind: str
    licence: str
    texts: tuple[Path, ...]


def of(sources: Iterable[str]) -> list[Part]:
    """The parts that these files of this machine come from, by name. Raises UnknownPartError."""
    owners = _owners()
    shipped = set(pinned(LOCK))
    # What every packaged program holds: the interpreter, what starts it, and Qt's own libraries beside its bindings.
    found = {_python(), _bootloader()}
    for source in {str(Path(source).resolve()) for source in sources if source}:
        owner = owners.get(source)
        if owner is not None and normalize(owner.name) == "pyinstaller":
            # A little of it starts the program: the bootloader's part.
            continue
        if owner is not None:
            if normalize(owner.name) not in shipped | _STARTERS:
                raise UnknownPartError(f"{source} is of {owner.name}, which requirements.lock does not have")
            found.add(_distribution(owner))
        elif _is_systems(source):
            found.add(_debian(source))
    if any(part.name.startswith("PySide6") for part in found):
        found.add(Part("Qt", _qt_version(), "generic", *_LGPL))
    for part in found:
        if not part.texts:
            raise UnknownPartError(f"{part.name} {part.version}: no licence text was found")
    return sorted(found, key=lambda part: part.name.lower())


@functools.cache
def _owners() -> dict[str, metadata.Distribution]:
    return {
        str(Path(str(file.locate())).resolve()): distribution
        for distribution in metadata.distributions()
        for file in distribution.files or ()
    }


@functools.cache
def _distribution(distribution: metadata.Distribution) -> Part:
    name = distribution.name
    about = distribution.metadata
    if normalize(name) in _QT:
        return Part(name, distribution.version, "pypi", *_LGPL)
    texts = tuple(Path(str(file.locate())) for file in distribution.files or () if _is_text(file, normalize(name)))
    classified = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    # The older field holds a name with some authors and the whole text with others.
    named = [text for text in (about.get("License"),) if text and "\n" not in text]
    licence = next(iter([*about.get_all("License-Expression", []), *classified, *named]), "")
    return Part(name, distribution.version, "pypi", licence, texts)


def _is_text(file: PurePath, owner: str) -> bool:
    if file.name == _FURTHER.get(owner):
        return True
    in_metadata = any(part.endswith(".dist-info") for part in file.parts)
    return in_metadata and any(word in file.name.lower() for word in _NAMES_OF_TEXTS)


def _qt_version() -> str:
    return metadata.version("PySide6-Essentials")


def _python() -> Part:
    """Its text lies in the standard library's folder, on Windows beside the program, on Debian with the documents."""
    base = Path(sys.base_prefix)
    short = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = (
        base / "lib" / short / "LICENSE.txt",
        base / "LICENSE.txt",
        Path("/usr/share/doc") / short / "copyright",
    )
    texts = tuple(place for place in places if place.is_file())[:1]
    return Part("Python", platform.python_version(), "generic", "PSF-2.0", texts)


def _bootloader() -> Part:
    distribution = metadata.distribution("pyinstaller")
    texts = _distribution(distribution).texts
    return Part(
        "PyInstaller bootloader",
        distribution.version,
        "generic",
        "GPL-2.0-or-later WITH Bootloader-exception",
        texts,
    )


def _is_systems(source: str) -> bool:
    return sys.platform == "linux" and source.startswith(("/usr/lib", "/lib")) and shutil.which("dpkg") is not None


@functools.cache
def _debian(source: str) -> Part:
    """The Debian package that a library of the system is from; its file «copyright» is the text."""
    # Packages know their files under /lib as well as under /usr/lib, and not both.
    names = (source, source.removeprefix("/usr"))
    said = next((out for name in names if (out := _said(["dpkg", "-S", name]))), "")
    package = said.partition(": ")[0].partition(",")[0]
    if not package:
        raise UnknownPartError(f"{source} belongs to no package of this system")
    name = package.partition(":")[0]
    version = _said(["dpkg-query", "-W", "-f", "${Version}", package])
    text = Path("/usr/share/doc") / name / "copyright"
    return Part(name, version, "deb", "", (text,) if text.is_file() else ())


def _said(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
