"""The module as the window sees it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rexus.modulos.configuracion.controller.entorno import Entorno
from rexus.modulos.configuracion.controller.page import ConfiguracionController
from rexus.modulos.configuracion.model import ConfiguracionModel
from rexus.modulos.configuracion.view.page import ConfiguracionView
from rexus.respaldos import VER
from rexus.ui.module import Context, Module


def build(ctx: Context) -> QWidget:
    """The page, joined to the settings. Opens no connection."""
    entorno = Entorno(
        settings=ctx.settings,
        jobs=ctx.jobs,
        notices=ctx.notices,
        zona=ctx.zona,
        respaldos=ctx.paths.backups,
        registry=ctx.registry,
        shortcuts=ctx.shortcuts,
        undo=ctx.undo,
        reconectar=ctx.reconectar,
    )
    view = ConfiguracionView(ctx.zona, respaldos=ctx.actor().puede(VER))
    if view.respaldos is not None:
        view.respaldos.requested.connect(lambda: ctx.ir_a("respaldos", ""))
    ConfiguracionController(view, ConfiguracionModel(ctx.registry, ctx.settings, ctx.actor), entorno)
    return view


MODULE = Module(
    "configuracion",
    "Configuración",
    "configuracion",
    "configuracion.ver",
    build,
    abre=frozenset({"configuracion_sistema"}),
)
