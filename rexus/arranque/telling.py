"""Tells how a start goes: on the terminal always, and to whoever double-clicked in a window.

`begin` opens the window; until then, and where there is none, only the terminal hears. Closing the window before the
end stops the start: what runs is ended (`stopping`), and `check` raises Cancelled. Python 3.6 can read this file.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rexus.arranque import console, desktop, messages

if TYPE_CHECKING:
    from rexus.arranque.screens import Screen

_STEPS = 4


class Cancelled(Exception):
    """The user closed the window: nothing is to be told any more."""


class _Telling:
    """What is open. One for the process, as its terminal is."""

    def __init__(self) -> None:
        self.screen: Screen | None = None
        self._lock = threading.Lock()
        self._cancelled = False
        self._stop: Callable[[], None] | None = None

    def open(self) -> None:
        # Deferred: a start that finds everything ready needs none of it.
        from rexus.arranque import screens

        self.screen = screens.open_screen(self._cancel)

    def check(self) -> None:
        if self._cancelled:
            raise Cancelled

    def stop_with(self, stop: "Callable[[], None] | None") -> None:
        with self._lock:
            self._stop = stop
            if stop is not None and self._cancelled:
                stop()

    def _cancel(self) -> None:
        with self._lock:
            self._cancelled = True
            if self._stop is not None:
                self._stop()


_telling = _Telling()


def begin() -> None:
    """Show what follows in a window, where nobody sees a terminal."""
    if _telling.screen is None and desktop.is_double_click():
        _telling.open()
        if _telling.screen is None:
            # Minutes without a sign look like a program that does not start.
            desktop.hint(messages.PREPARING)


def in_window() -> bool:
    """Whether a window shows it."""
    return _telling.screen is not None


def say(text: str) -> None:
    """One line of progress."""
    console.say(text)
    if _telling.screen is not None:
        _telling.screen.send(detail=text.strip())


def step(number: int, what: str, text: str) -> None:
    """A step begins, of those that a start from nothing has. `text` is what the terminal reads of it."""
    console.say(text)
    if _telling.screen is not None:
        _telling.screen.send(step=number, of=_STEPS, what=what)


def count(done: int, of: int, what: str) -> None:
    """How far the step is."""
    console.say(messages.STEP.format(done=done, count=of, what=what))
    if _telling.screen is not None:
        # Of a wheel's file name the package and its version: the rest is for no eyes.
        name = " ".join(what.split("-")[:2]) if what.endswith(".whl") else what
        _telling.screen.send(done=done, count=of, detail=messages.STEP.format(done=done, count=of, what=name).strip())


def check() -> None:
    """Raises Cancelled when the window was closed."""
    _telling.check()


def on_close(stop: "Callable[[], None] | None") -> None:
    """What closing the window does, in another thread, besides making `check` raise; None for nothing."""
    _telling.stop_with(stop)


@contextmanager
def stopping(stop: "Callable[[], None]") -> "Iterator[None]":
    """Call `stop`, from another thread, if the window is closed during the block; then raises Cancelled at its end."""
    on_close(stop)
    try:
        yield
    finally:
        on_close(None)
    check()


def end() -> None:
    """The window goes: what comes next shows itself."""
    screen, _telling.screen = _telling.screen, None
    if screen is not None:
        screen.close()


def fail(error: messages.StartError, *, window: bool) -> int:
    """Tell the error where it will be read, and return exit status 1. `window`: this start was to open one."""
    if not window or desktop.has_terminal():
        return console.fail(error, hold=window)
    console.say(str(error))
    kept = desktop.write_down(str(error))
    if desktop.has_screen():
        _show(error, kept)
    return 1


def _show(error: messages.StartError, kept: "Path | None") -> None:
    if _telling.screen is None:
        _telling.open()
    screen, _telling.screen = _telling.screen, None
    if screen is None or not screen.show_error(error.sentence, error.detail, error.next_step):
        note = messages.WRITTEN_DOWN.format(where=kept) if kept is not None else ""
        desktop.show_error("\n\n".join(part for part in (str(error), note) if part))
