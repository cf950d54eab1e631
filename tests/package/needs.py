"""What trying the packaged program needs of the machine, and getting it where that may be done.

Where `CI` is set and packages may be installed, all of it is got: a service that looks at less than it could would say
of everything that it is good.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Mapping
from typing import Final

from installer import tools
from rexus.arranque import apt, qt_libraries
from tests.checks import CI_VARIABLE
from tests.package import desk

# Program → the Debian package that brings it: what parts of the trial are left out without.
_FURTHER: Final = {
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "makensis": "nsis",
}
_SUDO: Final = ("sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive")


class LackingError(Exception):
    """Something is not there. `fatal`: it could have been had here."""

    def __init__(self, packages: list[str], *, fatal: bool) -> None:
        super().__init__(" ".join(packages))
        self.fatal = fatal


def get() -> list[str]:
    """Install what lacks, where that may be done; the packages without which a part is left out here.

    Raises LackingError where the program cannot be tried at all without them, and where `CI` is set and packages may
    be installed, but these could not.
    """
    if wanted := [*_needed(), *_further()]:
        apt.install(wanted, through=through_root() or ())
    needed, further = _needed(), _further()
    strict = bool(os.environ.get(CI_VARIABLE)) and through_root() is not None
    if needed or (further and strict):
        raise LackingError([*needed, *further], fatal=strict)
    return further


@functools.cache
def through_root() -> tuple[str, ...] | None:
    """What goes before a command that only root may run; None where that may not be done.

    Nobody's own desk is asked for its password or changed: besides root only a service that lends `sudo` may.
    """
    if os.geteuid() == 0:
        return ()
    if not os.environ.get(CI_VARIABLE) or shutil.which("sudo") is None:
        return None
    lent = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return _SUDO if lent else None


def _needed() -> list[str]:
    return [*tools.lacking(), *_lacking(desk.NEEDED), *_of_qt()]


def _further() -> list[str]:
    return _lacking(_FURTHER)


def _lacking(programs: Mapping[str, str]) -> list[str]:
    return [package for program, package in programs.items() if shutil.which(program) is None]


def _of_qt() -> list[str]:
    """What windows need: on a desk the Debian package brings it."""
    platform = os.environ.get("QT_QPA_PLATFORM")
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    try:
        return qt_libraries.lacking()[1]
    finally:
        os.environ.pop("QT_QPA_PLATFORM")
        if platform is not None:
            os.environ["QT_QPA_PLATFORM"] = platform
