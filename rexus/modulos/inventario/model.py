"""The operations of the catalogue of perfiles, for the screen and the CLI."""

from __future__ import annotations

from collections.abc import Callable

from rexus.base.actor import Actor
from rexus.base.progress import Avance
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.inventario import orm
from rexus.stock import ubicaciones, verificacion
from rexus.stock.modelo import ModeloArticulos
from rexus.stock.ubicaciones import Lugar
from rexus.stock.verificacion import Verificacion


class InventarioModel(ModeloArticulos):
    """Perfiles, and where they can be. Opens nothing until an operation is called."""

    def __init__(self, registry: Registry, actor: Callable[[], Actor]) -> None:
        super().__init__(registry, actor, orm.CLASE_PERFIL.nombre)

    def verificar(self, avance: Avance | None = None) -> Verificacion:
        """Prove that the stock is true."""
        with self._registry.read(INVENTARIO, self._actor(), avance) as work:
            return verificacion.verificar(work)

    def ubicaciones(self, *, con_inactivas: bool = False) -> list[Lugar]:
        """Every place with what it holds."""
        with self._registry.read(INVENTARIO, self._actor()) as work:
            return ubicaciones.listar(work, con_inactivas=con_inactivas)

    def ubicacion_por_codigo(self, codigo: str) -> int:
        """The id of the place with that code."""
        with self._registry.read(INVENTARIO, self._actor()) as work:
            return ubicaciones.por_codigo(work, codigo)
