"""A registry's clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime


class Reloj:
    """Call it to read it; `ahora` is UTC."""

    def __init__(self, ahora: datetime | None = None) -> None:
        self.ahora = ahora or datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.ahora
