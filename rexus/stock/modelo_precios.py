"""Who sells an article and at what price, each operation in its own unit of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rexus.base.actor import Actor
from rexus.base.changes import Result
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.stock import precios, proveedores
from rexus.stock.precios import Precio
from rexus.stock.proveedores import FichaProveedor


class ModeloPrecios:
    """Opens nothing until an operation is called; safe in any thread."""

    def __init__(self, registry: Registry, actor: Callable[[], Actor]) -> None:
        self._registry = registry
        self._actor = actor

    def de_articulo(self, clase: str, articulo_id: int) -> list[Precio]:
        """Who sells it, the preferred one first."""
        return self._registry.leer(INVENTARIO, self._actor(), precios.de_articulo, clase, articulo_id)

    def proveedores(self) -> list[FichaProveedor]:
        """The suppliers that can be chosen."""
        return self._registry.leer(INVENTARIO, self._actor(), proveedores.listar)

    def poner(self, clase: str, articulo_id: int, proveedor: str, valores: Mapping[str, Any]) -> Result[list[Precio]]:
        """Write down or change what the supplier of that name asks for it; a name without record makes the record."""
        return self._registry.escribir(
            INVENTARIO, self._actor(), precios.poner_a_nombre, clase, articulo_id, proveedor, valores
        )

    def quitar(self, clase: str, articulo_id: int, proveedor_id: int) -> Result[None]:
        """The supplier does not sell it any more."""
        return self._registry.escribir(INVENTARIO, self._actor(), precios.quitar, clase, articulo_id, proveedor_id)
