"""Somebody else who works on the same databases meanwhile."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.sitio import Sitio

from .conftest import ROOT


@contextmanager
def moviendo(sitio: Sitio, semilla: int) -> Iterator[None]:
    """Another process records movements all the while."""
    obrero = subprocess.Popen(
        [sys.executable, "-m", "tests.end2end.obrero", sitio.escrito(), str(semilla)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert obrero.stdout and obrero.stdout.readline()
    # Whoever does not read what it says stops it at last.
    lector = subprocess.Popen(["cat"], stdin=obrero.stdout, stdout=subprocess.DEVNULL)
    obrero.stdout.close()
    try:
        yield
        assert obrero.poll() is None
    finally:
        obrero.kill()
        obrero.wait()
        lector.wait()
