"""A small checkout that really prepares itself: the real main.py and rexus/arranque, one hand-made dependency."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rexus.arranque import places

NAME = "rexus-prueba"
_PACKAGE = "rexus_prueba"
_PROGRAM = f"""
import json, sys
def main(argv=None):
    import {_PACKAGE}
    print(json.dumps([argv, sys.prefix, {_PACKAGE}.VERSION]))
    return 7
"""


@dataclass(frozen=True)
class Checkout:
    """A folder with main.py, and the only index that pip may use."""

    root: Path
    wheels: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def lock(self) -> Path:
        return self.root / "requirements.lock"

    def require(self, version: str, digest: str | None = None) -> None:
        """Pin the dependency to `version`, with the hash of its wheel unless another is given."""
        wheel = build_wheel(self.wheels, version)
        digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
        self.lock.write_text(f"{NAME}=={version} \\\n    --hash=sha256:{digest}\n", encoding="utf-8")

    def popen(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start main.py, its output and errors apart."""
        return subprocess.Popen(
            [sys.executable, str(self.root / "main.py"), *arguments],
            env=self._environment() | environment,
            cwd=self.root.parent,
            # Never the terminal of whoever runs the tests.
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def start(self, *arguments: str, **environment: str) -> Started:
        """Run main.py to its end."""
        process = self.popen(*arguments, **environment)
        return finish(process)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "REXUS_"))}
        return kept | {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": self.wheels.as_uri(),
            "PYTHONIOENCODING": "utf-8",
            "REXUS_HOME": str(self.root.parent / "home"),
        }


@dataclass(frozen=True)
class Started:
    """How a start ended. `answer` is what the stand-in program saw: arguments, sys.prefix, dependency's version."""

    code: int
    answer: list[Any] | None
    progress: str


def finish(process: subprocess.Popen[str]) -> Started:
    """Wait for a start and read what it said."""
    output, progress = process.communicate()
    return Started(process.returncode, json.loads(output) if output else None, progress)


def make_checkout(folder: Path) -> Checkout:
    """The checkout in `folder`, its dependency pinned to 1.0, nothing prepared yet."""
    root = folder / "Mi carpeta ñandú" / "rexus"
    (root / "rexus" / "cli").mkdir(parents=True)
    shutil.copy(places.ROOT / "main.py", root)
    for name in ("__init__.py", "__main__.py"):
        shutil.copy(places.ROOT / "rexus" / name, root / "rexus")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(places.ROOT / "rexus" / "arranque", root / "rexus" / "arranque", ignore=ignored)
    (root / "rexus" / "base").mkdir()
    for name in ("__init__.py", "redaction.py"):
        shutil.copy(places.ROOT / "rexus" / "base" / name, root / "rexus" / "base")
    (root / "rexus" / "shell").mkdir()
    for entry in ("cli/__init__.py", "shell/__init__.py", "shell/bootstrap.py"):
        (root / "rexus" / entry).write_text(_PROGRAM, encoding="utf-8")
    (root / "pyproject.toml").write_text(f'[project]\ndependencies = ["{NAME}>=1"]\n', encoding="utf-8")
    checkout = Checkout(root, folder / "wheels")
    checkout.wheels.mkdir()
    checkout.require("1.0")
    return checkout


def copy_of(checkout: Checkout, folder: Path) -> Checkout:
    """The same checkout elsewhere, its prepared environment included."""
    root = folder / checkout.root.parent.name / checkout.root.name
    shutil.copytree(checkout.root, root, symlinks=True)
    shutil.copytree(checkout.wheels, folder / "wheels")
    return Checkout(root, folder / "wheels")


def build_wheel(folder: Path, version: str) -> Path:
    """A wheel of the dependency, written by hand: the same bytes every time."""
    info = f"{_PACKAGE}-{version}.dist-info"
    files = {
        f"{_PACKAGE}/__init__.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    wheel = folder / f"{_PACKAGE}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return wheel
