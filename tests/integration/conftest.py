"""A real home with real databases on every engine, and the models on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from sqlalchemy import update

from rexus.base.actor import SISTEMA
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.inventario.orm import Perfil
from rexus.modulos.ubicaciones.model import UbicacionesModel
from tests.servers.sitio import Sitio
from tests.tsql.grabadora import leyendo


@pytest.fixture(autouse=True)
def _sql_server_lo_entiende() -> Iterator[None]:
    """Whatever a test sends to another engine must be a statement that SQL Server takes, too."""
    with leyendo() as hallados:
        yield
    assert not hallados, "\n".join(hallados)


@pytest.fixture
def registry(sitio: Sitio) -> Iterator[Registry]:
    registry = sitio.registry()
    yield registry
    registry.close()


@pytest.fixture
def modelo(registry: Registry) -> InventarioModel:
    return InventarioModel(registry, lambda: SISTEMA)


@pytest.fixture
def lugares(registry: Registry) -> UbicacionesModel:
    return UbicacionesModel(registry, lambda: SISTEMA)


@pytest.fixture
def reservar(registry: Registry) -> Callable[..., None]:
    """`reservar(5)` sets so many apart of every article, `reservar(5, 'A3')` of one."""

    def hacer(cantidad: int, codigo: str | None = None) -> None:
        cuales = () if codigo is None else (Perfil.codigo == codigo,)
        with registry.write(INVENTARIO, SISTEMA) as work:
            work.connection.execute(update(Perfil).where(*cuales).values(stock_reservado=Decimal(cantidad)))

    return hacer
