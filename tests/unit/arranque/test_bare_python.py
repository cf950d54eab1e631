"""What is imported before anything is installed asks nothing of the Python that runs it."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rexus.arranque import places
from rexus.arranque.python_version import MINIMUM, stop_if_too_old

BEFORE_THE_CHECK = [
    "main.py",
    "tests/__init__.py",
    "tests/__main__.py",
    "rexus/__init__.py",
    "rexus/__main__.py",
    "rexus/arranque/__init__.py",
    "rexus/arranque/python_version.py",
    # What tells of it.
    "rexus/arranque/telling.py",
    "rexus/arranque/messages.py",
    "rexus/arranque/console.py",
    "rexus/arranque/desktop.py",
    "rexus/arranque/places.py",
    "rexus/arranque/screens.py",
    "rexus/arranque/window_tk.py",
]


def old_pythons() -> list[str]:
    """One interpreter of each version that is too old, of those that this machine has."""
    found = {shutil.which(f"python3.{minor}") for minor in range(6, MINIMUM[1])}
    beside = Path(sys.base_prefix).parent
    found |= {str(next(beside.glob(f"3.{minor}.*/bin/python"), "")) for minor in range(6, MINIMUM[1])}
    return sorted(python for python in found if python and _starts(python))


def _starts(python: str) -> bool:
    # A shim for a version that is not there is found, too.
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def test_old_python_is_named_with_what_to_do(tmp_path: Path) -> None:
    pythons = old_pythons()
    if not pythons:
        pytest.skip("no Python older than the minimum on this machine")
    for python in pythons:
        home = tmp_path / Path(python).parent.parent.name
        # No terminal and no screen, as of a start that nobody sees: the file is all that is left of it.
        run = subprocess.run(
            [python, "-B", str(places.ROOT / "main.py")],
            env={"REXUS_HOME": str(home), "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
        )
        assert run.returncode == 1
        for text in (run.stderr, (home / "rexus" / "arranque.log").read_text(encoding="utf-8")):
            assert "necesita Python 3.11 o posterior; este es Python 3." in text
            assert "https://www.python.org/downloads/" in text


def test_python_that_will_do_is_not_stopped() -> None:
    stop_if_too_old()


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
