"""The operations of the catalogue of perfiles, for the screen and the CLI."""

from __future__ import annotations

from collections.abc import Callable

from rexus.base.actor import Actor
from rexus.catalogo.model import ModeloCatalogo
from rexus.db.registry import Registry
from rexus.modulos.inventario.catalogo import PERFILES


class InventarioModel(ModeloCatalogo):
    """Perfiles, and where they can be. Opens nothing until an operation is called."""

    def __init__(self, registry: Registry, actor: Callable[[], Actor]) -> None:
        super().__init__(registry, actor, PERFILES)
