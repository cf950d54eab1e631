"""A trail with something in it, and the means to do it harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rexus.auditoria import Auditoria
from rexus.base.actor import SISTEMA
from rexus.db import names
from rexus.db.registry import Registry
from rexus.db.work import Work
from tests.servers.sitio import Sitio


class Reloj:
    """The program's clock, moved by the test."""

    def __init__(self) -> None:
        self.ahora = datetime(2026, 3, 10, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.ahora += timedelta(milliseconds=1)
        return self.ahora


@pytest.fixture
def reloj() -> Reloj:
    return Reloj()


@pytest.fixture
def registry(sitio: Sitio, reloj: Reloj) -> Iterator[Registry]:
    registry = sitio.registry(clock=reloj)
    yield registry
    registry.close()


@pytest.fixture
def auditoria(registry: Registry) -> Auditoria:
    return Auditoria(registry, lambda: SISTEMA)


def anotar(work: Work, registro: int | str, **kw: Any) -> None:
    """An operation that does nothing but tell of itself."""
    work.anotar("prueba", "hacer", "cosas", registro, despues={"n": str(registro)}, **kw)


@pytest.fixture
def escribir(registry: Registry) -> Callable[..., None]:
    """`escribir(7, base)` makes an entry about record 7."""

    def uno(registro: int | str, base: str = names.INVENTARIO, **kw: Any) -> None:
        registry.escribir(base, SISTEMA, anotar, registro, **kw)

    return uno


def sin_guardias(work: Work, tablas: tuple[str, ...] = ("eventos", "archivos")) -> None:
    """Take the triggers away that refuse what a test is about to do; rolled back with the rest."""
    motor = work.connection.dialect.name
    if motor == "sqlite":
        nombres = work.connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
        for nombre in nombres.all():
            work.connection.exec_driver_sql(f"DROP TRIGGER {nombre}")
        return
    for tabla in tablas:
        orden = "DISABLE TRIGGER ALL ON {}" if motor == "mssql" else "ALTER TABLE {} DISABLE TRIGGER USER"
        work.connection.exec_driver_sql(orden.format(tabla))
