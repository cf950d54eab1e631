"""The page «Inicio» of the navigation."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rexus.modulos.inicio.controller.page import InicioController
from rexus.modulos.inicio.model import InicioModel
from rexus.modulos.inicio.view.page import InicioView
from rexus.ui.module import PARA_TODOS, Context, Module


def build(ctx: Context) -> QWidget:
    """The page, joined to its model. Opens no connection: the first look at it does."""
    view = InicioView()
    InicioController(view, InicioModel(ctx.registry, ctx.actor, ctx.settings, ctx.zona), ctx)
    return view


# Each part of it is for whoever may see that part.
MODULE = Module("inicio", "Inicio", "inicio", PARA_TODOS, build)
