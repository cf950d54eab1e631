"""How long the window stood still: a timer on the screen's thread remembers its longest gap."""

from __future__ import annotations

from time import perf_counter
from types import TracebackType

from PySide6.QtCore import Qt, QTimer

_TICK_MS = 4


class Pulso:
    """`with Pulso() as pulso: …` and then `pulso.maximo_ms`: the longest time between two turns of Qt's loop."""

    def __init__(self) -> None:
        self.maximo_ms = 0.0
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Pulso:
        self._last = perf_counter()
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, t: TracebackType | None) -> None:
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        now = perf_counter()
        self.maximo_ms = max(self.maximo_ms, (now - self._last) * 1_000 - _TICK_MS)
        self._last = now
