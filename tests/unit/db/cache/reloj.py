"""A clock that goes when it is told to."""

from __future__ import annotations


class Reloj:
    """Call it to read it: seconds."""

    def __init__(self) -> None:
        self.ahora = 1_000.0

    def __call__(self) -> float:
        return self.ahora

    def pasan(self, segundos: float) -> None:
        """Let time go by."""
        self.ahora += segundos
