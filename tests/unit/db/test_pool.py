"""An engine with a queue of connections, or without."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, QueuePool

from rexus.db.conexion import PoolSettings
from rexus.db.motores.motor import con_pool


def crear(**opciones: Any) -> Engine:
    return create_engine("sqlite://", **opciones)


def test_the_pool_is_as_large_as_the_settings_say() -> None:
    pool = con_pool(crear, PoolSettings(size=3, max_overflow=2, recycle=60)).pool
    assert isinstance(pool, QueuePool) and pool.size() == 3 and pool._max_overflow == 2 and pool._recycle == 60


def test_pooling_switched_off_gives_direct_connections() -> None:
    assert isinstance(con_pool(crear, PoolSettings(activo=False)).pool, NullPool)


def test_a_pool_that_cannot_be_built_gives_direct_connections_and_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    def sin_cola(**opciones: Any) -> Engine:
        if opciones["poolclass"] is QueuePool:
            raise ArgumentError("this driver keeps no queue")
        return crear(**opciones)

    assert isinstance(con_pool(sin_cola, PoolSettings()).pool, NullPool)
    assert "keeps no queue" in caplog.text and "every unit of work opens its own connection" in caplog.text
