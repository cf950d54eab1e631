"""Where files go: the user's home of Rexus and the resources that come with the program."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "REXUS_HOME"
#: Folder inside the manual that has a page for each part of it, by the part's name.
MANUAL_PARTS = "ir"


@dataclass(frozen=True)
class Paths:
    """The folders of one installation's data. Nothing is created until `crear`."""

    config: Path
    data: Path
    backups: Path
    logs: Path

    @property
    def settings_file(self) -> Path:
        """The user's JSON."""
        return self.config / "rexus_config.json"

    def database(self, nombre: str) -> Path:
        """The SQLite file of a logical database: users, inventario, auditoria."""
        return self.data / f"{nombre}.db"

    @property
    def lock_file(self) -> Path:
        """Held by the one running window."""
        return self.data / "rexus.lock"

    @property
    def marca_de_ejemplo(self) -> Path:
        """The file that says that this home is the example workshop."""
        return self.data.parent / "ejemplo.json"

    @property
    def es_ejemplo(self) -> bool:
        """Whether this home is the example workshop, whose data are always on this machine."""
        return self.marca_de_ejemplo.is_file()

    @property
    def ejemplo(self) -> Paths:
        """The home of the example workshop that belongs to this one."""
        return paths_under(self.data.parent / "ejemplo")

    def crear(self) -> None:
        """Make the folders that are missing, and those that they are in, readable by this user only (0700).

        What is there already stays as it is. Raises OSError.
        """
        for folder in (self.config, self.data, self.backups, self.logs):
            # `parents=True` would give those the mode that the system gives.
            for above in reversed(folder.parents):
                if not above.exists():
                    above.mkdir(mode=0o700, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)


def paths_under(home: str | os.PathLike[str]) -> Paths:
    """All folders below one home (tests, portable use)."""
    home = Path(home)
    return Paths(home / "config", home / "data", home / "backups", home / "logs")


def default_paths() -> Paths:
    """`REXUS_HOME` if set, else the places the operating system gives to programs."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return paths_under(Path(home))
    # Deferred: not needed when REXUS_HOME is set, and start-up counts every import.
    import platformdirs

    dirs = platformdirs.PlatformDirs("rexus", appauthor=False)
    data = Path(dirs.user_data_dir)
    return Paths(Path(dirs.user_config_dir), data / "data", data / "backups", Path(dirs.user_log_dir))


def resource(relative: str) -> Path:
    """A file below `resources/`, from source or from the frozen program."""
    return _root() / "resources" / relative


def factory_settings() -> Path:
    """The factory defaults, `config/rexus_config.json`."""
    return _root() / "config" / "rexus_config.json"


def manual() -> Path:
    """The folder of the built user manual, which a checkout only has after `python3 -m docs.manual`.

    Resolved: browsers that may not see all of the disk are given the real place of a linked folder.
    """
    root = _root()
    built = root / "build" / "manual" if (root / "docs" / "manual").is_dir() else root / "manual"
    return built.resolve()


def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen)
    source = Path(__file__).resolve().parents[2]
    if (source / "resources").is_dir():
        return source
    return Path(sys.prefix) / "share" / "rexus"
