"""What of Python goes into the packaged program: all of ours, none of the tools."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from installer import modules
from rexus.shell import warmup


def test_every_module_of_ours_is_named() -> None:
    own = set(modules.own())
    assert {"rexus", "rexus.__main__", "rexus.db.migrations.runner", "rexus.db.migrations.cadena"} <= own
    # Those that only a string names elsewhere.
    named = (*warmup.FOR_SIGN_IN, *warmup.FOR_SIGN_IN_ON_SCREEN, *warmup.FOR_THE_PAGES, *warmup.FOR_THE_PAGES_ON_SCREEN)
    assert {name for name in named if name.startswith("rexus")} <= own
    assert all(importlib.util.find_spec(name) is not None for name in own)


def test_migrations_go_along_as_files() -> None:
    files = modules.migration_files()
    assert {Path(file).name for file, _ in files} >= {"script.py.mako", "users_0001.py", "inventario_0001.py"}
    assert {place for _, place in files} == {
        "rexus/db/migrations",
        *(f"rexus/db/migrations/{base}" for base in ("auditoria", "inventario", "users")),
    }


def test_tools_are_left_out_and_what_is_locked_is_not() -> None:
    unused = set(modules.unused())
    assert {"pytest", "hypothesis", "PyInstaller", "mypy", "tkinter", "sqlalchemy.testing"} <= unused
    assert not unused & {"rexus", "PySide6", "sqlalchemy", "alembic", "psycopg", "keyring", "jeepney", "backports"}
