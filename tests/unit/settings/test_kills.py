"""Saving under kill -9, again and again: never unreadable, nothing acknowledged lost, no half of what goes together.

REXUS_TEST_MUERTES_CONFIG says how many processes die (30 unless said; 1000 is the long run).
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rexus.base.paths import Paths, paths_under
from rexus.settings import Settings
from rexus.settings.file import SettingsFile

ROOT = Path(__file__).resolve().parents[3]
DEATHS = int(os.environ.get("REXUS_TEST_MUERTES_CONFIG", "30"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL of POSIX")

# Saves in every way there is, and says what is on the disk after each.
WRITING = """
import sys
sys.path.insert(0, sys.argv[1])
from datetime import UTC, datetime
from pathlib import Path
from rexus.base.paths import paths_under
from rexus.settings import Pendiente, Settings
settings = Settings(paths_under(Path(sys.argv[2])), environment={})
n = settings.get("cache.ttl")
print("ready", flush=True)
while True:
    n += 1
    settings.fijar({"cache.ttl": n, "db.inactividad": n + 10})
    print("pair", n, flush=True)
    settings.proponer({"empresa.nombre": Pendiente(str(n), None, "ana", datetime.now(UTC))})
    print("pending", n, flush=True)
    settings.bitacora.anotar([{"n": n}])
    print("history", n, flush=True)
    settings.adoptar_base({"empresa.cuit": str(n)}, datetime(2026, 1, 1 + n % 28, tzinfo=UTC))
    settings.set("importacion.mapeos", {"n": n, "relleno": "x" * 20_000})
    settings.guardar()
    print("mirror", n, flush=True)
"""

# Saves another key meanwhile, until it is told to stop.
STEADY = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from rexus.base.paths import paths_under
from rexus.settings import Settings
settings = Settings(paths_under(Path(sys.argv[2])), environment={})
print("ready", flush=True)
n = 0
stop = Path(sys.argv[2]) / "stop"
while not stop.exists():
    n += 1
    settings.fijar({"inventario.columnas": {"n": n}})
print(n, flush=True)
"""


@contextmanager
def running(script: str, home: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-S", "-c", script, str(ROOT), str(home)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == "ready\n"
        yield process


def die(home: Path, after: float) -> dict[str, int]:
    """What a process had acknowledged when it was killed."""
    with running(WRITING, home) as process:
        time.sleep(after)
        os.kill(process.pid, signal.SIGKILL)
        assert process.stdout is not None
        lines = process.stdout.read().splitlines(keepends=True)
    acknowledged: dict[str, int] = {}
    for line in lines:
        if line.endswith("\n"):
            what, _, n = line.partition(" ")
            acknowledged[what] = int(n)
    return acknowledged


def one_round(home: Path) -> float:
    """The seconds that saving in every way takes on this machine, as busy as it is."""
    with running(WRITING, home) as process:
        begun = time.monotonic()
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("mirror"):
                break
        taken = time.monotonic() - begun
        os.kill(process.pid, signal.SIGKILL)
        return taken


def whole(paths: Paths) -> None:
    """The file and the one before it are JSON, with nothing missing at their end."""
    for file in (paths.settings_file, SettingsFile(paths.settings_file).backup):
        if file.exists():
            document = json.loads(file.read_bytes())
            mapped = document.get("importacion", {}).get("mapeos", {"relleno": "x" * 20_000})
            assert mapped["relleno"] == "x" * 20_000


@pytest.mark.timeout(60 + 12 * DEATHS)
def test_however_often_and_whenever_it_dies(tmp_path: Path) -> None:
    paths = paths_under(tmp_path)
    chance = random.Random(7)
    most = {"pair": 0, "pending": 0, "history": 0, "mirror": 0}
    with running(STEADY, tmp_path) as steady:
        # Some die before their first save, most within one, some in their third round.
        longest = 3 * one_round(tmp_path)
        for death in range(4 * DEATHS):
            if death >= DEATHS:
                if all(most.values()):
                    break
                # Busier than when it was measured.
                longest *= 1.2
            for what, n in die(tmp_path, chance.uniform(0, longest)).items():
                most[what] = max(most[what], n)
            whole(paths)
            settings = Settings(paths, environment={})
            assert settings.problemas == []
            pair = settings.get("cache.ttl"), settings.get("db.inactividad")
            assert pair[0] >= most["pair"]
            assert pair in ((300, 300), (pair[0], pair[0] + 10)), "what was saved together is there together"
            pending = settings.pendientes().get("empresa.nombre")
            assert int(pending.valor if pending else 0) >= most["pending"]
            assert settings.get("importacion.mapeos").get("n", 0) >= most["mirror"]
            assert int(settings.base("empresa.cuit") or 0) >= most["mirror"]
            assert max((linea["n"] for linea in settings.bitacora.leer()), default=0) >= most["history"]
        (tmp_path / "stop").touch()
        assert steady.stdout is not None
        saved = int(steady.stdout.read())
    assert all(most.values()), f"no process ever got that far: {most}"
    assert saved > 0
    settings = Settings(paths, environment={})
    assert settings.get("inventario.columnas") == {"n": saved}, "who was not killed lost nothing"
    settings.fijar({"tema.modo": "oscuro"})
    assert not list(paths.config.glob(".*.tmp")), "what the killed left is cleared by the next save"
    assert not list(paths.config.glob("*.corrupt-*"))
    print(f"{DEATHS} deaths; acknowledged at the end: {most}; the other process saved {saved} times")
