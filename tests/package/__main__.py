"""`python3 -m tests.package [FOLDER]`: make the packaged program and use it as whoever installed it would.

Makes it from the checkout (or takes the one in FOLDER), goes through a first day with it on a screen of its own, with
no Python on its PATH, asks its command line for proof, backup and restore, tries the installers, and prints its size
and how long it takes to start. 1 when something of that is not as it should be, 77 where it cannot be tried.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from rexus.arranque import apt, qt_libraries
from rexus.arranque.python_version import stop_if_too_old

T = TypeVar("T")


def main() -> int:
    """Prepare, then try it."""
    stop_if_too_old()
    from rexus.arranque.entry import start

    return start(["-m", "tests.package", *sys.argv[1:]], _tried, tests=True)


def _tried() -> int:
    # These import what an old Python cannot read.
    from installer import tools
    from tests.checks import SKIPPED
    from tests.package import desk

    if sys.platform != "linux":
        print("the packaged program is tried on Linux; elsewhere: python -m installer.build")
        return SKIPPED
    if missing := [*tools.missing(), *desk.missing(), *_of_qt()]:
        print(f"the packaged program was not tried: install {' '.join(missing)}")
        return SKIPPED
    # Ended from outside it takes back what it installed and ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="rexus-package-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        return _try(Path(folder))


def _of_qt() -> list[str]:
    """What windows need: on a desk the Debian package brings it."""
    platform = os.environ.get("QT_QPA_PLATFORM")
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    try:
        if lacking := qt_libraries.lacking()[1]:
            apt.install(lacking)
        return qt_libraries.lacking()[1]
    finally:
        os.environ.pop("QT_QPA_PLATFORM")
        if platform is not None:
            os.environ["QT_QPA_PLATFORM"] = platform


def _try(folder: Path) -> int:
    from installer import build
    from tests.package import contents, debian, start, windows

    given = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    packaged = given or _step("the packaged program", lambda: build.build(folder))
    _step("what is in it", lambda: contents.check(packaged))
    file = _step("the Debian package", lambda: debian.make(packaged, folder / "deb"))
    _step("the Windows installer", lambda: windows.compile_all(packaged, folder / "windows"))
    home = folder / "home ñ"
    if reason := debian.can_install():
        print(f"the Debian package is not installed: {reason}. The program is used from its folder")
        _use(packaged / "rexus", home, folder)
    else:
        with debian.installed(file, home) as program:
            _use(program, home, folder)
    found = _step("start", lambda: start.measured(packaged / "rexus", home, folder))
    print(f"size: {build.size_of(packaged) / 1e6:.1f} MB of {build.LIMIT / 1e6:.0f}")
    print(
        f"start to sign-in: {found.packaged:.2f} s packaged, {found.source:.2f} s from source: "
        f"{found.ratio:.2f} × of at most {start.LIMIT:.1f} ×"
    )
    if found.ratio > start.LIMIT:
        print("the packaged program takes too long to start")
        return 1
    return 0


def _use(program: Path, home: Path, folder: Path) -> None:
    """A first day with it, in `home`."""
    from tests.package.commands import Commands
    from tests.package.desk import desk
    from tests.package.eyes import Eyes
    from tests.package.sheet import write
    from tests.package.story import Story

    sheet = write(folder / "planilla.xlsx")
    with desk(folder / "desk") as place, closing(Eyes(place.variables)) as eyes:
        story = Story(program, home, place, eyes)
        _step("first run", story.first_run)
        _step("sign-in, import, movement", lambda: story.work(sheet))
    commands = Commands(program, home, place.variables)
    _step("verificar", commands.what_the_window_did)
    _step("respaldar, restaurar", lambda: commands.back_up_and_restore(folder / "restaurado"))
    _step("papers", lambda: commands.papers(folder))
    _step("version, English, server", commands.what_comes_along)


def _step(title: str, work: Callable[[], T]) -> T:
    begun = time.monotonic()
    result = work()
    print(f"{title}: {time.monotonic() - begun:.0f} s", flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
