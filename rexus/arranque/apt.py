"""Debian's packages: the one line to type, and typing it when the user is root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from rexus.arranque import messages, telling

_LISTS = Path("/var/lib/apt/lists")


def line(packages: Sequence[str]) -> str:
    """The command that installs `packages`; "" where there is no apt-get."""
    if not packages or shutil.which("apt-get") is None:
        return ""
    command = " ".join(_command(packages))
    return command if _is_root() else f"sudo {command}"


def install(packages: Sequence[str], through: Sequence[str] = ()) -> bool:
    """As root with apt-get: install, refreshing the package lists when needed. Whether it was done.

    `through` is a command that makes root of whoever is not, such as `sudo`.
    """
    if not packages or not (_is_root() or through) or shutil.which("apt-get") is None:
        return False
    command = [*through, *_command(packages)]
    telling.say(messages.APT.format(line=" ".join(command)))
    if any(_LISTS.glob("*_Packages*")) and _run(command):
        return True
    return _run([*through, "apt-get", "update"]) and _run(command)


def _command(packages: Sequence[str]) -> list[str]:
    return ["apt-get", "install", "-y", *packages]


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _run(command: list[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # Its chatter goes to stderr like all progress: stdout belongs to the program that starts afterwards.
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=2, check=False).returncode == 0
