"""Licences and the list of parts: complete, the same every time, and nothing that is not locked."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest

from installer import licences, parts, sbom
from installer.parts import Part, UnknownPartError
from installer.paths import LOCK
from rexus.arranque.requirements import normalize, pinned


def files_of(*names: str) -> list[str]:
    found = (
        file for name in names for file in metadata.distribution(name).files or () if file.suffix in (".py", ".so")
    )
    return [str(file.locate()) for file in found]


@pytest.fixture(scope="module")
def shipped() -> list[Part]:
    """What everything locked is made of, as far as it is installed on this system."""
    here = {normalize(distribution.name): distribution.name for distribution in metadata.distributions()}
    return parts.of(files_of(*(here[name] for name in pinned(LOCK) if name in here)))


def test_every_locked_package_has_a_licence_text(shipped: list[Part]) -> None:
    names = {part.name for part in shipped}
    assert {"SQLAlchemy", "psycopg", "shiboken6", "Qt", "Python", "PyInstaller bootloader"} <= names
    assert all(text.is_file() and text.stat().st_size > 100 for part in shipped for text in part.texts)
    assert next(part for part in shipped if part.name == "Qt").licence == "LGPL-3.0-only"


def test_what_is_not_locked_stops_the_build() -> None:
    with pytest.raises(UnknownPartError, match="pytest"):
        parts.of(files_of("pytest"))


def test_the_texts_lie_beside_the_program(shipped: list[Part], tmp_path: Path) -> None:
    target = tmp_path / "licencias"
    licences.gather(shipped, target)
    (target / "left_over.txt").touch()
    licences.gather(shipped, target)
    assert not (target / "left_over.txt").exists()
    told = (target / "LEEME.txt").read_text(encoding="utf-8")
    for part in shipped:
        assert f"{part.name} {part.version}: " in told
    assert (target / "Qt" / "LGPL-3.0.txt").is_file() and (target / "Rexus" / "LICENSE").is_file()
    assert len([file for file in target.rglob("*") if file.is_file()]) >= len(shipped) + 2


def test_the_list_of_parts_is_cyclonedx_and_the_same_every_time(shipped: list[Part]) -> None:
    text = sbom.document(shipped, 1_700_000_000)
    assert text == sbom.document(list(reversed(shipped)), 1_700_000_000)
    told = json.loads(text)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert told["metadata"]["component"]["name"] == "Rexus"
    assert told["metadata"]["timestamp"].startswith("2023-11-14T22:13:20")
    assert {(c["name"], c["version"]) for c in told["components"]} == {(p.name, p.version) for p in shipped}
    assert "pkg:pypi/sqlalchemy@" in text
