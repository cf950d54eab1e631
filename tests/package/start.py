"""How long the packaged program takes to a sign-in that can be used, as a multiple of the same program from source.

Both are started alike, on a screen of their own and a home with an account, and take turns. A start is measured from
the making of the process until a letter that was typed into the sign-in stands there: the window shows, and what works
in it answers.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from rexus.base.paths import HOME_VARIABLE
from tests.package.desk import PATIENCE_S, Desk, NotSeenError, desk
from tests.package.eyes import Eyes

ROOT: Final = Path(__file__).resolve().parents[2]
# No more than this many times as long as from source.
LIMIT: Final = 2.0
_RUNS: Final = 7
_FIELD: Final = "login.usuario"
_LOOK_AGAIN_S: Final = 0.005


@dataclass(frozen=True)
class Starts:
    """Seconds, one turn after another: packaged and from source."""

    turns: tuple[tuple[float, float], ...]

    @property
    def ratios(self) -> list[float]:
        """How many times as long as from source, each turn."""
        return [packaged / source for packaged, source in self.turns]

    @property
    def ratio(self) -> float:
        """The one in the middle."""
        return median(self.ratios)

    def told(self) -> str:
        """All of it, in a line or two."""
        packaged, source = (median(times) for times in zip(*self.turns, strict=True))
        return (
            f"start to a sign-in that takes keys: {packaged:.2f} s packaged, {source:.2f} s from source\n"
            f"each turn: {', '.join(f'{ratio:.2f} ×' for ratio in self.ratios)}; "
            f"the middle {self.ratio:.2f} × of at most {LIMIT:.1f} ×"
        )


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
        turns = []
        for _ in range(_RUNS + 1):
            packaged, from_source = (_until_it_takes_keys(*kind, place, eyes) for kind in kinds)
            turns.append((packaged, from_source))
    # The first of each only fills the caches.
    return Starts(tuple(turns[1:]))


def _until_it_takes_keys(command: Sequence[str], environment: Mapping[str, str], place: Desk, eyes: Eyes) -> float:
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    typed = False
    try:
        while True:
            field = eyes.find(_FIELD)
            if field is not None and typed and eyes.letters(field):
                return time.perf_counter() - begun
            if field is not None and not typed and field.enabled:
                place.click(*field.centre)
                place.type("a")
                typed = True
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE_S:
                raise NotSeenError(f"{command[0]} took no key\n{eyes.tree()}")
            time.sleep(_LOOK_AGAIN_S)
    finally:
        # Asked to leave, it would first load to the end what it began to load behind the window.
        process.kill()
        process.wait()
