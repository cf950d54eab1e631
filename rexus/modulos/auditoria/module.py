"""The module as the window sees it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from rexus.modulos.auditoria.controller.page import AuditoriaController
from rexus.modulos.auditoria.model import AuditoriaModel
from rexus.modulos.auditoria.view.page import AuditoriaView
from rexus.ui.module import Context, Module


def build(ctx: Context) -> QWidget:
    """The page, joined to its operations. Opens no connection."""
    view = AuditoriaView(ctx.zona, lambda: datetime.now(ctx.zona).date())
    AuditoriaController(view, AuditoriaModel(ctx.registry, ctx.actor, ctx.zona), ctx)
    return view


MODULE = Module("auditoria", "Auditoría", "historial", "auditoria.ver", build)
