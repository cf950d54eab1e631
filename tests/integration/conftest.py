"""A real home with real databases, and the models on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.paths import Paths, paths_under
from rexus.db.registry import Registry
from rexus.modulos import tablas  # noqa: F401 - makes every table known
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel


@pytest.fixture
def paths(home: Path) -> Paths:
    return paths_under(home)


@pytest.fixture
def registry(paths: Paths) -> Iterator[Registry]:
    registry = Registry(paths)
    yield registry
    registry.close()


@pytest.fixture
def modelo(registry: Registry) -> InventarioModel:
    return InventarioModel(registry, lambda: SISTEMA)


@pytest.fixture
def lugares(registry: Registry) -> UbicacionesModel:
    return UbicacionesModel(registry, lambda: SISTEMA)
