"""The page for nobody signed in: what is of this machine can be changed, the rest is looked at.

`await suelta.abrir(parent, jobs, settings, respaldos=…)` needs no database.
"""

from __future__ import annotations

from datetime import UTC, tzinfo
from pathlib import Path

from PySide6.QtWidgets import QWidget

from rexus.modulos.configuracion.controller.entorno import Entorno
from rexus.modulos.configuracion.controller.page import ConfiguracionController
from rexus.modulos.configuracion.model import ConfiguracionModel
from rexus.modulos.configuracion.view.page import ConfiguracionView
from rexus.modulos.configuracion.view.suelta import SueltaDialog
from rexus.settings import Settings
from rexus.ui.dialogs import show
from rexus.ui.jobs import Jobs
from rexus.ui.notices import NoticeBar


async def abrir(parent: QWidget | None, jobs: Jobs, settings: Settings, *, respaldos: Path, zona: tzinfo = UTC) -> bool:
    """Returns when the window is closed: whether something was saved."""
    notices = NoticeBar()
    view = ConfiguracionView(zona)
    entorno = Entorno(settings=settings, jobs=jobs, notices=notices, zona=zona, respaldos=respaldos)
    controller = ConfiguracionController(view, ConfiguracionModel(None, settings, None), entorno)
    dialog = SueltaDialog(parent, notices, view)
    saved: list[bool] = []
    controller.saved.connect(lambda: saved.append(True))

    async def close() -> None:
        if await controller.may_leave():
            dialog.done(0)

    dialog.close_requested.connect(lambda: entorno.spawn(view, close()))
    await show(dialog)
    return bool(saved)
