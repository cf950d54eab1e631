"""The operations on places, each in its own unit of work."""

from __future__ import annotations

from collections.abc import Callable

from rexus.base.actor import Actor
from rexus.base.changes import Result
from rexus.db.instantanea import Entera
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.stock import ubicaciones
from rexus.stock.ubicaciones import Lugar


class UbicacionesModel:
    """Places. Opens nothing until an operation is called; safe in any thread."""

    def __init__(self, registry: Registry, actor: Callable[[], Actor]) -> None:
        self._registry = registry
        self._actor = actor

    def listar(self, *, con_inactivas: bool = False) -> list[Lugar]:
        """Every place with what it holds."""
        return self._registry.leer(
            INVENTARIO, self._actor(), ubicaciones.listar, con_inactivas=con_inactivas, recordar=Entera()
        )

    def buscar(self, texto: str, limite: int, ubicacion_id: int | None = None) -> list[Lugar]:
        """Those that have every word of `texto`; or the one of that id."""
        return self._registry.leer(INVENTARIO, self._actor(), ubicaciones.buscar, texto, limite, ubicacion_id)

    def crear(self, codigo: str, nombre: str = "", tipo: str = "") -> Result[Lugar]:
        """A new place."""
        return self._registry.escribir(INVENTARIO, self._actor(), ubicaciones.crear, codigo, nombre, tipo)

    def editar(self, ubicacion_id: int, version: int, codigo: str, nombre: str = "", tipo: str = "") -> Result[Lugar]:
        """Rename a place."""
        return self._registry.escribir(
            INVENTARIO, self._actor(), ubicaciones.editar, ubicacion_id, version, codigo, nombre, tipo
        )

    def activar(self, ubicacion_id: int, version: int, *, activo: bool) -> Result[Lugar]:
        """Deactivate an empty place, or use it again."""
        return self._registry.escribir(
            INVENTARIO, self._actor(), ubicaciones.activar, ubicacion_id, version, activo=activo
        )
