"""`python3 -m tests.package [FOLDER] [--made]`: make the packaged program and use it as whoever installed it would.

Makes it from the checkout, goes through a first day with it on a screen of its own, with no Python on its PATH, puts a
newer package in its place meanwhile, asks its command line for proof, backup and restore, tries the installers, and
prints its size and how long it takes to start. FOLDER then holds what was tried: the program, `rexus`, and its Debian
package; with `--made` the program that lies there already is taken. 1 when something is not as it should be, 77 where
it cannot be tried.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from rexus.arranque.python_version import stop_if_too_old

T = TypeVar("T")


def main() -> int:
    """Prepare, then try it."""
    stop_if_too_old()
    from rexus.arranque.entry import start

    return start(["-m", "tests.package", *sys.argv[1:]], _tried, tests=True)


def _tried() -> int:
    # These import what an old Python cannot read.
    from tests.checks import SKIPPED
    from tests.package import needs

    parser = argparse.ArgumentParser(prog="python3 -m tests.package", allow_abbrev=False)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--made", action="store_true", help="FOLDER holds the packaged program already")
    given = parser.parse_args()
    if given.made and given.folder is None:
        parser.error("--made: in which FOLDER?")
    if sys.platform != "linux":
        print("the packaged program is tried on Linux; elsewhere: python -m installer.build")
        return SKIPPED
    try:
        without = needs.get()
    except needs.LackingError as lacking:
        print(f"the packaged program was not tried: install {lacking}")
        if lacking.fatal:
            print("these could not be installed here, and where CI is set nothing is left out that may be installed")
        return 1 if lacking.fatal else SKIPPED
    # Ended from outside it takes back what it installed and ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="rexus-package-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        status = _try(folder, given.folder.resolve() if given.folder else folder / "made", made=given.made)
    if without:
        print(f"left out, for lack of {' '.join(without)}: what those look at")
    return status


def _try(folder: Path, target: Path, *, made: bool) -> int:
    """`target` is where what is tried stays, `folder` is for everything else."""
    from installer import build
    from tests.package import contents, debian, start, upgrade, windows

    packaged = target / "rexus" if made else _step("the packaged program", lambda: build.build(target))
    _step("what is in it", lambda: contents.check(packaged))
    file = _step("the Debian package", lambda: debian.make(packaged, target))
    _step("the Windows installer", lambda: windows.compile_all(packaged, folder / "windows"))
    home = folder / "home ñ"
    if reason := debian.can_install():
        print(f"the Debian package is not installed: {reason}. The program is used from its folder, and stays as it is")
        _use(packaged / "rexus", home, folder, replace=lambda: None)
    else:
        newer = _step("a newer one", lambda: upgrade.make(packaged, folder / "newer"))
        with debian.installed(file, home) as program:
            _use(program, home, folder, replace=lambda: debian.replace(newer, upgrade.RELEASE))
    found = _step("start", lambda: start.measured(packaged / "rexus", home, folder))
    print(f"size: {build.size_of(packaged) / 1e6:.1f} MB of {build.LIMIT / 1e6:.0f}")
    print(found.told())
    if found.slow:
        print("the packaged program takes too long to start")
        return 1
    return 0


def _use(program: Path, home: Path, folder: Path, replace: Callable[[], None]) -> None:
    """A first day with it, in `home`; `replace` puts a newer one in its place."""
    from tests.package.commands import Commands
    from tests.package.desk import desk
    from tests.package.eyes import Eyes
    from tests.package.sheet import write
    from tests.package.story import Story

    sheet = write(folder / "planilla.xlsx")
    with desk(folder / "desk") as place, closing(Eyes(place.variables)) as eyes:
        story = Story(program, home, place, eyes)
        _step("first run", story.first_run)
        _step("sign-in, a newer package, import, movement", lambda: story.work(sheet, replace))
    commands = Commands(program, home, place.variables)
    _step("verificar", commands.what_the_window_did)
    _step("respaldar, restaurar", lambda: commands.back_up_and_restore(folder / "restaurado"))
    _step("papers", lambda: commands.papers(folder))
    _step("printers", lambda: commands.spooler(folder / "cola"))
    _step("version, English, server", commands.what_comes_along)


def _step(title: str, work: Callable[[], T]) -> T:
    begun = time.monotonic()
    result = work()
    print(f"{title}: {time.monotonic() - begun:.0f} s", flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
