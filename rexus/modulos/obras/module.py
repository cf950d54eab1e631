"""The page «Obras» of the navigation."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rexus.modulos.obras.controller.page import ObrasController
from rexus.modulos.obras.hallazgos import obras
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.obras.view.page import ObrasPage
from rexus.ui.module import Context, Module


def build(ctx: Context) -> QWidget:
    """The page, joined to its operations. Opens no connection: the first look at it does."""
    page = ObrasPage(ctx.zona)
    # Lives as long as the list, its parent.
    ObrasController(page, ObrasModel(ctx.registry, ctx.actor), ctx)
    return page


MODULE = Module(
    "obras",
    "Obras",
    "obras",
    "obras.ver",
    build,
    abre=frozenset({"obras"}),
    fuentes=lambda ctx: (obras(ObrasModel(ctx.registry, ctx.actor)),),
)
