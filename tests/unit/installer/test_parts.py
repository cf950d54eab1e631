"""Licences and the list of parts: complete, the same every time, and nothing that is not locked."""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from pathlib import Path

import pytest

from installer import inside, licences, parts, sbom, texts
from installer.part import Part, UnknownPartError
from installer.paths import LOCK
from rexus.arranque.requirements import normalize, pinned


def files_of(*names: str) -> list[str]:
    found = (
        file
        for name in names
        for file in metadata.distribution(name).files or ()
        if file.suffix == ".py" or ".so" in file.suffixes
    )
    return [str(file.locate()) for file in found]


@pytest.fixture(scope="module")
def shipped() -> list[Part]:
    """What everything locked is made of, as far as it is installed on this system."""
    here = {normalize(distribution.name): distribution.name for distribution in metadata.distributions()}
    return parts.of(files_of(*(here[name] for name in pinned(LOCK) if name in here)), Path("/nowhere"))


def test_every_locked_package_has_a_licence_text(shipped: list[Part]) -> None:
    names = {part.name for part in shipped}
    assert {"SQLAlchemy", "psycopg", "shiboken6", "Qt", "Python", "PyInstaller bootloader"} <= names
    assert all(text.is_file() and text.stat().st_size > 100 for part in shipped for text in part.texts)
    assert next(part for part in shipped if part.name == "Qt").licence == "LGPL-3.0-only"


def test_what_is_not_locked_stops_the_build() -> None:
    with pytest.raises(UnknownPartError, match="pytest"):
        parts.of(files_of("pytest"), Path("/nowhere"))


def test_a_file_that_is_nobodys_stops_the_build(tmp_path: Path) -> None:
    made, stray = tmp_path / "made" / "icon.png", tmp_path / "stray.so"
    for file in (made, stray):
        file.parent.mkdir(exist_ok=True)
        file.touch()
    own = [str(LOCK.parent / "main.py"), str(Path(json.__file__)), str(made)]
    parts.of(own, tmp_path / "made")
    with pytest.raises(UnknownPartError, match="stray"):
        parts.of([*own, str(stray)], tmp_path / "made")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the libraries in wheels have other names")
def test_what_lies_inside_the_wheels_is_told(shipped: list[Part]) -> None:
    told = {(part.within, part.name): part for part in shipped if part.within}
    for within, name in (
        ("cryptography", "openssl"),
        ("psycopg-binary", "OpenSSL"),
        ("psycopg-binary", "MIT Kerberos"),
        ("psycopg-binary", "Cyrus SASL"),
        ("pillow", "libXau"),
        ("PySide6_Essentials", "ICU"),
        ("pydantic_core", "regex"),
    ):
        part = told[within, name]
        assert part.version[0].isdigit() and part.licence + part.texts[0].name, part
    assert told["psycopg-binary", "PostgreSQL libpq"].licence == "PostgreSQL"
    # Made with, but not in it.
    assert ("cryptography", "cc") not in told


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the libraries in wheels have other names")
def test_a_library_in_a_wheel_of_which_nothing_is_known_stops_the_build(tmp_path: Path) -> None:
    pillow = metadata.distribution("pillow")
    with pytest.raises(UnknownPartError, match="libnew"):
        inside.of(pillow, [tmp_path / "pillow.libs" / "libnew-0123.so.1"])


@pytest.mark.parametrize(
    ("licence", "names"),
    [
        ("MIT", ["MIT"]),
        ("Unlicense OR MIT", ["MIT"]),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", ["Apache-2.0", "MIT", "Unicode-3.0"]),
        ("LGPL-2.1-or-later", ["LGPL-2.1"]),
        ("MIT AND Nobody-1.0", []),
        ("Nobody-1.0", []),
        ("", []),
    ],
)
def test_texts_are_those_that_the_expression_asks_for(licence: str, names: list[str]) -> None:
    assert [text.stem for text in texts.of(licence)] == names


def test_the_texts_lie_beside_the_program(shipped: list[Part], tmp_path: Path) -> None:
    target = tmp_path / "licencias"
    licences.gather(shipped, target)
    (target / "left_over.txt").touch()
    licences.gather(shipped, target)
    assert not (target / "left_over.txt").exists()
    told = (target / "LEEME.txt").read_text(encoding="utf-8")
    for part in shipped:
        assert f"\n{licences.told(part)}: " in told
    assert (target / "Qt" / "LGPL-3.0.txt").is_file() and (target / "Rexus" / "LICENSE").is_file()
    for part in shipped:
        folder = target / re.sub(r"[^\w.+-]+", "_", part.within or part.name)
        beside = {file.read_bytes() for file in folder.iterdir()}
        assert all(text.read_bytes() in beside for text in part.texts), part


def test_the_list_of_parts_is_cyclonedx_and_the_same_every_time(shipped: list[Part]) -> None:
    text = sbom.document(shipped, 1_700_000_000)
    assert text == sbom.document(list(reversed(shipped)), 1_700_000_000)
    told = json.loads(text)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert told["metadata"]["component"]["name"] == "Rexus"
    assert told["metadata"]["timestamp"].startswith("2023-11-14T22:13:20")
    assert sorted((c["name"], c.get("version", "")) for c in told["components"]) == sorted(
        (p.name, p.version) for p in shipped
    )
    assert "pkg:pypi/sqlalchemy@" in text
