"""`python -m tests.screens.manual [--todas | --comprobar]`: the user manual's pictures, of the running program.

Into `docs/manual/img` go those that the manual shows: light, at 100 %. `--todas` takes every page in both themes at
100 % and at 200 %, below `docs/manual/img/todas`, which git ignores.

The workshop that they show and the moment at which it is looked at are always the same (Debian's libfaketime holds the
clock), so a picture changes only when the program does.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rexus.arranque import apt
from tests.screens.__main__ import ROOT, screen
from tests.screens.manual import testigo
from tests.screens.manual.taller import AHORA

MANUAL = ROOT / "docs" / "manual"
PICTURES = MANUAL / "img"
_ALL = PICTURES / "todas"
_SIZE = "1280x720"
_FAKETIME = "/usr/lib/{}-linux-gnu/faketime/libfaketimeMT.so.1"


def main() -> int:
    """Take them; 1 when the clock cannot be held here or the walk fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens.manual", description=__doc__)
    parser.add_argument("--todas", action="store_true", help="every page, both themes, at 100 %% and 200 %%")
    parser.add_argument("--comprobar", action="store_true", help="only tell which pictures of pages are out of date")
    options = parser.parse_args()
    held = clock()
    if held is None:
        print("libfaketime is not here: apt-get install libfaketime", file=sys.stderr)
        return 1
    if options.comprobar:
        return _check(held)
    variants = [("claro", "1")]
    if options.todas:
        variants += [("claro", "2"), ("oscuro", "1"), ("oscuro", "2")]
    for theme, scale in variants:
        folder = _ALL / f"{theme}_{scale}00"
        status = _walk(folder, theme, scale, held)
        if status:
            return status
    _publish(_ALL / "claro_100")
    return 0


def shown() -> set[str]:
    """The names of the pictures that the manual shows."""
    pages = "".join(page.read_text(encoding="utf-8") for page in MANUAL.glob("*.md"))
    return set(re.findall(r"\(img/([\w.]+)\)", pages))


def _check(clock: dict[str, str]) -> int:
    with tempfile.TemporaryDirectory(prefix="rexus-") as name:
        taken = Path(name)
        if _walk(taken, "claro", "1", clock, "paginas"):
            return 1
        old = testigo.stale(PICTURES, taken)
    for picture, why in old.items():
        print(f"docs/manual/img/{picture}.png {why}", file=sys.stderr)
    if old:
        print("Make them anew, and look at them: python -m tests.screens.manual", file=sys.stderr)
    return 1 if old else 0


def _walk(folder: Path, theme: str, scale: str, clock: dict[str, str], *what: str) -> int:
    with tempfile.TemporaryDirectory(prefix="rexus-") as aside:
        home = Path(aside) / "home"
        home.mkdir(mode=0o700)
        environment = os.environ | clock | {
            "QT_QPA_PLATFORM": f"offscreen:configfile={screen(Path(aside), _SIZE, scale)}",
            "QT_SCALE_FACTOR": scale,
            "TZ": "UTC",
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.screens.manual.recorrido", str(home), str(folder), theme, *what]
        return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode


def _publish(folder: Path) -> None:
    """What the manual shows, where that looks other than before; pictures that it shows no more go."""
    names = shown()
    for name in sorted(names):
        new, old = folder / name, PICTURES / name
        if not old.is_file() or not testigo.alike(new, old):
            old.write_bytes(new.read_bytes())
            print(f"new: {name}")
    for old in PICTURES.glob("*.png"):
        if old.name not in names:
            old.unlink()
    known = testigo.read(folder)
    said = {name: texts for name, texts in known["dicho"].items() if f"{name}.png" in names}
    testigo.write(PICTURES, known["letras"], said, known["paginas"])


def clock() -> dict[str, str] | None:
    """The environment in which the clock stands still at `AHORA`; None where that cannot be had."""
    library = Path(_FAKETIME.format(os.uname().machine))
    if not library.is_file():
        apt.install(["libfaketime"])
    if not library.is_file():
        return None
    # What measures how long something takes goes on.
    return {"LD_PRELOAD": str(library), "FAKETIME": f"{AHORA:%Y-%m-%d %H:%M:%S}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


if __name__ == "__main__":
    sys.exit(main())
