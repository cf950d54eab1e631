"""Where things lie in the checkout, and which version this is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
LOCK: Final = ROOT / "requirements.lock"


def project() -> dict[str, Any]:
    """The table `project` of pyproject.toml. Raises OSError."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def version() -> str:
    """The version of the program, as pyproject.toml has it."""
    return str(project()["version"])
