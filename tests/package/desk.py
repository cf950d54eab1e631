"""A desk of its own for a program that cannot be looked into: a screen (Xvfb), a bus with the accessibility services, a
home, and hands (xdotool). Nothing of the machine's own desk is touched, and all of it ends with the block.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

T = TypeVar("T")

# Program → the Debian package that brings it.
NEEDED: Final = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "dbus-daemon": "dbus",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
}
# Longer than anything takes on a machine that does four other things.
PATIENCE_S: Final = 90.0
_LOOK_AGAIN_S: Final = 0.05


class NotSeenError(AssertionError):
    """What was waited for did not come."""


def until(condition: Callable[[], T], what: str, patience: float = PATIENCE_S) -> T:
    """Look until `condition` gives something true; that. Raises NotSeenError, which names `what`."""
    deadline = time.monotonic() + patience
    while not (seen := condition()):
        if time.monotonic() > deadline:
            raise NotSeenError(f"not seen in {patience:.0f} s: {what}")
        time.sleep(_LOOK_AGAIN_S)
    return seen


@dataclass(frozen=True)
class Desk:
    """`variables` are the whole environment of a program that is started on it: there is no Python on its PATH."""

    folder: Path
    variables: Mapping[str, str]

    def hands(self, *orders: str) -> None:
        """Pointer and keys, as xdotool takes them. Raises CalledProcessError."""
        environment = os.environ | {"DISPLAY": self.variables["DISPLAY"]}
        subprocess.run(["xdotool", *orders], env=environment, check=True, stdout=subprocess.DEVNULL)

    def click(self, x: int, y: int) -> None:
        """The left button at a place of the screen."""
        self.hands("mousemove", str(x), str(y), "click", "1")

    def keys(self, *names: str) -> None:
        """One key or chord after another: `Return`, `ctrl+e`."""
        self.hands("key", "--clearmodifiers", *names)

    def type(self, text: str) -> None:
        """Letter by letter, into whatever has the focus."""
        self.hands("type", "--delay", "4", text)


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    """One in `folder`, which is empty. Raises NotSeenError when the screen or the bus does not come up."""
    home, runtime, empty = folder / "home", folder / "run", folder / "nothing"
    for made in (home, runtime, empty):
        made.mkdir(mode=0o700, parents=True)
    base = {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "LANG": "C.UTF-8", "TMPDIR": str(runtime)}
    with ExitStack() as stack:
        display = stack.enter_context(_screen())
        bus = stack.enter_context(_bus({**base, "DISPLAY": display, "PATH": os.environ["PATH"]}))
        yield Desk(
            folder,
            {
                **base,
                "PATH": str(empty),
                "DISPLAY": display,
                "DBUS_SESSION_BUS_ADDRESS": bus,
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                # It warns of each widget that went while it was looked at.
                "QT_LOGGING_RULES": "qt.accessibility.atspi.warning=false",
                # The packaged program has no keyring to ask here, and says nothing about it.
                "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            },
        )


@contextmanager
def _screen() -> Iterator[str]:
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x900x24", "-nolisten", "tcp", "-noreset"]
    with _running(command, os.environ, pass_fds=(write,)):
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise NotSeenError("Xvfb did not start")
        yield f":{number}"


@contextmanager
def _bus(environment: Mapping[str, str]) -> Iterator[str]:
    read, write = os.pipe()
    command = ["dbus-daemon", "--session", "--nofork", f"--print-address={write}"]
    with _running(command, environment, pass_fds=(write,)):
        os.close(write)
        with os.fdopen(read) as told:
            address = told.readline().strip()
        if not address:
            raise NotSeenError("dbus-daemon did not start")
        yield address


@contextmanager
def _running(command: list[str], environment: Mapping[str, str], pass_fds: tuple[int, ...]) -> Iterator[None]:
    # Its own group: the bus starts others, which end with it.
    process = subprocess.Popen(
        command,
        env=dict(environment),
        pass_fds=pass_fds,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()
