"""What an environment was made from: the cheap check of every start, and the mark of one that is half made.

`.venv/.rexus/` holds `state.json` and a copy of each lock that was installed. Comparing the copies with the locks
is all that a start does when nothing changed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rexus.arranque import places, requirements

_READY = "ready"
_BUSY = "busy"


def folder(venv: Path) -> Path:
    """Where the environment keeps what this package knows about it."""
    return venv / ".rexus"


def is_current(venv: Path, locks: Sequence[Path]) -> bool:
    """Whether the environment is whole, made from exactly these locks, and its python still there."""
    state = _read(venv)
    if state.get("state") != _READY:
        return False
    base = places.base_interpreter(venv)
    if base is None or state.get("python") != str(base):
        return False
    if any(_bytes(_copy(venv, lock)) != _bytes(lock) for lock in locks):
        return False
    try:
        present = set(os.listdir(venv / str(state.get("site"))))  # noqa: PTH208 - twenty times faster than iterdir
    except OSError:
        return False
    return present.issuperset(state.get("packages", ()))


def is_half_made(venv: Path) -> bool:
    """Whether a preparation began here and did not end."""
    return bool(_read(venv).get("state") == _BUSY)


def mark_busy(venv: Path) -> None:
    """Say that the environment is being changed: found at a start, it is made anew. Raises OSError."""
    _write(venv, {"state": _BUSY})


def mark_ready(venv: Path, locks: Sequence[Path]) -> None:
    """Say that the environment is whole and made from `locks`. Raises OSError."""
    site = places.site_packages(venv)
    if site is None:
        raise FileNotFoundError(venv / "site-packages")
    wanted = {name for lock in locks for name in requirements.pinned(lock)}
    packages = sorted(
        entry.name
        for entry in site.glob("*.dist-info")
        if requirements.normalize(entry.name.removesuffix(".dist-info").rpartition("-")[0]) in wanted
    )
    for old in folder(venv).glob("*.lock"):
        old.unlink()
    for lock in locks:
        _copy(venv, lock).write_bytes(lock.read_bytes())
    _write(
        venv,
        {
            "state": _READY,
            "python": str(places.base_interpreter(venv)),
            "site": site.relative_to(venv).as_posix(),
            "packages": packages,
        },
    )


def forget(venv: Path) -> None:
    """Nothing is known about the environment any more. Raises OSError."""
    (folder(venv) / "state.json").unlink(missing_ok=True)


def _copy(venv: Path, lock: Path) -> Path:
    return folder(venv) / lock.name


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _read(venv: Path) -> dict[str, Any]:
    try:
        state = json.loads((folder(venv) / "state.json").read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        # Torn by a power cut or not readable by this user: as good as a preparation that did not end.
        return {"state": _BUSY}
    return state if isinstance(state, dict) else {"state": _BUSY}


def _write(venv: Path, state: dict[str, Any]) -> None:
    target = folder(venv) / "state.json"
    fresh = target.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as stream:
        json.dump(state, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(target)
