"""What a report says of a bug: its kind in a line, the whole without secrets or the user's own folders."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from rexus.ui.report import cause, describe, shortened


def raised(message: str) -> Exception:
    try:
        raise ValueError(message)
    except ValueError as error:
        return error


def test_the_cause_is_the_kind_and_the_first_line_of_the_message() -> None:
    error = raised("no anda con clave=abc\n[SQL: SELECT]\n(Más en otra parte)")
    written_out = "".join(traceback.format_exception(error))
    assert cause(error) == cause(written_out) == "ValueError: no anda con clave=***"


def test_the_cause_of_an_error_inside_another_is_the_last() -> None:
    try:
        try:
            raise KeyError("antes")
        except KeyError as error:
            raise ValueError("después") from error
    except ValueError as error:
        assert cause("".join(traceback.format_exception(error))) == "ValueError: después"


def test_the_cause_is_short_and_may_be_a_bare_sentence() -> None:
    assert cause("Task was destroyed") == "Task was destroyed"
    assert cause("") == ""
    assert len(cause(raised("x" * 5_000))) == 160


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('File "/home/ana/rexus/main.py"', 'File "~/rexus/main.py"'),
        ("en «/home/ana»", "en «~»"),
        ("/home/anabel/main.py", "/home/anabel/main.py"),
    ],
)
def test_the_users_own_folder_is_not_told(monkeypatch: pytest.MonkeyPatch, text: str, shown: str) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ana"))
    assert shortened(text) == shown


def test_a_description_says_on_what_it_happened() -> None:
    text = describe(raised("el motivo"))
    assert text.startswith("Rexus 0.1.0 · Python 3.")
    assert "in raised" in text
