"""When the window has come to rest: nothing is read or written, nothing is put off, and the picture stays the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from rexus.ui.jobs import Jobs

#: As long as a busy machine may need for anything that is photographed.
PATIENCE_MS = 30_000
_LOOK_MS = 30
# What is put off for longer is not waited for: another look at the server, the end of a notice.
_PUT_OFF_MS = 1_500
# So many looks in a row must show the same.
_LOOKS = 4

_under_way: dict[Any, str] = {}


def count_work() -> None:
    """Know from now on what the program's threads have under way."""
    start = Jobs._start

    def counted(jobs: Jobs, *rest: Any) -> Any:
        future = start(jobs, *rest)
        _under_way[future] = str(rest[1])
        return future

    Jobs._start = counted  # type: ignore[method-assign]


def settle(patience_ms: int = PATIENCE_MS) -> None:
    """Let the window go on until it is at rest; TimeoutError if it never is."""
    seen: list[QImage] = []
    restless: list[str] = []
    for _ in range(patience_ms // _LOOK_MS):
        spin(_LOOK_MS)
        restless = [what for work, what in _under_way.items() if not work.done()] + _put_off()
        if restless:
            seen = []
            continue
        _under_way.clear()
        pictures = [window.grab().toImage() for window in _windows()]
        seen = [*seen, *pictures] if seen[-len(pictures) :] == pictures else pictures
        if len(seen) >= _LOOKS * max(1, len(pictures)):
            return
    raise TimeoutError(f"the window never came to rest: {restless or 'it moves'}")


def until(condition: Callable[[], bool]) -> None:
    """Wait for something; TimeoutError if it never comes."""
    for _ in range(PATIENCE_MS // _LOOK_MS):
        if condition():
            return
        spin(_LOOK_MS)
    raise TimeoutError("waited in vain")


def spin(milliseconds: int) -> None:
    """Let the window go on for that long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _windows() -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if w.isVisible()]


def _put_off() -> list[str]:
    """What is to be done a moment after the last key or click."""
    timers = (timer for window in _windows() for timer in window.findChildren(QTimer))
    return [str(t.parent()) for t in timers if t.isActive() and t.isSingleShot() and t.interval() <= _PUT_OFF_MS]
