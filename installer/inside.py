"""What lies inside the wheels: libraries in other languages, as far as the wheel's own lists and `native` tell."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from packageurl import PackageURL

from installer import texts
from installer.native import LIBRARIES, UNSAID, Library
from installer.part import Part, UnknownPartError, texts_of
from rexus.arranque.requirements import normalize

_LISTS: Final = "sboms"
# Where builders of wheels put the libraries that they take along.
_TAKEN_ALONG: Final = re.compile(r".+\.libs")


def of(distribution: metadata.Distribution, files: Iterable[Path]) -> set[Part]:
    """The parts inside of one package, of which these files are shipped. Raises UnknownPartError."""
    said = list(_said(distribution))
    known = LIBRARIES.get(normalize(distribution.name), ())
    found = {part for component in said if (part := _listed(component, distribution)) is not None}
    for file in files:
        rows = [row for row in known if re.match(row.file, file.name)]
        if not rows and _TAKEN_ALONG.fullmatch(file.parent.name) and sys.platform == "linux":
            raise UnknownPartError(f"{file} lies inside {distribution.name}, and nothing says what it is")
        found |= {_native(row, file, said, distribution) for row in rows}
    # Several files of one library: the one that tells the version speaks for the others.
    versioned = {part.name for part in found if part.version}
    return {part for part in found if part.version or part.name not in versioned}


def _said(distribution: metadata.Distribution) -> Iterator[dict[str, Any]]:
    """The components of the lists (CycloneDX) that a wheel brings."""
    for file in distribution.files or ():
        if file.parent.name == _LISTS and file.suffix == ".json":
            yield from json.loads(Path(str(file.locate())).read_text(encoding="utf-8")).get("components", ())


def _listed(component: dict[str, Any], distribution: metadata.Distribution) -> Part | None:
    """What was compiled into the wheel's own files. What it only could have been, what it was made with, and its own
    modules are no parts; what was taken along as a file is one if that file is shipped.
    """
    url = component.get("purl")
    if url is None or component.get("scope") == "excluded":
        return None
    kind = PackageURL.from_string(url).type
    if kind not in ("cargo", "generic"):
        return None
    name = str(component["name"])
    licence = _licence(component) or UNSAID.get(name, "")
    return _part(name, str(component.get("version", "")), kind, licence, texts.of(licence), distribution)


def _licence(component: dict[str, Any]) -> str:
    said = [entry.get("expression") or entry.get("license", {}).get("id") for entry in component.get("licenses", ())]
    if said and not any(said):
        # The text instead of the name: it is that of Unicode, for tables of letters.
        whole = component["licenses"][0]["license"].get("text", {}).get("content", "")
        return "Unicode-3.0" if whole.startswith(_UNICODE_3) else ""
    return " AND ".join(text for text in said if text)


# «UNICODE LICENSE V3», in the base64 of such lists.
_UNICODE_3: Final = "VU5JQ09ERSBMSUNFTlNFIFYz"


def _native(row: Library, file: Path, said: list[dict[str, Any]], distribution: metadata.Distribution) -> Part:
    return _part(row.name, _version(row, file, said), "generic", row.licence, _texts(row), distribution)


def _version(row: Library, file: Path, said: list[dict[str, Any]]) -> str:
    if isinstance(row.version, bytes):
        found = re.search(row.version, file.read_bytes())
        return found[1].decode("ascii") if found else ""
    listed = next((str(c["version"]) for c in said if row.version and c["name"] == row.version), "")
    in_name = re.search(row.version, file.name) if row.version and not listed else None
    return in_name[1] if in_name and in_name.groups() else listed


def _texts(row: Library) -> tuple[Path, ...]:
    own = texts.of(row.licence) if row.licence else ()
    if not row.text:
        return own
    here = texts.FOLDER / f"{row.text}.txt"
    return (*own, *((here,) if here.is_file() else texts_of(metadata.distribution(row.text))))


def _part(
    name: str, version: str, kind: str, licence: str, found: tuple[Path, ...], distribution: metadata.Distribution
) -> Part:
    if not found:
        raise UnknownPartError(f"{name} {version} inside {distribution.name}: no text for its licence, «{licence}»")
    return Part(name, version, kind, licence, found, within=distribution.name)
