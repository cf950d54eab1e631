"""A day is a day on every engine, whatever the zone; a moment is none."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from rexus.base.actor import SISTEMA
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.stock.orm_obras import Obra

AHORA = datetime(2026, 1, 31, 23, 59, tzinfo=UTC)
FIJAS = {"fecha_creacion": AHORA, "fecha_actualizacion": AHORA}


def test_days_are_kept_and_compared_as_days(registry: Registry) -> None:
    dias = [date(2026, 12, 1), None, date(1999, 1, 31), date(2026, 2, 28)]
    with registry.write(INVENTARIO, SISTEMA) as work:
        filas = [{"codigo": str(n), "fecha_entrega": dia, **FIJAS} for n, dia in enumerate(dias)]
        work.connection.execute(insert(Obra), filas)
        assert list(work.connection.scalars(select(Obra.fecha_entrega).order_by(Obra.codigo))) == dias
        vencidas = select(Obra.codigo).where(Obra.fecha_entrega < date(2026, 3, 1)).order_by(Obra.codigo)
        assert list(work.connection.scalars(vencidas)) == ["2", "3"]


def test_a_moment_is_no_day(registry: Registry) -> None:
    with pytest.raises(StatementError), registry.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(insert(Obra), {"codigo": "A", "fecha_entrega": AHORA, **FIJAS})
