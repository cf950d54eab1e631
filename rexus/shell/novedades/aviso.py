"""Tells of another version: once, that this one is new; and while the window is open, that its files were replaced."""

from __future__ import annotations

from typing import Final

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from rexus.base.text import tr
from rexus.base.version import VERSION
from rexus.settings import Settings
from rexus.shell.novedades.dialogo import NovedadesDialog
from rexus.shell.novedades.notas import es_posterior, leer, version_instalada
from rexus.ui.dialogs import show
from rexus.ui.jobs import Jobs
from rexus.ui.notices import NoticeBar

_VISTA: Final = "ventana.version_vista"


class Novedades(QObject):
    """Lives from a sign-in to the sign-out. `leave_requested`: the window is to close, that the other one can open."""

    leave_requested = Signal()

    def __init__(self, window: QWidget, jobs: Jobs, settings: Settings, notices: NoticeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._jobs = jobs
        self._settings = settings
        self._notices = notices
        self._looking = False
        # The version that is in the program's files, as far as it was told.
        self._told = VERSION
        self._application().applicationStateChanged.connect(self._on_state)

    def contar(self, ademas: str = "") -> None:
        """To a seat that used an older version until now: say, once, that this one is new.

        `ademas` is what there is to say anyhow, such as what became of the data.
        """
        vista = self._settings.get(_VISTA)
        # A seat without any has just begun: everything is new there.
        if vista and es_posterior(VERSION, vista):
            texto = tr("Rexus se actualizó a la versión {version}.").format(version=VERSION)
            self._notices.show_notice("info", f"{texto} {ademas}".strip(), (tr("Ver novedades"), self.mostrar))
        elif ademas:
            self._notices.show_notice("info", ademas)
        if not vista or es_posterior(VERSION, vista):
            self._settings.set(_VISTA, VERSION)

    def mostrar(self) -> None:
        """Open the notes of all versions."""
        self._jobs.spawn(self._mostrar())

    def close(self) -> None:
        """Look no more."""
        self._application().applicationStateChanged.disconnect(self._on_state)

    @property
    def looking(self) -> bool:
        """Whether the program's files are being looked at."""
        return self._looking

    async def _mostrar(self) -> None:
        notas = await self._jobs.read(leer)
        if shiboken6.isValid(self._window):
            await show(NovedadesDialog(self._window, notas))

    def _on_state(self, state: Qt.ApplicationState) -> None:
        # Whoever installs something comes back to the window afterwards.
        if state == Qt.ApplicationState.ApplicationActive and not self._looking:
            self._looking = True
            self._jobs.spawn(self._mirar())

    async def _mirar(self) -> None:
        try:
            instalada = await self._jobs.read(version_instalada)
        finally:
            self._looking = False
        if instalada in ("", self._told) or not shiboken6.isValid(self._notices):
            return
        self._told = instalada
        if instalada != VERSION:
            texto = tr(
                "Se instaló otra versión de Rexus ({version}). Para usarla, cerrar esta ventana y abrirlo de nuevo."
            )
            cerrar = (tr("Cerrar Rexus"), self.leave_requested.emit)
            self._notices.show_notice("advertencia", texto.format(version=instalada), cerrar)

    @staticmethod
    def _application() -> QGuiApplication:
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        return application
