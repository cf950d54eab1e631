"""The desk locked and opened again: nobody was there, or the session ended. What was open stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog

from rexus.base.errors import RexusError, SesionTerminadaError
from rexus.base.marca_de_ejemplo import clave_de
from rexus.shell.bloqueo import BloqueoPage
from rexus.shell.services import Services
from rexus.shell.session import Session
from rexus.shell.window import MainWindow

if TYPE_CHECKING:
    from rexus.seguridad import Ingreso


class Candado(QObject):
    """`abierto`: whoever was here is here again. `otra_cuenta`: whoever is there is somebody else. `cambio(Ingreso,
    str)`: the account may do other things by now, so that its desk must be built anew; the password comes along for
    what must be done first."""

    abierto = Signal()
    otra_cuenta = Signal()
    cambio = Signal(object, str)

    def __init__(self, window: MainWindow, services: Services, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._services = services
        self._session = session
        self._page: BloqueoPage | None = None
        self._hidden: list[QDialog] = []
        session.lock_requested.connect(self.cerrar)
        services.salud.cambio.connect(self._follow_health)

    @property
    def cerrado(self) -> bool:
        """Whether the desk is locked."""
        return self._page is not None

    def cerrar(self, error: SesionTerminadaError) -> None:
        """Lock the desk, and say why."""
        if self._page is not None:
            return
        actor = self._session.actor
        self._services.access.salir(actor, error.motivo)
        page = self._page = BloqueoPage(actor.usuario, error.frase)
        page.clave.edit.setText(clave_de(self._services.registry.paths, actor.usuario))
        page.entrar_requested.connect(self._on_asked)
        page.otro_requested.connect(self.otra_cuenta)
        self._hidden = [d for d in self._window.findChildren(QDialog) if d.isVisible()]
        for dialog in self._hidden:
            dialog.hide()
        self._window.menuBar().hide()
        self._window.show_page(page)
        self._follow_health()

    def quitar(self) -> None:
        """Take the page away without opening anything: the desk goes too."""
        page, self._page = self._page, None
        if page is not None and shiboken6.isValid(page):
            self._window.drop_page(page)

    def _on_asked(self, clave: str, codigo: str) -> None:
        self._services.jobs.spawn(self._entrar(clave, codigo))

    async def _entrar(self, clave: str, codigo: str) -> None:
        from rexus.seguridad.ingreso import SegundoFactorError

        page, antes = self._page, self._session.actor
        try:
            # Whoever was here goes on here, in however many places the account is.
            ingreso = await self._services.access.entrar(antes.usuario, clave, codigo, cerrar_la_mas_vieja=True)
        except RexusError as error:
            if page is not None and shiboken6.isValid(page):
                say: Callable[[str], None] = page.ask_code if isinstance(error, SegundoFactorError) else page.refuse
                say(" ".join((error.frase, error.que_hacer)))
            return
        if page is not self._page:
            return
        actor = ingreso.actor
        if ingreso.debe or (actor.rol, actor.permisos) != (antes.rol, antes.permisos):
            self.cambio.emit(ingreso, clave)
        else:
            self._abrir(ingreso)

    def _abrir(self, ingreso: Ingreso) -> None:
        self._window.activateWindow()
        self._window.show_page(self._session.page)
        self._window.menuBar().show()
        self.quitar()
        self._session.resume(ingreso.actor)
        for dialog in self._hidden:
            if shiboken6.isValid(dialog):
                # Qt takes away what `open` had set when it hides a dialog.
                dialog.setWindowModality(Qt.WindowModality.WindowModal)
                dialog.show()
                dialog.raise_()
                dialog.activateWindow()
        self._hidden = []
        self.abierto.emit()

    def _follow_health(self) -> None:
        if self._page is not None:
            self._page.show_state(self._services.salud.frase())
