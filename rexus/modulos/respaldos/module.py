"""The module as the window sees it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rexus.modulos.respaldos.controller.page import RespaldosController
from rexus.modulos.respaldos.model import RespaldosModel
from rexus.modulos.respaldos.view.page import RespaldosView
from rexus.respaldos import VER
from rexus.ui.module import Context, Module


def build(ctx: Context) -> QWidget:
    """The page, joined to its operations. Opens no connection."""
    view = RespaldosView(ctx.zona)
    RespaldosController(view, RespaldosModel(ctx.registry, ctx.actor, ctx.settings), ctx)
    return view


MODULE = Module("respaldos", "Respaldos", "respaldos", VER, build, abre=frozenset({"respaldos"}))
