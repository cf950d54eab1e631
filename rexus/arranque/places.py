"""Where the virtual environment may live, and what lies where inside it. Python 3.6 can read this file."""

import os
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def candidates(root: Path) -> "list[Path]":
    """The folders for the environment, best first: beside main.py, else (read-only checkout) in the user's data.

    The second is named after the checkout, so that two of them do not share one environment.
    """
    name = f"venv-{zlib.crc32(os.fsencode(root)):08x}"
    return [root / ".venv", user_data() / name]


def user_data() -> Path:
    """The user's folder for Rexus, without platformdirs; `REXUS_HOME` keeps a portable installation in one place."""
    home = os.environ.get("REXUS_HOME")
    if home:
        return Path(home) / "rexus"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "rexus"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "rexus"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "rexus"


def interpreter(venv: Path) -> Path:
    """The environment's own python."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def base_interpreter(venv: Path) -> "Path | None":
    """The python that the environment was made from; None when it is gone or the environment is not whole."""
    if os.name != "nt":
        base = interpreter(venv).resolve()
        return base if base.is_file() else None
    # On Windows python.exe is a launcher that reads pyvenv.cfg.
    try:
        lines = (venv / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    home = next((line.partition("=")[2].strip() for line in lines if line.startswith("home")), "")
    base = Path(home) / "python.exe"
    return base if home and base.is_file() and interpreter(venv).is_file() else None


def site_packages(venv: Path) -> "Path | None":
    """Where pip puts packages in the environment; None when there is none yet."""
    pattern = "Lib/site-packages" if os.name == "nt" else "lib/python3*/site-packages"
    return next(venv.glob(pattern), None)


def is_running_in(venv: Path) -> bool:
    """Whether the present interpreter is the environment's."""
    return Path(sys.prefix).resolve() == venv.resolve()
