"""A session that cannot be looked at does not hold: nothing is read or written for it."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from rexus.base.actor import SISTEMA
from rexus.db.names import INVENTARIO, USERS
from rexus.stock import ubicaciones

from .conftest import Taller


@pytest.mark.solo("sqlite", porque="on a server the daily account cannot take a table away")
def test_without_its_table_nobody_does_anything(taller: Taller) -> None:
    admin = taller.actor()
    taller.registry.escribir(INVENTARIO, admin, ubicaciones.crear, "Uno")
    with taller.registry.write(USERS, SISTEMA) as work:
        work.connection.exec_driver_sql("DROP TABLE sesiones")
    # As time passes: what was seen is believed for a second.
    taller.reloj.pasar(seconds=2)
    with pytest.raises(DBAPIError, match="sesiones"):
        taller.registry.escribir(INVENTARIO, admin, ubicaciones.crear, "Dos")
    with pytest.raises(DBAPIError, match="sesiones"):
        taller.registry.leer(INVENTARIO, admin, ubicaciones.listar)
    assert "Dos" not in [lugar.codigo for lugar in taller.registry.leer(INVENTARIO, SISTEMA, ubicaciones.listar)]
