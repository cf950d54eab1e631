"""How long the packaged program takes to a sign-in that can be used, as a multiple of the same program from source.

Both are started alike, without a screen, on a home with an account, and take turns. A start is measured from the making
of the process until the window has painted: from then on it answers later starts on its socket.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from rexus.base.paths import HOME_VARIABLE, paths_under
from rexus.shell.instance import server_name
from tests.package.desk import PATIENCE_S, NotSeenError

ROOT: Final = Path(__file__).resolve().parents[2]
# No more than this many times as long as from source.
LIMIT: Final = 2.0
_RUNS: Final = 7
_AGAIN: Final = 3
_LOOK_AGAIN_S: Final = 0.002


@dataclass(frozen=True)
class Start:
    """Medians, in seconds."""

    packaged: float
    source: float

    @property
    def ratio(self) -> float:
        """How many times as long as from source."""
        return self.packaged / self.source


def measured(program: Path, home: Path, folder: Path) -> Start:
    """As `measure`; what is too slow is measured again, for the machine may have been busy with something else."""
    found = measure(program, home, folder)
    for _ in range(_AGAIN):
        if found.ratio <= LIMIT:
            break
        found = min(found, measure(program, home, folder), key=lambda start: start.ratio)
    return found


def measure(program: Path, home: Path, folder: Path, runs: int = _RUNS) -> Start:
    """Start `program` and the source `runs` times each on `home`; `folder` is for their files. Raises NotSeenError."""
    common = {
        "QT_QPA_PLATFORM": "offscreen",
        HOME_VARIABLE: str(home),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    # Compiled at the first start, as on anybody's desk.
    source = {**common, "PATH": os.environ["PATH"], "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    kinds: dict[str, tuple[Sequence[str], Mapping[str, str]]] = {
        "packaged": ([str(program)], {**common, "PATH": ""}),
        "source": ([sys.executable, str(ROOT / "main.py")], source),
    }
    ear = folder / server_name(paths_under(home))
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for turn in range(runs + 1):
        for kind, (command, environment) in kinds.items():
            taken = _until_it_answers(command, environment, ear)
            if turn:  # the first of each only fills the caches
                times[kind].append(taken)
    return Start(median(times["packaged"]), median(times["source"]))


def _until_it_answers(command: Sequence[str], environment: Mapping[str, str], ear: Path) -> float:
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers(ear):
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE_S:
                raise NotSeenError(f"{command[0]} showed no sign-in")
            time.sleep(_LOOK_AGAIN_S)
        return time.perf_counter() - begun
    finally:
        # Asked to leave, it would first load to the end what it began to load behind the window.
        process.kill()
        process.wait()


def _answers(ear: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(ear))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
        connection.settimeout(PATIENCE_S)
        return bool(connection.recv(1))
