"""The locks say what pyproject.toml asks for, and nothing about where to get it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rexus.arranque import places, requirements

PYPROJECT = places.ROOT / "pyproject.toml"
RUNTIME = places.ROOT / "requirements.lock"
TEST = places.ROOT / "tests" / "requirements-test.lock"


def names(lines: list[str]) -> set[str]:
    return {requirements.normalize(re.split(r"[<>=]", line)[0]) for line in lines}


def test_every_dependency_is_locked() -> None:
    assert names(requirements.declared(PYPROJECT, tests=False)) <= requirements.pinned(RUNTIME).keys()
    assert names(requirements.declared(PYPROJECT, tests=True)) <= requirements.pinned(TEST).keys()


def test_the_test_lock_contains_the_runtime_lock() -> None:
    assert requirements.pinned(RUNTIME).items() <= requirements.pinned(TEST).items()


def test_the_running_interpreter_has_what_is_declared() -> None:
    # Also: every line of pyproject.toml is in the grammar that `installed` reads.
    assert requirements.installed(PYPROJECT, tests=True)


@pytest.mark.parametrize("lock", [RUNTIME, TEST], ids=lambda lock: lock.name)
def test_a_lock_holds_only_pins_hashes_and_comments(lock: Path) -> None:
    """No index, host, folder or option: those belong to the machine that installs."""
    pin = re.compile(r"[a-z0-9-]+==\S+( ; [^\\]+)? \\$")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?$")
    comment = re.compile(r" *#")
    lines = lock.read_text(encoding="utf-8").splitlines()
    odd = [line for line in lines if not (pin.match(line) or digest.match(line) or comment.match(line))]
    assert odd == []
    assert not [line for line in lines if "://" in line]


@pytest.mark.parametrize(
    ("line", "met"),
    [
        ("pytest>=1", True),
        ("pytest>=1,<1000", True),
        ("pytest>=1000", False),
        ("pytest<1", False),
        ("PySide6_Essentials>=6.8", True),
        ("no-such-distribution>=1", False),
        ("no-such-distribution>=1; python_version < '3.99'", False),
        ("no-such-distribution>=1; python_version < '3.11'", True),
    ],
)
def test_installed_compares_versions(tmp_path: Path, line: str, met: bool) -> None:
    pyproject = tmp_path / "pyproject.toml"
    pyproject.write_text(f'[project]\ndependencies = ["{line}"]\n', encoding="utf-8")
    assert requirements.installed(pyproject, tests=False) is met


def test_a_requirement_outside_the_grammar_is_a_bug(tmp_path: Path) -> None:
    pyproject = tmp_path / "pyproject.toml"
    pyproject.write_text('[project]\ndependencies = ["pytest~=8.0"]\n', encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape("pytest~=8.0")):
        requirements.installed(pyproject, tests=False)
