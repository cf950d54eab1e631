"""An import of ours that came to nothing stops the build; what is of other systems does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import missing
from installer.missing import MissingImportError

HARMLESS = """
missing module named msvcrt_of_another_system - imported by subprocess (optional), rexus.base.candado (conditional)
missing module named pyrage.x25519 - imported by pyrage (top-level), rexus.respaldos.empaque (top-level)
excluded module named tkinter - imported by rexus.arranque.window_tk (top-level)
excluded module named pytest - imported by sqlalchemy.util (delayed)
"""


def warnings(folder: Path, text: str) -> Path:
    file = folder / "warn.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_the_program_does_without_is_no_fault(tmp_path: Path) -> None:
    missing.check(warnings(tmp_path, HARMLESS))


@pytest.mark.parametrize("kind", ["missing", "excluded"])
def test_what_lies_here_and_did_not_come_along_is(tmp_path: Path, kind: str) -> None:
    line = f"{kind} module named hypothesis - imported by rexus.stock.cuentas (delayed), rexus.ui.theme (top-level)"
    with pytest.raises(MissingImportError, match=r"hypothesis, which rexus\.stock\.cuentas, rexus\.ui\.theme imports"):
        missing.check(warnings(tmp_path, HARMLESS + line))
