"""A home and settings of its own for each test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rexus.base.paths import Paths, paths_under
from rexus.settings import Pendiente, Settings

Abrir = Callable[..., Settings]

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def casa(tmp_path: Path) -> Paths:
    return paths_under(tmp_path / "casa ñ")


@pytest.fixture
def abrir(casa: Paths) -> Iterator[Abrir]:
    """`abrir()` reads the home's settings as a new process would; all of them are closed at the end."""
    opened: list[Settings] = []

    def one(environment: dict[str, str] | None = None, **kw: Any) -> Settings:
        settings = Settings(casa, environment=environment or {}, **kw)
        opened.append(settings)
        return settings

    yield one
    for settings in opened:
        settings.close()


def pending(valor: Any, base: Any = None, quien: str = "ana", cuando: datetime = MOMENT) -> Pendiente:
    return Pendiente(valor, base, quien, cuando)


def on_disk(casa: Paths) -> dict[str, Any]:
    return json.loads(casa.settings_file.read_bytes())
