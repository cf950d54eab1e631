"""The module as the window sees it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rexus.modulos.ubicaciones.controller import UbicacionesController
from rexus.modulos.ubicaciones.hallazgos import lugares
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.modulos.ubicaciones.view import UbicacionesView
from rexus.ui.module import Context, Module


def build(ctx: Context) -> QWidget:
    """The page, joined to its operations. Opens no connection."""
    view = UbicacionesView()
    UbicacionesController(view, UbicacionesModel(ctx.registry, ctx.actor), ctx)
    return view


MODULE = Module(
    "ubicaciones",
    "Ubicaciones",
    "ubicaciones",
    "inventario.ver",
    build,
    abre=frozenset({"ubicaciones"}),
    fuentes=lambda ctx: (lugares(UbicacionesModel(ctx.registry, ctx.actor)),),
)
