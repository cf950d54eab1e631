"""Passwords whose hashes cost next to nothing: what signing in means is the same, whatever a comparison costs.

argon2 makes one last a seventh of a second of a core, on purpose, and most tests sign in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from argon2 import PasswordHasher

if TYPE_CHECKING:
    import pytest


def usar(parche: pytest.MonkeyPatch | None = None) -> None:
    """Passwords hashed from now on cost little, and so does refusing one; for good in a process of the tests' own."""
    # Deferred: not every test that loads this needs accounts.
    from rexus.seguridad import claves

    poner = parche.setattr if parche else setattr
    poner(claves, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
