"""Several processes on one file, and a process killed while it saves."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rexus.base.paths import paths_under
from rexus.settings import Settings
from rexus.settings.file import SettingsFile

ROOT = Path(__file__).resolve().parents[3]

SAVING = """
import sys
from pathlib import Path
from rexus.base.paths import paths_under
from rexus.settings import Settings
home, who, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
settings = Settings(paths_under(home), environment={})
print("ready", flush=True)
for n in range(times):
    settings.set("importacion.mapeos", {"n": n, "relleno": "x" * 20_000}) if who == "mapeos" else settings.set(
        "inventario.columnas", {"n": n})
    settings.guardar()
print("done", flush=True)
"""


def saving(home: Path, who: str, times: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", SAVING, str(home), who, str(times)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_two_processes_saving_at_once_lose_nothing(tmp_path: Path) -> None:
    both = [saving(tmp_path, who, 40) for who in ("mapeos", "columnas")]
    for process in both:
        with process:
            assert process.wait(120) == 0
    settings = Settings(paths_under(tmp_path), environment={})
    assert settings.get("importacion.mapeos")["n"] == 39
    assert settings.get("inventario.columnas") == {"n": 39}
    assert settings.problemas == []


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL of POSIX")
def test_a_process_killed_while_saving_leaves_a_whole_file(tmp_path: Path) -> None:
    paths = paths_under(tmp_path)
    chance = random.Random(7)
    last = -1
    for _ in range(12):
        with saving(tmp_path, "mapeos", 100_000) as process:
            time.sleep(chance.uniform(0.01, 0.15))
            os.kill(process.pid, signal.SIGKILL)
        for file in (paths.settings_file, SettingsFile(paths.settings_file).backup):
            if file.exists():
                assert json.loads(file.read_bytes())["importacion"]["mapeos"]["relleno"] == "x" * 20_000
        settings = Settings(paths, environment={})
        assert settings.problemas == []
        last = max(last, settings.get("importacion.mapeos").get("n", -1))
    assert last >= 0, "no process ever got to save: the test proves nothing"
    settings.set("tema.modo", "oscuro")
    settings.close()
    assert not list(paths.config.glob(".*.tmp")), "what the killed left is cleared by the next save"


def test_importing_the_settings_brings_nothing_but_the_standard_library() -> None:
    code = "import sys, rexus.settings; print(' '.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    foreign = {name for name in done.stdout.split() if name not in sys.stdlib_module_names and not name.startswith("_")}
    assert foreign - {"rexus"} == set()
