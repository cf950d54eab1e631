"""A keyring whose entries are in a file, so that other processes see them: PYTHON_KEYRING_BACKEND names its class."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.compat.properties import classproperty
from keyring.errors import KeyringLocked, PasswordDeleteError

FILE_VARIABLE = "REXUS_TEST_KEYRING"


class FileKeyring(KeyringBackend):
    """The file that REXUS_TEST_KEYRING names."""

    @classproperty
    def priority(cls) -> float:
        if FILE_VARIABLE not in os.environ:
            # The library looks for the best of all classes it knows: this one only where a test asks for it.
            raise RuntimeError("no test is using it")
        return 1

    def entries(self) -> dict[str, str]:
        file = Path(os.environ[FILE_VARIABLE])
        return json.loads(file.read_text()) if file.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write(self.entries() | {f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        entries = self.entries()
        if entries.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError
        self._write(entries)

    def _write(self, entries: dict[str, str]) -> None:
        Path(os.environ[FILE_VARIABLE]).write_text(json.dumps(entries))


@contextmanager
def in_use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileKeyring]:
    """An empty one in the folder is the system's keyring meanwhile."""
    monkeypatch.setenv(FILE_VARIABLE, str(folder / "llavero.json"))
    before = keyring.get_keyring()
    ring = FileKeyring()
    keyring.set_keyring(ring)
    try:
        yield ring
    finally:
        keyring.set_keyring(before)


class ForgetfulKeyring(FileKeyring):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return None


class LockedKeyring(FileKeyring):
    """One that its owner did not open."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("cerrado")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("cerrado")


class BrokenKeyring(FileKeyring):
    """One whose own service fails in its own way."""

    def get_password(self, service: str, username: str) -> str | None:
        raise ConnectionResetError("D-Bus")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise LookupError("D-Bus")
