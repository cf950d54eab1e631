"""A workshop whose data came in as it does in life: real articles, movements, accounts, a trail that was handed on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rexus.auditoria import reenviar
from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db import names
from rexus.db.conexion import Conexion
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos.conjunto import BASES
from rexus.seguridad.alta import crear_primer_administrador
from rexus.stock.movimientos import Pedido
from tests.servers.sitio import Sitio

from . import filas

_DATOS = Path(__file__).parents[4] / "shared" / "data"
CLAVE = "una clave larga de pruebas"


@pytest.fixture(scope="session")
def datos() -> Path:
    """The real summary and the maker of catalogues, which stand beside the checkout."""
    if not _DATOS.is_dir():
        pytest.skip("the sample data is not beside the checkout")
    return _DATOS


@dataclass
class Taller:
    """Databases with stock in them, somewhere."""

    sitio: Sitio
    registry: Registry
    modelo: InventarioModel

    @property
    def carpeta(self) -> Path:
        return self.sitio.paths.backups

    def mover(self, veces: int = 1) -> int:
        """So many receipts of the first articles; the id of the last."""
        ultimo = 0
        for n in range(veces):
            ultimo = self.modelo.registrar_entrada(Pedido(n % 5 + 1, 1)).value.id
        return ultimo

    def filas(self) -> dict[str, dict[str, list[Any]]]:
        """Every row of the three databases."""
        return {base: filas.todas(self.registry, base) for base in BASES}


def llenar(sitio: Sitio, registry: Registry, articulos: int = 30) -> Taller:
    """Articles that were typed, moved, moved back, and told to the trail; an administrator."""
    modelo = InventarioModel(registry, lambda: SISTEMA)
    for n in range(articulos):
        modelo.crear({"codigo": f"P{n}", "descripcion": f"Perfil ñandú 𝄞 marco número {n} " * 4}, stock_inicial=10 + n)
    taller = Taller(sitio, registry, modelo)
    taller.mover(12)
    modelo.anular(modelo.registrar_entrada(Pedido(2, 3)).value.id, "se contó mal")
    registry.escribir(names.USERS, SISTEMA, crear_primer_administrador, "ana", CLAVE)
    reenviar(registry)
    return taller


@pytest.fixture
def taller_pg(sitio_postgres: Sitio) -> Iterator[Taller]:
    """On the PostgreSQL of the tests, with the account of every day."""
    registry = sitio_postgres.registry()
    yield llenar(sitio_postgres, registry)
    registry.close()


@pytest.fixture
def taller_sqlite(tmp_path: Path) -> Iterator[Taller]:
    """In the files of a home of its own."""
    sitio = Sitio(paths_under(tmp_path / "hogar"), Conexion())
    registry = sitio.registry()
    yield llenar(sitio, registry)
    registry.close()


@pytest.fixture
def catalogo(datos: Path, tmp_path: Path) -> Callable[[int], Path]:
    """`catalogo(1000)` makes a catalogue of perfiles and returns its file."""

    def hacer(cuantos: int) -> Path:
        archivo = tmp_path / f"perfiles_{cuantos}.csv"
        with archivo.open("wb") as salida:
            orden = [sys.executable, str(datos / "catalogo.py"), "perfiles", str(cuantos)]
            subprocess.run(orden, stdout=salida, check=True)
        return archivo

    return hacer
