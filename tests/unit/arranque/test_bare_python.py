"""What is imported before anything is installed asks nothing of the Python that runs it."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from rexus.arranque import places
from rexus.arranque.python_version import MINIMUM, too_old

BEFORE_THE_CHECK = [
    "main.py",
    "tests/__init__.py",
    "tests/__main__.py",
    "rexus/__init__.py",
    "rexus/__main__.py",
    "rexus/arranque/__init__.py",
    "rexus/arranque/python_version.py",
]


@pytest.mark.parametrize("version", [(3, 6, 9), (3, 8, 18, "final", 0), (3, 10, 13), (2, 7, 18)])
def test_old_python_is_named_with_what_to_do(version: tuple[int, ...]) -> None:
    sentence = too_old(version)
    assert f"necesita Python 3.11 o posterior; este es Python {version[0]}.{version[1]}.{version[2]}" in sentence
    assert "https://www.python.org/downloads/" in sentence


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1, "final", 0), (4, 0, 0)])
def test_current_python_is_accepted(version: tuple[int, ...]) -> None:
    assert too_old(version) == ""


def test_the_minimum_is_the_declared_one() -> None:
    import tomllib

    project = tomllib.loads((places.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">={}.{}".format(*MINIMUM)


@pytest.mark.parametrize("name", BEFORE_THE_CHECK)
def test_old_python_can_read_up_to_the_check(name: str) -> None:
    ast.parse((places.ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_arranque_imports_only_the_standard_library() -> None:
    modules = sorted(path.stem for path in (places.ROOT / "rexus" / "arranque").glob("[!_]*.py"))
    program = f"""
import sys
sys.path.insert(0, {str(places.ROOT)!r})
for name in {modules!r}:
    __import__("rexus.arranque." + name)
print(*sorted(sys.modules))
"""
    # -I -S: no site-packages, so that an import of anything else fails here.
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    ours = {name for name in run.stdout.split() if name.partition(".")[0] == "rexus"}
    assert ours == {"rexus", "rexus.arranque", *(f"rexus.arranque.{name}" for name in modules)}
