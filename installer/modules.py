"""What of Python goes into the program: every module of ours, whatever they import, and nothing of the tools."""

from __future__ import annotations

from importlib import metadata
from typing import Final

from installer.paths import LOCK, ROOT
from rexus.arranque.requirements import normalize, pinned

# Alembic reads these from the folder, as files; the others of that package it imports.
MIGRATIONS: Final = ROOT / "rexus" / "db" / "migrations"
_BASES: Final = ("auditoria", "inventario", "users")

# What is looked for by its name only: the time zones, where the system has none.
BY_NAME: Final = ("tzdata",)

# Of the standard library and of what is shipped: other screens, other databases' drivers, tests.
_UNUSED: Final = (
    "alembic.testing",
    "curses",
    "ensurepip",
    "idlelib",
    "lib2to3",
    # Pictures of articles are none of these; together they are 5 MB.
    "PIL.AvifImagePlugin",
    "PIL.ImageQt",
    "PIL.ImageTk",
    "PIL._avif",
    "pydoc_data",
    "readline",
    "rexus.settings.generate",
    "sqlalchemy.testing",
    "test",
    "tkinter",
    "turtledemo",
    "venv",
)


def own() -> list[str]:
    """The name of every module under rexus/, so that none hangs on an import that only a string names."""
    return [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in sorted((ROOT / "rexus").rglob("*.py"))
        if file.parent.name not in _BASES or file.parent.parent != MIGRATIONS
    ]


def migration_files() -> list[tuple[str, str]]:
    """(file, folder in the program) of what Alembic reads as files."""
    files = [MIGRATIONS / "script.py.mako", *(f for base in _BASES for f in sorted((MIGRATIONS / base).glob("*.py")))]
    return [(str(file), str(file.parent.relative_to(ROOT))) for file in files]


def is_left_out(name: str) -> bool:
    """Whether nobody misses this module: it, or a package that it is in, stays out on purpose."""
    return any(name == unused or name.startswith(f"{unused}.") for unused in _UNUSED)


def unused() -> list[str]:
    """What no import may bring in: the tools that lie beside the program's packages, and what nobody here uses."""
    shipped = set(pinned(LOCK))
    tools = [
        module
        for module, owners in metadata.packages_distributions().items()
        if not {normalize(owner) for owner in owners} & shipped and module != "rexus"
    ]
    return sorted({*tools, *_UNUSED})
