"""What pyproject.toml asks for, and whether the present interpreter has it; the names that a lock pins."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

_REQUIREMENT = re.compile(
    r"([A-Za-z0-9._-]+)((?:>=|<)[0-9.]+(?:,(?:>=|<)[0-9.]+)*)(?:; python_version < '([0-9.]+)')?$"
)
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def normalize(name: str) -> str:
    """A distribution's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(lock: Path) -> dict[str, str]:
    """Normalized name → version of everything that `lock` pins. Raises OSError."""
    return {normalize(name): version for name, version in _PIN.findall(lock.read_text(encoding="utf-8"))}


def declared(pyproject: Path, *, tests: bool) -> list[str]:
    """The requirement lines of the program, with `tests` those of its tests too. Raises OSError."""
    import tomllib

    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    lines: list[str] = list(project["dependencies"])
    if tests:
        lines += project["optional-dependencies"]["test"]
    return lines


def installed(pyproject: Path, *, tests: bool) -> bool:
    """Whether the present interpreter has every requirement in an acceptable version."""
    # The usual answer of a bare Python, without the cost of reading metadata.
    if importlib.util.find_spec("PySide6") is None:
        return False
    return all(_met(line) for line in declared(pyproject, tests=tests))


def _met(line: str) -> bool:
    from importlib import metadata

    match = _REQUIREMENT.match(line)
    if match is None:
        # `packaging` is not in the standard library; pyproject.toml keeps to `name>=a,<b`, if need be for older
        # Pythons only (a test says so).
        raise ValueError(f"requirement not understood: {line}")
    name, bounds, before = match.groups()
    if before and sys.version_info[:2] >= _numbers(before):
        return True
    try:
        have = _numbers(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False
    return all(
        have >= _numbers(bound[2:]) if bound.startswith(">=") else have < _numbers(bound[1:])
        for bound in bounds.split(",")
    )


def _numbers(version: str) -> tuple[int, ...]:
    """The release part: «2.1.9rc1» → (2, 1, 9)."""
    return tuple(int(part) for part in re.findall(r"^\d+|(?<=\.)\d+", version))
