"""A real home with real databases on every engine, and the models on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from rexus.base.actor import SISTEMA
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.inventario.orm import Perfil
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock import obras, reservas
from rexus.stock.lineas import Linea
from rexus.stock.orm_obras import Obra
from tests import claves_baratas
from tests.servers.sitio import Sitio
from tests.tsql.grabadora import leyendo


@pytest.fixture(autouse=True, scope="package")
def _claves_baratas() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as parche:
        claves_baratas.usar(parche)
        yield


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
    """`reservar(5)` sets so many apart of every article, in all, `reservar(5, 'A3')` of one; for an obra «Fija»."""

    def hacer(cantidad: int, codigo: str | None = None) -> None:
        cuales = () if codigo is None else (Perfil.codigo == codigo,)
        with registry.write(INVENTARIO, SISTEMA) as work:
            obra = work.connection.scalar(select(Obra.id).where(Obra.codigo == "Fija"))
            if obra is None:
                obra = obras.crear(work, {"codigo": "Fija"}).value.id
            for id_, hay in work.connection.execute(select(Perfil.id, Perfil.stock_reservado).where(*cuales)).all():
                linea = [Linea("perfil", id_, abs(cantidad - hay))] if cantidad != hay else []
                if linea:
                    (reservas.reservar if cantidad > hay else reservas.liberar)(work, obra, linea)

    return hacer
