"""Every page and dialog on the smallest screen that is promised, in a process of its own with that screen.

REXUS_TEST_ESCALAS names more scales of it: `1 1.5 2`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.screens.__main__ import screen

RAIZ = Path(__file__).resolve().parents[3]
# 1280 × 720 real pixels; at 200 % as many of those that are independent of the device, on a screen of 2560 × 1440.
PANTALLAS = {"1": "1280x720", "1.5": "853x480", "2": "1280x720"}
ESCALAS = os.environ.get("REXUS_TEST_ESCALAS", "1.5").split()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("escala", ESCALAS)
def test_what_shows_is_told_reached_and_read(escala: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/gui/cara/mirada.py"]
    described = screen(tmp_path, PANTALLAS[escala], escala)
    look = subprocess.run(
        [*command, f"--basetemp={tmp_path / 'pytest'}"],
        cwd=RAIZ,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={described}", "QT_SCALE_FACTOR": escala},
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in look.stdout.splitlines() if line.startswith(("E  ", "FAILED", "ERROR"))]
    assert look.returncode == 0, "\n".join(told or [look.stdout[-4_000:], look.stderr[-2_000:]])
