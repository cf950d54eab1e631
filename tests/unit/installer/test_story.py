"""What the trial of the packaged program makes of the program's log."""

from __future__ import annotations

from tests.package.story import unquiet


def test_a_log_with_anything_but_quiet_records_is_told_whatever_its_lines_are() -> None:
    quiet = ["2026-11-02T10:41:07 INFO rexus.shell the window is there", "2026-11-02T10:41:08 DEBUG rexus.db read"]
    bad = ["2026-11-02T10:41:09 WARNING rexus.ui late", "Traceback (most recent call last):", "KeyError", ""]
    assert unquiet([*quiet, *bad]) == bad
