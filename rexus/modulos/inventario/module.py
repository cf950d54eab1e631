"""The page «Inventario» of the navigation."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rexus.catalogo.controller.page import CatalogoController
from rexus.catalogo.hallazgos import articulos
from rexus.catalogo.view.page import CatalogoView
from rexus.modulos.inventario.catalogo import PERFILES
from rexus.modulos.inventario.model import InventarioModel
from rexus.ui.module import Context, Module


def build(ctx: Context) -> QWidget:
    """The page, joined to its model. Opens no connection: the first look at it does."""
    view = CatalogoView(PERFILES, ctx.zona)
    model = InventarioModel(ctx.registry, ctx.actor)
    # Lives as long as its parent, the view.
    CatalogoController(view, model, ctx)
    return view


MODULE = Module(
    PERFILES.id,
    PERFILES.titulo,
    "inventario",
    "inventario.ver",
    build,
    abre=frozenset({PERFILES.clase.tabla}),
    fuentes=lambda ctx: (articulos(InventarioModel(ctx.registry, ctx.actor), "inventario"),),
)
