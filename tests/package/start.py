"""How long the packaged program takes to a sign-in that can be used, as a multiple of the same program from source.

Both are started alike, on a screen of their own and a home with an account, and take turns. Of each start two moments
are taken: when the window has painted, since from then on it answers later starts on its socket, and when a letter that
was typed into the sign-in stands there. The second tells that what works in the window answers; it holds what is the
same for both, the looking and the typing, so the first is the stricter one.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from rexus.base.paths import HOME_VARIABLE, paths_under
from rexus.shell.instance import server_name
from tests.package.desk import PATIENCE_S, Desk, NotSeenError, desk
from tests.package.eyes import Eyes

ROOT: Final = Path(__file__).resolve().parents[2]
# No more than this many times as long as from source, to either moment.
LIMIT: Final = 2.0
_RUNS: Final = 7
_FIELD: Final = "login.usuario"
_LOOK_AGAIN_S: Final = 0.002


@dataclass(frozen=True)
class Start:
    """Seconds from the making of the process."""

    painted: float
    takes_keys: float


@dataclass(frozen=True)
class Starts:
    """One turn after another: packaged and from source."""

    turns: tuple[tuple[Start, Start], ...]

    @property
    def slow(self) -> bool:
        """Whether the packaged program takes longer than it may, to either moment."""
        return any(median(self._ratios(moment)) > LIMIT for moment in _MOMENTS.values())

    def told(self) -> str:
        """All of it, two lines for each moment."""
        return "\n".join(self._told(words, moment) for words, moment in _MOMENTS.items())

    def _told(self, words: str, moment: Callable[[Start], float]) -> str:
        packaged, source = (median(map(moment, starts)) for starts in zip(*self.turns, strict=True))
        ratios = self._ratios(moment)
        return (
            f"start to a sign-in that {words}: {packaged:.2f} s packaged, {source:.2f} s from source\n"
            f"each turn: {', '.join(f'{ratio:.2f} ×' for ratio in ratios)}; "
            f"the middle {median(ratios):.2f} × of at most {LIMIT:.1f} ×"
        )

    def _ratios(self, moment: Callable[[Start], float]) -> list[float]:
        return [moment(packaged) / moment(source) for packaged, source in self.turns]


_MOMENTS: Final[dict[str, Callable[[Start], float]]] = {
    "has painted": lambda start: start.painted,
    "takes keys": lambda start: start.takes_keys,
}


def measured(program: Path, home: Path, folder: Path) -> Starts:
    """Start `program` and the source in turn on `home`; `folder` is for their files. Raises NotSeenError."""
    with desk(folder / "starts") as place, closing(Eyes(place.variables)) as eyes:
        common = {**place.variables, HOME_VARIABLE: str(home)}
        # Compiled at the first start, as on anybody's desk.
        source = {**common, "PATH": os.environ["PATH"], "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
        kinds: tuple[tuple[Sequence[str], Mapping[str, str]], ...] = (
            ([str(program)], common),
            ([sys.executable, str(ROOT / "main.py")], source),
        )
        ear = Path(place.variables["TMPDIR"]) / server_name(paths_under(home))
        turns = []
        for _ in range(_RUNS + 1):
            packaged, from_source = (_started(*kind, ear, place, eyes) for kind in kinds)
            turns.append((packaged, from_source))
    # The first of each only fills the caches.
    return Starts(tuple(turns[1:]))


def _started(command: Sequence[str], environment: Mapping[str, str], ear: Path, place: Desk, eyes: Eyes) -> Start:
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def since(done: Callable[[], bool], what: str) -> float:
        while not done():
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE_S:
                raise NotSeenError(f"{command[0]} {what}\n{eyes.tree()}")
            time.sleep(_LOOK_AGAIN_S)
        return time.perf_counter() - begun

    typed = False

    def letter_stands() -> bool:
        nonlocal typed
        field = eyes.find(_FIELD)
        if field is not None and not typed and field.enabled:
            place.click(*field.centre)
            place.type("a")
            typed = True
        return field is not None and typed and eyes.letters(field) > 0

    try:
        # Nobody looks at the window before: whoever is looked at has less time to start.
        return Start(since(lambda: _answers(ear), "showed no window"), since(letter_stands, "took no key"))
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
