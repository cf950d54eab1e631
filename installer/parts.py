"""What the packaged program is made of: each part with its version, its licence and the texts of that licence."""

from __future__ import annotations

import functools
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Final

from installer import inside
from installer.part import Part, UnknownPartError, texts_of
from installer.paths import LOCK, ROOT
from rexus.arranque.requirements import normalize, pinned

_TEXTS: Final = ROOT / "installer" / "textos"
# Their wheels bring no text. https://doc.qt.io/qtforpython-6/licenses.html
_LGPL: Final = ("LGPL-3.0-only", (_TEXTS / "LGPL-3.0.txt", _TEXTS / "GPL-3.0.txt"))
_QT: Final = {"pyside6-essentials": "PySide6", "shiboken6": "shiboken6"}
# What it brings to start some of the packages.
_STARTERS: Final = frozenset({"pyinstaller-hooks-contrib"})
# What of them the manual's pages hold: styles and scripts.
_OF_THE_MANUAL: Final = ("Sphinx", "furo", "Pygments")
_OURS: Final = ("main.py", "rexus", "resources", "config", "docs")


def of(sources: Iterable[str], made: Path) -> list[Part]:
    """The parts that these files of this machine come from, by name; the build itself made those in `made`.

    Raises UnknownPartError, also for a file that is nobody's.
    """
    owners = _owners()
    shipped = set(pinned(LOCK)) | _STARTERS
    # What every packaged program holds: the interpreter, what starts it, and what its manual is made with.
    found = {_python(), _bootloader(), *(_distribution(metadata.distribution(name)) for name in _OF_THE_MANUAL)}
    files: dict[metadata.Distribution, set[Path]] = {}
    for source in {Path(source).resolve() for source in sources if source}:
        owner = owners.get(str(source))
        if owner is None:
            found |= _without_owner(source, made.resolve())
        # A little of PyInstaller starts the program: the bootloader's part.
        elif normalize(owner.name) != "pyinstaller":
            if normalize(owner.name) not in shipped:
                raise UnknownPartError(f"{source} is of {owner.name}, which requirements.lock does not have")
            files.setdefault(owner, set()).add(source)
    for owner, of_it in files.items():
        found |= {_distribution(owner), *inside.of(owner, sorted(of_it))}
    if any(part.name.startswith("PySide6") for part in found):
        found.add(Part("Qt", _qt_version(), "generic", *_LGPL))
    for part in found:
        if not part.texts:
            raise UnknownPartError(f"{part.name} {part.version}: no licence text was found")
    return sorted(found, key=lambda part: (part.name.lower(), part))


def _without_owner(source: Path, made: Path) -> set[Part]:
    """The part that a file is of which no package brought: none where it is ours, the interpreter's, or just made."""
    ours = (*(ROOT / name for name in _OURS), made)
    if any(source.is_relative_to(place) for place in ours):
        return set()
    if _is_systems(str(source)):
        return {_debian(str(source))}
    if _is_interpreters(source):
        return set()
    raise UnknownPartError(f"{source} is neither ours nor of anything that is known")


def _is_interpreters(source: Path) -> bool:
    """Its own library and its modules; not what was installed besides, nor what its system has for others."""
    base = Path(sys.base_prefix).resolve()
    places = [Path(sysconfig.get_path("stdlib")).resolve(), *([base] if base != Path("/usr") else [])]
    besides = {"site-packages", "dist-packages"} & set(source.parts)
    return not besides and any(source.is_relative_to(place) for place in places)


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
    classified = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    # The older field holds a name with some authors and the whole text with others.
    named = [text for text in (about.get("License"),) if text and "\n" not in text]
    licence = next(iter([*about.get_all("License-Expression", []), *classified, *named]), "")
    return Part(name, distribution.version, "pypi", licence, texts_of(distribution))


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
