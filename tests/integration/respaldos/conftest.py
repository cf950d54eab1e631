"""A workshop with some stock, and sets of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.paths import Paths, paths_under
from rexus.db import names
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import hacer
from rexus.respaldos.conjunto import Conjunto
from rexus.stock.movimientos import Pedido
from tests import age_barato
from tests.servers.fabricas import FabricaSqlite
from tests.servers.sitio import Sitio


@dataclass
class Deposito:
    """The embedded databases of a home, with articles that move."""

    sitio: Sitio
    registry: Registry
    modelo: InventarioModel
    articulos: list[int] = field(default_factory=list)

    @property
    def carpeta(self) -> Path:
        return self.sitio.paths.backups

    def mover(self, veces: int = 1) -> int:
        """So many receipts; the id of the last."""
        ultimo = 0
        for n in range(veces):
            articulo = self.articulos[n % len(self.articulos)]
            ultimo = self.modelo.registrar_entrada(Pedido(articulo, 1)).value.id
        return ultimo

    def stock(self) -> list[str]:
        """What is there of each article now."""
        return [str(self.modelo.articulo(a).stock_actual) for a in self.articulos]

    def completo(self, **kw: object) -> Conjunto:
        return hacer.completo(self.registry, self.carpeta, **kw)  # type: ignore[arg-type]

    def incremental(self, **kw: object) -> Conjunto:
        return hacer.incremental(self.registry, self.carpeta, **kw)  # type: ignore[arg-type]


@pytest.fixture(scope="module", autouse=True)
def _frases_baratas() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as parche:
        age_barato.usar(parche)
        yield


@pytest.fixture(scope="package")
def _lleno(_fabrica_sqlite: FabricaSqlite, tmp_path_factory: pytest.TempPathFactory) -> tuple[Paths, list[int]]:
    """Where the databases lie that each test gets copies of, and their articles."""
    sitio = _fabrica_sqlite.nuevo(paths_under(tmp_path_factory.mktemp("lleno")))
    registry = sitio.registry()
    modelo = InventarioModel(registry, lambda: SISTEMA)
    articulos = [
        modelo.crear({"codigo": f"P{n}", "descripcion": f"Perfil marco número {n} " * 8}, stock_inicial=10 + n).value.id
        for n in range(60)
    ]
    registry.close()
    return sitio.paths, articulos


@pytest.fixture
def deposito(sitio: Sitio, _lleno: tuple[Paths, list[int]], registry: Registry, modelo: InventarioModel) -> Deposito:
    lleno, articulos = _lleno
    for base in names.ALL:
        shutil.copy(lleno.database(base), sitio.paths.database(base))
    lugar = Deposito(sitio, registry, modelo, list(articulos))
    sitio.paths.config.mkdir(parents=True, exist_ok=True)
    sitio.paths.settings_file.write_text('{"version": 1}', encoding="utf-8")
    return lugar


@pytest.fixture
def eventos(registry: Registry) -> Callable[[], list[tuple[str, str | None]]]:
    """What the trail was told of backups: (action, set)."""

    def leer() -> list[tuple[str, str | None]]:
        with registry.read("users", SISTEMA) as work:
            filas = work.connection.exec_driver_sql(
                "SELECT accion, registro FROM outbox WHERE modulo = 'respaldos' ORDER BY id"
            )
            return [(fila[0], fila[1]) for fila in filas]

    return leer
