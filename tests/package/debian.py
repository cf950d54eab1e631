"""The Debian package: what its metadata say, and the program as it was installed from it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from installer import deb
from rexus.arranque import apt
from tests.package import needs
from tests.package.desk import until

_PROGRAM: Final = Path("/usr/bin/rexus")
_LOCK: Final = Path("/var/lock/rexus-package-test")
# Said by dpkg while another of its kind is at work.
_BUSY: Final = "lock"


class PackageError(AssertionError):
    """The package is not as it should be."""


def make(packaged: Path, target: Path) -> Path:
    """Make it twice, the same to the byte, and have its metadata looked at by the tools that software centres use."""
    file = deb.build(packaged, target)
    again = deb.build(packaged, target / "again")
    if file.read_bytes() != again.read_bytes():
        raise PackageError("made twice, the Debian package is not the same file")
    again.unlink()
    again.parent.rmdir()
    unpacked = target / "unpacked"
    _run("dpkg-deb", "--extract", str(file), str(unpacked))
    share = unpacked / "usr/share"
    if (unpacked / "usr/lib/rexus/_internal/manual").resolve() != (share / "doc/rexus/manual").resolve(strict=True):
        raise PackageError("the program does not lead to its manual")
    for tool, arguments in (
        ("desktop-file-validate", [str(share / "applications/rexus.desktop")]),
        ("appstreamcli", ["validate", "--no-net", str(share / "metainfo" / deb.METADATA)]),
    ):
        # Without it, that was said before.
        if shutil.which(tool) is not None:
            _run(tool, *arguments)
    shutil.rmtree(unpacked)
    return file


def can_install() -> str:
    """Why the package cannot be installed on this machine; "" when it can."""
    if needs.through_root() is None or shutil.which("dpkg") is None:
        return "only root can install a package with dpkg"
    if _is_known("rexus"):
        return "a package «rexus» is installed here already, and in use"
    return ""


@contextmanager
def installed(file: Path, data: Path) -> Iterator[Path]:
    """Install the package for the block; yields the command. Afterwards nothing of it is left, and all of `data` is.

    `data` is a folder of what people entered. Raises PackageError.
    """
    with _alone():
        wanted = _said("dpkg-deb", "--field", str(file), "Depends").strip().split(", ")
        first = [choice.partition(" ")[0] for choice in wanted]
        apt.install([name for name in first if not _is_known(name)], through=needs.through_root() or ())
        _dpkg("--install", str(file))
        try:
            yield _PROGRAM
        finally:
            before = _contents(data)
            _dpkg("--remove", "rexus")
        left = [path for path in (_PROGRAM, Path("/usr/lib/rexus")) if os.path.lexists(path)]
        if left or _is_known("rexus"):
            raise PackageError(f"removed, and still there: {left}")
        if not before or _contents(data) != before:
            raise PackageError("removing the package changed what people had entered")


def replace(file: Path, release: str) -> None:
    """Install `file`, a newer package, over the one that is there, as `release`. Raises PackageError."""
    _dpkg("--install", str(file))
    there = _said("dpkg-query", "--show", "--showformat", "${Version} ${db:Status-Status}", "rexus")
    if there != f"{release} installed":
        raise PackageError(f"{release} was installed over an older package, and now there is: {there}")


@contextmanager
def _alone() -> Iterator[None]:
    """There is one /usr; another run on this machine waits."""
    with _LOCK.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _contents(folder: Path) -> dict[str, int]:
    return {str(file): file.stat().st_size for file in folder.rglob("*") if file.is_file()}


def _is_known(package: str) -> bool:
    """Installed, or at least its settings left."""
    done = subprocess.run(["dpkg", "--status", package], capture_output=True, check=False)
    return done.returncode == 0


def _dpkg(*arguments: str) -> None:
    """Once nobody else is at it. Raises PackageError."""

    def done() -> subprocess.CompletedProcess[str] | None:
        command = [*(needs.through_root() or ()), "dpkg", *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        return None if ran.returncode and _BUSY in ran.stderr else ran

    ran = until(done, "dpkg, at work for others")
    if ran.returncode:
        raise PackageError(f"dpkg {' '.join(arguments)}: {ran.stdout}{ran.stderr}")


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _run(*command: str) -> None:
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise PackageError(f"{' '.join(command)}: {ran.stdout}{ran.stderr}")
