"""The module as the window sees it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rexus.modulos.usuarios.controller.page import UsuariosController
from rexus.modulos.usuarios.model import UsuariosModel
from rexus.modulos.usuarios.view.page import UsuariosView
from rexus.ui.module import Context, Module


def build(ctx: Context) -> QWidget:
    """The page, joined to its operations. Opens no connection."""
    view = UsuariosView(ctx.zona)
    UsuariosController(view, UsuariosModel(ctx.registry, ctx.actor, ctx.settings), ctx)
    return view


MODULE = Module("usuarios", "Usuarios", "usuarios", "usuarios.ver", build, abre=frozenset({"usuarios", "roles"}))
