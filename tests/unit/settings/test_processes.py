"""Several processes on one file, and what a process loads for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from rexus.base.paths import paths_under
from rexus.settings import Settings

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


def test_importing_the_settings_brings_nothing_but_the_standard_library() -> None:
    code = "import sys, rexus.settings; print(' '.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    foreign = {name for name in done.stdout.split() if name not in sys.stdlib_module_names and not name.startswith("_")}
    assert foreign - {"rexus"} == set()
