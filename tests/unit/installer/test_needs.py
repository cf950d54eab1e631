"""What the trial of the packaged program does where the machine lacks something."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.checks import CI_VARIABLE
from tests.package import needs


@pytest.fixture(autouse=True)
def nothing_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No program is on the PATH but those that a test puts there, and no `apt-get` with it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(needs, "_needed", list)
    needs.through_root.cache_clear()


def provide(folder: Path, name: str, status: int = 0) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\nexit {status}\n", encoding="utf-8")
    program.chmod(0o755)


def as_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def test_without_ci_parts_are_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CI_VARIABLE, raising=False)
    assert needs.get() == ["desktop-file-utils", "appstream", "nsis"]


def test_with_ci_and_root_nothing_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(CI_VARIABLE, "true")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    provide(tmp_path, "appstreamcli")
    with pytest.raises(needs.LackingError, match="desktop-file-utils nsis") as caught:
        needs.get()
    assert caught.value.fatal


def test_with_ci_a_service_that_lends_sudo_is_asked_for_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(CI_VARIABLE, "true")
    as_somebody(monkeypatch)
    provide(tmp_path, "sudo")
    with pytest.raises(needs.LackingError) as caught:
        needs.get()
    assert caught.value.fatal


@pytest.mark.parametrize("sudo", [None, 1])
def test_with_ci_where_nothing_may_be_installed_parts_are_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sudo: int | None
) -> None:
    monkeypatch.setenv(CI_VARIABLE, "true")
    as_somebody(monkeypatch)
    if sudo is not None:
        provide(tmp_path, "sudo", sudo)
    assert needs.get() == ["desktop-file-utils", "appstream", "nsis"]


def test_nobodys_own_desk_is_asked_for_sudo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(CI_VARIABLE, raising=False)
    as_somebody(monkeypatch)
    provide(tmp_path, "sudo")
    assert needs.through_root() is None


def test_what_cannot_be_done_without_stops_the_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CI_VARIABLE, raising=False)
    monkeypatch.setattr(needs, "_needed", lambda: ["xvfb"])
    with pytest.raises(needs.LackingError, match="xvfb") as caught:
        needs.get()
    assert not caught.value.fatal
