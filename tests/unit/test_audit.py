"""What is made of the auditor's report."""

from __future__ import annotations

import pytest

from tests import audit
from tests.audit import Outcome, outcome
from tests.checks import SKIPPED

LIMPIO = {"name": "click", "version": "8.4", "vulns": []}
CON_FALLA = {"name": "redis", "version": "1.0", "vulns": [{"id": "PYSEC-2099-1"}, {"id": "PYSEC-2099-2"}]}
SIN_DATOS = {"name": "qasync", "skip_reason": "Dependency not found"}


def test_the_report_is_read() -> None:
    visto = outcome({"dependencies": [LIMPIO, CON_FALLA, SIN_DATOS]})
    assert visto == Outcome(("redis 1.0: PYSEC-2099-1", "redis 1.0: PYSEC-2099-2"), 2, 1)


@pytest.mark.parametrize(
    ("dependencias", "estricta", "estado"),
    [
        ([LIMPIO], "", 0),
        ([LIMPIO, CON_FALLA], "", 1),
        ([SIN_DATOS], "", SKIPPED),
        ([SIN_DATOS], "1", 1),
        ([LIMPIO, SIN_DATOS], "1", 1),
        ([LIMPIO], "1", 0),
    ],
)
def test_what_fails(monkeypatch: pytest.MonkeyPatch, dependencias: list[object], estricta: str, estado: int) -> None:
    monkeypatch.setattr(audit, "ask", lambda _lock: outcome({"dependencies": dependencias}))
    monkeypatch.setenv(audit.STRICT, estricta)
    assert audit.main() == estado


def test_a_service_that_does_not_answer_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "ask", lambda _lock: None)
    monkeypatch.delenv(audit.STRICT, raising=False)
    assert audit.main() == SKIPPED, "neither passed nor failed"
    assert "not audited" in capsys.readouterr().out
    monkeypatch.setenv(audit.STRICT, "1")
    assert audit.main() == 1


def test_what_is_known_of_one_lock_fails_though_the_other_was_not_audited(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([None, outcome({"dependencies": [CON_FALLA]})])
    monkeypatch.setattr(audit, "ask", lambda _lock: next(answers))
    monkeypatch.delenv(audit.STRICT, raising=False)
    assert audit.main() == 1
