"""The window is closed while a backup is under way that cannot be stopped in time: it is discarded whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rexus.base.paths import paths_under
from rexus.respaldos import carpeta as carpetas

from .conftest import ROOT, Rexus


@pytest.mark.solo("sqlite", porque="what is made is a file like any other on every engine")
@pytest.mark.parametrize("donde", ["empacar", "revisar"])
def test_a_backup_that_does_not_end_in_time_leaves_nothing_that_counts(rexus: Rexus, home: Path, donde: str) -> None:
    respaldos = paths_under(home).backups
    # Makes the three databases: without them there is nothing to back up.
    assert rexus.ok("auditoria", "verificar")["ok"] and rexus.ok("verificar")["ok"]
    cerrado = subprocess.run(
        [sys.executable, "-m", "tests.end2end.cerrador", str(home), donde],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert cerrado.returncode == 0 and "CERRADO" in cerrado.stdout, cerrado.stderr
    assert carpetas.mirar(respaldos) == [], "nothing bears the name of a set"
    # Whatever is left of it is hidden, and the next one sweeps it away.
    hecho = rexus.ok("respaldar")
    assert rexus.ok("verificar-respaldo", hecho["id"])["ok"]
    assert not list(respaldos.glob(".rexus_*")) and [c.id for c in carpetas.listar(respaldos)] == [hecho["id"]]
