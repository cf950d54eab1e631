"""The runner of `python3 -m tests`: goes on after a failure, tells of it, ends with the last check's own words."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from rexus.arranque.places import ROOT
from tests import checks
from tests.checks import CI_VARIABLE, SKIPPED, SKIPPED_VARIABLE, Check, all_checks, run_checks


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


def test_what_was_skipped_is_said_in_the_summary_of_pytest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(SKIPPED_VARIABLE, "of a run before")
    sample = tmp_path / "test_sample.py"
    sample.write_text("def test_one(): pass\n", encoding="utf-8")
    skipped = replace(check("uno", f"raise SystemExit({SKIPPED})"), missing="not audited")
    pytest_ = Check("pytest", ["-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", str(sample)])
    assert run_checks([skipped, pytest_]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[:2] == ["── uno ──", "skipped: uno: not audited"]
    assert "SKIPPED uno: not audited" in lines[-4:]
    assert lines[-1].strip("= ").startswith("1 passed"), "the closing line of pytest still ends a good run"


def test_one_that_runs_alongside_says_its_words_afterwards(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each waits for the other to be there: one after the other they would wait for ever."""
    meeting = "import pathlib, time; a, b = map(pathlib.Path, {}); a.touch()\nwhile not b.exists(): time.sleep(0.01)\n"
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    first = check("uno", meeting.format([one, other]) + "time.sleep(0.2); print('1 ok')")
    second = check("dos", meeting.format([other, one]) + "print('2 ok', flush=True); time.sleep(0.5); print('2 end')")
    assert run_checks([first, replace(second, alongside=True), check("tres", "raise SystemExit(4)")]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert lines == ["── uno ──", "1 ok", "── dos ──", "2 ok", "2 end", "── tres ──", "failed: tres"]
    assert run_checks([first, replace(check("dos", "raise SystemExit(2)"), alongside=True)]) == 1


def test_without_arguments_three_runs_of_pytest_share_all_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CI_VARIABLE, raising=False)
    *_, before, one, other, rest = all_checks([])
    assert (before.title, before.alongside) == ("mypy", False)
    assert all(check.alongside for check in (one, other, rest))
    taken: set[str] = set()
    ignored: set[str] = set()
    for run in (one, other, rest):
        paths = [a for a in run.arguments[2:] if not a.startswith("--")]
        ignored |= {a.removeprefix("--ignore=") for a in run.arguments if a.startswith("--ignore=")}
        assert not taken & set(paths)
        taken |= set(paths)
    # What one leaves out is another's, and nothing is named that is not there.
    assert ignored == taken
    assert all((ROOT / folder).is_dir() for folder in taken)


@pytest.mark.skipif(not hasattr(os, "statvfs"), reason="where files are kept in memory is a place of POSIX systems")
def test_files_lie_in_memory_where_that_is_roomy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(checks, "_MEMORY", tmp_path)
    monkeypatch.setattr(checks, "_ROOM", 0)
    with checks._in_memory():
        folder = Path(os.environ["TMPDIR"])
        assert folder.parent == tmp_path and folder.stat().st_mode & 0o777 == 0o711
    assert not folder.exists() and "TMPDIR" not in os.environ
    monkeypatch.setattr(checks, "_ROOM", 1 << 62)
    with checks._in_memory():
        assert "TMPDIR" not in os.environ
    monkeypatch.setattr(checks, "_ROOM", 0)
    monkeypatch.setenv("TMPDIR", "/somewhere/else")
    with checks._in_memory():
        assert os.environ["TMPDIR"] == "/somewhere/else"


def test_the_packaged_program_is_tried_beside_pytest_where_ci_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CI_VARIABLE, raising=False)
    without = all_checks([])
    monkeypatch.setenv(CI_VARIABLE, "true")
    added = [check for check in all_checks([]) if check not in without]
    assert [(list(check.arguments), check.alongside) for check in added] == [(["-m", "tests.package"], True)]
    assert all_checks([])[-1] == without[-1]
    assert not [check for check in all_checks(["tests/unit"]) if "tests.package" in check.arguments]


def test_pytest_is_last_and_gets_the_arguments() -> None:
    checks = all_checks(["-k", "foo"])
    assert [item.title for item in checks] == ["ruff", "ruff format", "pip-audit", "import-linter", "mypy", "pytest"]
    assert list(checks[-1].arguments) == ["-m", "pytest", "-k", "foo"]
