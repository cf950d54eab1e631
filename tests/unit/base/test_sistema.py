"""Who runs the process."""

from __future__ import annotations

import os
import sys

import pytest

from rexus.base.sistema import cuenta_del_sistema

_VARIABLES = ("LOGNAME", "USER", "LNAME", "USERNAME")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
def test_the_environment_does_not_say_who_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    quien = cuenta_del_sistema()
    assert quien == pwd.getpwuid(os.geteuid()).pw_name
    for variable in _VARIABLES:
        monkeypatch.setenv(variable, "otra persona")
    assert cuenta_del_sistema() == quien


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
def test_an_account_without_a_name_is_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 3_999_999_999)
    assert cuenta_del_sistema() == "uid 3999999999"


@pytest.mark.skipif(sys.platform != "win32", reason="Windows")
def test_on_windows_it_has_a_name() -> None:
    assert cuenta_del_sistema() not in ("", "?")
