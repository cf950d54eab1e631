"""The runner of `python3 -m tests`: goes on after a failure, tells of it, ends with the last check's own words."""

from __future__ import annotations

import pytest

from tests.checks import Check, all_checks, run_checks


def check(title: str, program: str) -> Check:
    return Check(title, ["-c", program])


def test_all_passed(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_checks([check("uno", "print('1 ok')"), check("dos", "print('2 ok')")]) == 0
    assert capfd.readouterr().out.splitlines() == ["── uno ──", "1 ok", "── dos ──", "2 ok"]


def test_failures_are_told_and_do_not_stop_the_rest(capfd: pytest.CaptureFixture[str]) -> None:
    checks = [check("uno", "raise SystemExit(3)"), check("dos", "print('2 ok')"), check("tres", "raise SystemExit(1)")]
    assert run_checks(checks) == 1
    lines = capfd.readouterr().out.splitlines()
    assert "2 ok" in lines
    assert lines[-1] == "failed: uno, tres"


def test_pytest_is_last_and_gets_the_arguments() -> None:
    checks = all_checks(["-k", "foo"])
    assert [item.title for item in checks] == ["ruff", "mypy", "import-linter", "pytest"]
    assert list(checks[-1].arguments) == ["-m", "pytest", "-k", "foo"]
