"""The page «Inventario» of the navigation."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rexus.modulos.inventario.controller.page import InventarioController
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.inventario.orm import CLASE_PERFIL
from rexus.modulos.inventario.view.page import InventarioView
from rexus.ui.module import Context, Module


def build(ctx: Context) -> QWidget:
    """The page, joined to its model. Opens no connection: the first look at it does."""
    view = InventarioView(ctx.zona)
    model = InventarioModel(ctx.registry, ctx.actor)
    # Lives as long as its parent, the view.
    InventarioController(view, model, ctx)
    return view


MODULE = Module("inventario", "Inventario", "inventario", "inventario.ver", build, abre=frozenset({CLASE_PERFIL.tabla}))
